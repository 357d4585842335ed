#pragma once
// Cutting journeys into blocks that threads work on side by side. The cut depends on the data
// alone, never on the number of threads, and no customer stands in two blocks.

#include <cstdint>
#include <vector>

#include "journey/journey_view.h"

namespace parcours::analysis {

/// Journeys begin..end of a view.
struct Block {
  std::size_t begin;
  std::size_t end;
};

/// Blocks of about `events` events in journey order; together they hold every journey once.
[[nodiscard]] std::vector<Block> blocks_of(const journey::JourneyView& view,
                                           std::uint64_t events = 1U << 20U);

}  // namespace parcours::analysis
