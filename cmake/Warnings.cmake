# Warnings and instrumentation live on this one target, never in global flags.
# clang sees libstdc++ 12's own use of a deprecated function inside std::stable_sort; g++ looks for
# deprecated things in our code.
# -pthread is for all: headers compiled once serve sources of the same macros only.
add_library(parcours_warnings INTERFACE)
target_compile_options(parcours_warnings INTERFACE -pthread
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond;-Wlogical-op;-Wuseless-cast>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  $<$<BOOL:${PARCOURS_WERROR}>:-Werror>)
