#pragma once
// The clock of a promise on its way through one journey, and what it says at the end.
//
//   event by event  ->  PromiseClock (started, stopped, closed)  ->  PromiseOutcome
//
// The clock starts at the first event of the promise's `since` and stops at the first event of its
// `until` that follows. It runs in calendar time, or in the design's opening hours alone.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/opening_hours.h"
#include "design/design.h"
#include "design/observance.h"
#include "design/stage_binding.h"

namespace parcours::design {

struct PromiseClock {
  std::int64_t start_us = 0;
  std::int64_t stop_us = 0;
  std::int64_t closed_us = 0;
  model::ChannelId channel{};  ///< On which it started.
  bool started = false;
  bool stopped = false;
  bool closed = false;  ///< By a closing touchpoint, before it stopped.
  bool early = false;   ///< The stage was lived before the clock started.
};

struct PromiseOutcome {
  Observance state = Observance::NotConcerned;
  std::int64_t used_us = -1;  ///< Time on the clock until it stopped; -1 if it did not.
};

/// Moves the clocks of all promises of a design; one object serves all threads.
class PromiseClocks {
 public:
  /// All must outlive it. Cost: the days of the data, if a promise counts in opening hours.
  PromiseClocks(const Design& design, const StageBinding& binding,
                const journey::Snapshot& snapshot);

  /// Whether an event of a cell of the binding moves any clock.
  [[nodiscard]] bool watches(std::size_t cell) const { return watched_[cell] != 0; }
  /// The stages with a promise, rising.
  [[nodiscard]] const std::vector<std::size_t>& stages() const { return stages_; }

  /// Moves the clocks of one journey, one a stage, which start empty; events come in order.
  void move(std::uint64_t event, std::size_t cell, std::span<PromiseClock> clocks) const;

  /// What a clock says at the end of the data.
  ///
  /// Source: docs/methods/stage-lived.md
  [[nodiscard]] PromiseOutcome settle(std::size_t stage, const PromiseClock& clock,
                                      bool running) const;

 private:
  // What an event of one (touchpoint, channel) does to a promise's clock.
  struct Move {
    std::uint8_t stage;  // whose promise
    bool starts;
    bool stops;
  };
  [[nodiscard]] std::int64_t between(const Promise& promise, std::int64_t from_us,
                                     std::int64_t to_us) const;

  const Design& design_;
  const journey::Snapshot& snapshot_;
  std::size_t channels_;
  std::vector<std::size_t> stages_;
  std::vector<std::vector<Move>> moves_;  // [cells]
  std::vector<std::uint8_t> closes_;      // [touchpoints]
  std::vector<std::uint8_t> watched_;     // [cells]
  std::optional<OpenClock> open_;
};

}  // namespace parcours::design
