#pragma once
// Patterns that are a chain, over short journeys: all events at once.
//
// A row of bits a step says which events meet it, another for each negation. From the events that
// bring a match to one step, those that bring it to the next follow by arithmetic on whole rows:
// what must not happen stops a carry (R. Cameron's bit streams). Of the matches that end first, the
// one that starts last takes each step as late as it can be, going back.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/pattern_occurrence.h"
#include "analysis/pattern_program.h"
#include "analysis/touchpoint_bits.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Threads: one. Cost: about 15 ns a journey and step, whatever the journey's length.
class PatternBits {
 public:
  /// `program` and `view` must outlive it.
  PatternBits(const PatternProgram& program, const journey::JourneyView& view);

  /// False if the pattern is no chain, is bound to an end of the journey or names many touchpoints,
  /// or if the journey is long: the journey must be walked event by event (pattern_scan.h).
  [[nodiscard]] bool takes(std::size_t journey) const {
    const std::uint64_t events = view_.length_of(journey);
    return is_chain_ && events != 0 && events <= TouchpointBits::kSpan;
  }
  /// The occurrences of a journey that it takes, in order; valid until the next call.
  [[nodiscard]] std::span<const PatternOccurrence> walk(std::size_t journey);
  /// Asked right after walk(journey) gave none: whether a match begun can still be completed.
  [[nodiscard]] bool in_progress(std::size_t journey) const;

 private:
  void look_at(std::size_t journey);
  [[nodiscard]] std::uint64_t meeting(std::uint64_t bits, EventBits which) const;
  void reach(std::uint64_t events);
  [[nodiscard]] std::uint64_t reached_from(std::uint64_t before, std::size_t position) const;
  [[nodiscard]] std::int64_t latest_start_us(std::size_t position, std::uint64_t place) const;
  [[nodiscard]] bool can_go_on(std::size_t position, bool running) const;
  [[nodiscard]] std::uint64_t vetoes_of(const PatternStepLink& link) const;
  [[nodiscard]] std::int64_t at_us(std::uint64_t place) const {
    return view_.at_us[begin_ + place];
  }

  const PatternProgram& program_;
  const journey::JourneyView& view_;
  std::size_t positions_;
  bool is_chain_ = false;
  std::vector<PatternStepLink> links_;  // [positions] from the position before; the first is unused
  TouchpointBits bits_;                 // a row a position, then a row a veto
  std::size_t vetoes_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t in_journey_ = 0;                               // the journey's events
  std::array<std::uint64_t, kMaxPatternPositions> meets_{};    // events that meet a step
  std::array<std::uint64_t, kMaxPatternPositions> vetoed_{};   // events that a negation speaks of
  std::array<std::uint64_t, kMaxPatternPositions> reached_{};  // events that bring a match there
  std::vector<PatternOccurrence> found_;
};

}  // namespace parcours::analysis
