# The engine's witnesses: written definitions, laws over small worlds, text cases.
add_library(parcours_witnesses STATIC support/definitions.cc support/small_worlds.cc
                                      support/answer_text.cc)
target_link_libraries(parcours_witnesses PUBLIC parcours_testing parcours_analysis
                                         PRIVATE parcours_warnings)

add_executable(laws_test laws/definition_law_test.cc laws/invariance_law_test.cc
                         laws/set_law_test.cc laws/twin_law_test.cc)
target_link_libraries(laws_test PRIVATE parcours_witnesses parcours_store parcours_warnings
                                         GTest::gtest_main)
gtest_discover_tests(laws_test TEST_PREFIX "laws." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 900)
