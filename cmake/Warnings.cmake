# Warnings and instrumentation live on this one target, never in global flags.
add_library(parcours_warnings INTERFACE)
target_compile_options(parcours_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond;-Wlogical-op;-Wuseless-cast>
  $<$<BOOL:${PARCOURS_WERROR}>:-Werror>)
