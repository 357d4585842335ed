# The engine's witnesses: written definitions, laws over small worlds, text cases.
add_library(parcours_witnesses STATIC support/definitions.cc support/time_definition.cc
                                      support/pattern_definition.cc
                                      support/funnel_definition.cc
                                      support/retention_definition.cc
                                      support/driver_definition.cc
                                      support/small_worlds.cc
                                      support/model_language.cc
                                      support/answer_text.cc)
target_link_libraries(parcours_witnesses PUBLIC parcours_testing parcours_analysis parcours_design
                                         PRIVATE parcours_warnings)

parcours_precompile(parcours_witnesses)

add_executable(laws_test laws/definition_law_test.cc laws/invariance_law_test.cc
                         laws/set_law_test.cc laws/twin_law_test.cc laws/golden_sql_test.cc
                         laws/retention_law_test.cc laws/driver_law_test.cc
                         laws/compare_law_test.cc
                         laws/alignment_law_test.cc laws/footprint_law_test.cc
                         laws/conformance_figures_test.cc
                         laws/discovery_law_test.cc laws/discovery_figures_test.cc)
target_compile_definitions(laws_test PRIVATE PARCOURS_GOLDEN="${CMAKE_CURRENT_SOURCE_DIR}/golden")
target_link_libraries(laws_test PRIVATE parcours_witnesses parcours_collect parcours_store parcours_warnings
                                         GTest::gtest_main)
parcours_precompile(laws_test TESTS)
gtest_discover_tests(laws_test TEST_PREFIX "laws." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 900)

# One ctest a case, so that a failing one is named.
add_executable(case_runner case_runner/case_runner.cc support/case_file.cc support/answer_table.cc
                           support/asked_question.cc
                           support/compared_case.cc)
target_link_libraries(case_runner PRIVATE parcours_witnesses parcours_workspace parcours_warnings)
file(GLOB_RECURSE cases CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} cases/*.case)
foreach(case IN LISTS cases)
  add_test(NAME ${case} COMMAND case_runner ${CMAKE_CURRENT_SOURCE_DIR}/${case})
  set_tests_properties(${case} PROPERTIES TIMEOUT 120)
endforeach()
