#pragma once
// Where one match of a pattern begins and ends.

#include <cstdint>

namespace parcours::analysis {

/// Instants of the first and the last event chosen.
struct PatternOccurrence {
  std::int64_t start_us = 0;
  std::int64_t end_us = 0;
};

}  // namespace parcours::analysis
