#pragma once
// How a question runs: cut into blocks of journeys that threads work on side by side, until it is
// done or stopped. The cut depends on the data alone, never on the number of threads, and no
// customer stands in two blocks.

#include <cstdint>
#include <stop_token>
#include <utility>
#include <vector>

#include "journey/journey_view.h"

namespace parcours::analysis {

/// When to stop, and how large the pieces are. No answer depends on the size of the pieces.
struct Execution {
  std::stop_token stop;
  std::uint64_t block_events;

  static constexpr std::uint64_t kBlockEvents = 1U << 20U;
  // A stop token alone is the common way to say how to run.
  Execution(std::stop_token when = {}, std::uint64_t events = kBlockEvents)  // NOLINT
      : stop(std::move(when)), block_events(events) {}

  /// Errors: Error(Cancelled) once the stop was requested.
  void check_cancelled() const;
};

/// Journeys begin..end of a view.
struct Block {
  std::size_t begin;
  std::size_t end;
};

/// Blocks of about `events` events in journey order; together they hold every journey once.
[[nodiscard]] std::vector<Block> blocks_of(const journey::JourneyView& view, std::uint64_t events);

}  // namespace parcours::analysis
