# The rules of the house as tests: layers, sizes, words, places named, French, format.
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
add_test(NAME house.layers COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/layers.py)
add_test(NAME house.tidy COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/tidy.py)
add_test(NAME house.rules COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/tidy.py --self-test)
add_test(NAME house.layering COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/layers.py --self-test)
add_test(NAME house.french COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/french.py)
add_test(NAME house.format COMMAND ${CMAKE_SOURCE_DIR}/tools/lint.sh format)
add_test(NAME house.api COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tools/api_gen.py --check)
set_tests_properties(house.layers house.tidy house.rules house.layering house.french house.format house.api
                     PROPERTIES LABELS house TIMEOUT 120)
