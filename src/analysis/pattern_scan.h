#pragma once
// Patterns of every kind over journeys of any length, event by event.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "analysis/pattern_occurrence.h"
#include "analysis/pattern_program.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Walks journeys; reused so that nothing is allocated per event.
///
/// Each position keeps the matches begun that came to it. Of two, one that started later and came
/// there later too is never worse, so the other is forgotten; where the pattern is a chain one is
/// left. Those that started later and came earlier stand in `older_`, the latest start last.
///
/// Threads: one. Cost: one pass; per event the links to the steps it fills, nothing for an event
/// that fills none.
class PatternScan {
 public:
  /// `program` and `view` must outlive it.
  PatternScan(const PatternProgram& program, const journey::JourneyView& view);

  /// The occurrences of a journey, in order; valid until the next call.
  [[nodiscard]] std::span<const PatternOccurrence> walk(std::size_t journey);
  /// The last event of each of them.
  [[nodiscard]] std::span<const std::uint64_t> last_events() const { return last_events_; }
  /// Asked right after walk(journey) gave none: whether a match begun can still be completed.
  [[nodiscard]] bool in_progress(std::size_t journey) const;

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();

  // A match begun: when its first event was, and the event that comes after its last one so far.
  struct Open {
    std::int64_t start_us = kNever;
    std::uint64_t next = 0;
  };

  std::int64_t fill_next(std::size_t position, std::uint64_t e);
  void forget_all(std::uint64_t first);
  [[nodiscard]] bool open(const PatternStepLink& link, std::uint64_t next, std::uint64_t e) const;
  [[nodiscard]] bool in_time(const PatternStepLink& link, std::uint64_t next,
                             std::int64_t now) const;
  [[nodiscard]] std::int64_t latest_start(std::size_t position, std::uint64_t e,
                                          std::int64_t now) const;
  [[nodiscard]] bool may_start(std::uint64_t e) const;
  std::int64_t fill(std::uint64_t fills, std::uint64_t e);
  void keep(std::size_t position, std::uint64_t next);
  void finish();
  [[nodiscard]] bool can_go_on(std::size_t position, const PatternStepLink& link,
                               bool running) const;

  const PatternProgram& program_;
  const journey::JourneyView& view_;
  std::int64_t window_us_;
  std::vector<PatternStepLink> chain_;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t live_ = 0;        // positions that a match begun has come to
  std::uint64_t fillable_ = 0;    // positions that an event can fill now
  std::uint64_t with_older_ = 0;  // positions with more than one
  std::array<Open, kMaxPatternPositions> latest_{};
  std::array<std::vector<Open>, kMaxPatternPositions> older_{};
  std::array<std::int64_t, kMaxPatternPositions> fresh_{};
  std::array<std::uint64_t, kMaxPatternPositions> veto_{};  // the event after the last such one
  std::vector<PatternOccurrence> found_;
  std::vector<std::uint64_t> last_events_;  // of each found
};

}  // namespace parcours::analysis
