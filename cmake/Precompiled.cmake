# Headers that most sources read, compiled once for all of them: parcours_precompile(TARGET).
#
# A source still includes what it uses: clang-tidy reads without PARCOURS_PRECOMPILE and sees to that
# (docs/adr/0021-precompiled-headers.md).
option(PARCOURS_PRECOMPILE "Compile the most used headers once" OFF)

set(parcours_most_used
    <algorithm> <array> <atomic> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <mutex>
    <optional> <set> <span> <sstream> <string> <string_view> <thread> <unordered_map> <utility>
    <variant> <vector> <fmt/format.h>)

# The library whose precompiled headers others take; the same flags as theirs.
function(parcours_precompiled_as name)
  set(nothing ${CMAKE_BINARY_DIR}/precompiled/${name}.cc)
  file(WRITE ${nothing} "")
  add_library(${name} OBJECT ${nothing})
  target_link_libraries(${name} PRIVATE fmt::fmt spdlog::spdlog simdjson::simdjson
                                        parcours_warnings)
  # Without its own time in it, the file is the same wherever it is made, and ccache can keep it.
  target_compile_options(${name} PRIVATE
    $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>)
  target_precompile_headers(${name} PRIVATE ${ARGN})
endfunction()

if(PARCOURS_PRECOMPILE)
  parcours_precompiled_as(parcours_precompiled ${parcours_most_used})
  if(PARCOURS_TESTS)
    parcours_precompiled_as(parcours_precompiled_tests ${parcours_most_used} <gtest/gtest.h>)
    target_link_libraries(parcours_precompiled_tests PRIVATE GTest::gtest)
    # As programs are compiled, not libraries.
    set_target_properties(parcours_precompiled_tests PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(parcours_precompiled_tests PRIVATE -fPIE)
  endif()
endif()

# parcours_precompile(LIBRARY), parcours_precompile(PROGRAM TESTS)
function(parcours_precompile target)
  if(PARCOURS_PRECOMPILE AND "TESTS" IN_LIST ARGN)
    target_precompile_headers(${target} REUSE_FROM parcours_precompiled_tests)
  elseif(PARCOURS_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM parcours_precompiled)
  endif()
endfunction()
