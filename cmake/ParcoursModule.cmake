# parcours_module(NAME SOURCES a.cc… TESTS a_test.cc… DEPENDS folder… LIBRARIES target…)
#
# One static library for the folder src/NAME. Each library sees only its own folder and those it
# DEPENDS on (a link made in the build tree), so that an include against layers.txt does not compile.
function(parcours_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;TESTS;DEPENDS;LIBRARIES" ${ARGN})
  set(root ${CMAKE_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${name} ${root}/${name} SYMBOLIC)

  add_library(parcours_${name} STATIC ${arg_SOURCES})
  target_include_directories(parcours_${name} PUBLIC ${root})
  list(TRANSFORM arg_DEPENDS PREPEND parcours_ OUTPUT_VARIABLE modules)
  target_link_libraries(parcours_${name} PUBLIC ${modules} ${arg_LIBRARIES} PRIVATE parcours_warnings)
  parcours_precompile(parcours_${name})
  set_property(GLOBAL APPEND PROPERTY PARCOURS_DEPENDS "${name}:${arg_DEPENDS}")

  if(arg_TESTS AND PARCOURS_TESTS)
    add_executable(${name}_test ${arg_TESTS})
    target_link_libraries(${name}_test PRIVATE parcours_${name} parcours_testing parcours_warnings
                                               GTest::gtest_main GTest::gmock)
    parcours_precompile(${name}_test TESTS)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
                         PROPERTIES TIMEOUT 600)
  endif()
endfunction()
