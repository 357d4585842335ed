#pragma once
// What to simulate: how much, and from which seed.

#include <cstdint>

namespace parcours::simulate {

inline constexpr std::uint64_t kFewestEvents = 1'000;
inline constexpr std::uint64_t kMostEvents = 100'000'000;

/// One demonstration company. Equal scenarios give equal files, byte for byte, on every machine and
/// with any number of threads.
struct Scenario {
  std::uint64_t events = 200'000;  ///< Distinct events, kFewestEvents..kMostEvents.
  std::uint64_t seed = 1;          ///< Any number; another seed is another year.
};

}  // namespace parcours::simulate
