# Makes files part of the program. As a module: parcours_embed(OUTPUT file.cc ROOT dir FILES f…
# API openapi.json); as a script (cmake -P) it writes OUTPUT, whose interface is
# server/embedded_files.h. The assembler includes the bytes (.incbin): nothing is copied into C++.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(parcours_embed)
    cmake_parse_arguments(arg "" "OUTPUT;ROOT;API" "FILES" ${ARGN})
    add_custom_command(OUTPUT ${arg_OUTPUT}
      COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${arg_OUTPUT}" "-DROOT=${arg_ROOT}" "-DAPI=${arg_API}"
              -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
      DEPENDS ${arg_FILES} ${arg_API} ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
      COMMENT "Embedding the web application" VERBATIM)
  endfunction()
  return()
endif()

# Found again: the web application may have been built anew since the build was planned.
file(GLOB_RECURSE FILES ${ROOT}/*)
list(SORT FILES)
set(blocks "")
set(rows "")
set(count 0)

# The assembler reads copies, for the same reason.
cmake_path(GET OUTPUT PARENT_PATH copies)
string(APPEND copies "/embedded")
file(MAKE_DIRECTORY ${copies})

# Adds the bytes of one file; the symbol is parcours_file_NAME.
macro(add_bytes name source)
  set(file ${copies}/${name})
  file(COPY_FILE ${source} ${file})
  file(SHA256 ${file} digest)
  file(SIZE ${file} size)
  string(SUBSTRING ${digest} 0 16 digest)
  # The digest also makes the compiler see that the bytes changed.
  string(APPEND blocks "// ${digest}\nasm(\".pushsection .rodata\\n.balign 16\\n"
         ".hidden parcours_file_${name}\\n.globl parcours_file_${name}\\n"
         "parcours_file_${name}:\\n.incbin \\\"${file}\\\"\\n.byte 0\\n.popsection\\n\");\n"
         "extern \"C\" const char parcours_file_${name}[];\n")
endmacro()

foreach(source IN LISTS FILES)
  add_bytes(${count} ${source})
  file(RELATIVE_PATH path ${ROOT} ${source})
  string(APPEND rows "    {\"/${path}\", {parcours_file_${count}, ${size}}, \"${digest}\"},\n")
  math(EXPR count "${count} + 1")
endforeach()
add_bytes(api ${API})

string(CONCAT text "// Written by cmake/EmbedFiles.cmake.\n#include \"server/embedded_files.h\"\n\n#include <array>\n\n"
         "${blocks}\nnamespace parcours::server {\n\n"
         "std::span<const EmbeddedFile> web_files() {\n"
         "  static const std::array<EmbeddedFile, ${count}> kFiles = {{\n${rows}  }};\n"
         "  return kFiles;\n}\n\n"
         "std::string_view openapi_json() {\n  return {parcours_file_api, ${size}};\n}\n\n"
         "}  // namespace parcours::server\n")
file(WRITE ${OUTPUT} "${text}")
