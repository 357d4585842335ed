#pragma once
// How many bytes `new` has given and not got back, in the programs that are linked with
// allocation_count.cc, which replaces it. Mapped files and what libraries take with malloc are not
// counted.

#include <cstdint>

namespace parcours::testing {

[[nodiscard]] std::uint64_t allocated_bytes();
/// The most at once since it was forgotten last.
[[nodiscard]] std::uint64_t highest_allocated_bytes();
void forget_highest_allocated();

}  // namespace parcours::testing
