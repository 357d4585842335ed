# PARCOURS_SANITIZE=address,undefined | thread | fuzzer-no-link,address,undefined
if(PARCOURS_SANITIZE)
  add_compile_options(-fsanitize=${PARCOURS_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  if(PARCOURS_SANITIZE MATCHES "undefined")
    # RapidJSON's headers add to the null pointer of a stack that is still empty.
    add_compile_options(-fno-sanitize=pointer-overflow)
  endif()
  add_link_options(-fsanitize=${PARCOURS_SANITIZE})
endif()
