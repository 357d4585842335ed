#pragma once
// The questions that can be compared, asked of two periods of one snapshot.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "journey/snapshot.h"

namespace parcours::bench {

/// One comparison; returns how many numbers it has.
struct CompareContest {
  std::string name;
  std::function<std::uint64_t()> work;
};

/// Two periods with about as many journeys each, and what is asked of them. The first contest makes
/// the two selections, which the others use.
[[nodiscard]] std::vector<CompareContest> compare_contests(const journey::Snapshot& snapshot);

}  // namespace parcours::bench
