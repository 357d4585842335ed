# PARCOURS_SANITIZE=address,undefined | thread | fuzzer-no-link,address,undefined
if(PARCOURS_SANITIZE)
  add_compile_options(-fsanitize=${PARCOURS_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PARCOURS_SANITIZE})
endif()
