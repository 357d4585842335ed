#pragma once
// How far a journey, or a stretch of one, gets along the steps of a funnel that says more than
// steps and a window: what ends an attempt, times from step to step, no order, steps that are
// patterns.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/funnel.h"
#include "analysis/pattern_scan.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Events [begin, end) of a journey.
struct Stretch {
  std::size_t journey = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};
[[nodiscard]] inline Stretch whole_of(const journey::JourneyView& view, std::size_t journey) {
  return {journey, view.begin_of(journey), view.end_of(journey)};
}

/// Optional steps, entry and unit of the spec are not looked at (funnel_passages.h).
///
/// Threads: one; reused so that nothing is allocated per journey.
class FunnelAttempts {
 public:
  /// `view` and `spec` must outlive it.
  FunnelAttempts(const journey::JourneyView& view, const FunnelSpec& spec);

  /// Cost: one pass; per event the steps that it is.
  [[nodiscard]] std::size_t depth_in(const Stretch& stretch);

  /// The attempt of so many steps that ends first, of these the one that starts last. Not in any
  /// order.
  ///
  /// Shape: its first event and the one after its last; nothing if no attempt comes that far.
  /// Cost:  one pass up to its end.
  [[nodiscard]] std::optional<Stretch> first_of_depth(std::size_t depth, const Stretch& stretch);

  /// The events that fill the steps. This and the next are asked right after depth_in gave at
  /// least 1.
  ///
  /// Cost: a second look at the events, for each step.
  [[nodiscard]] const std::array<std::uint64_t, kMaxFunnelSteps>& chosen();
  /// Whether an attempt begun can still go on; none can where the journey goes on past the stretch.
  [[nodiscard]] bool can_go_on() const;

 private:
  // An attempt that came to a step: its first event and its last one so far.
  struct Attempt {
    std::uint64_t start = 0;
    std::uint64_t last = 0;
  };

  void enter(const Stretch& stretch);
  std::uint64_t walk_ordered(std::size_t until);
  void walk_any();
  [[nodiscard]] bool in_time(std::size_t step, const Attempt& before, std::uint64_t event) const;
  [[nodiscard]] bool linked(std::size_t step, std::uint64_t before, std::uint64_t event) const;
  void count_ends();
  bool fill_ordered_from(std::uint64_t start);
  void reach_from(std::size_t step, std::uint64_t start);
  void fill_any_from(std::uint64_t start);
  void find_patterns(std::size_t journey);
  [[nodiscard]] std::size_t touchpoint(std::uint64_t event) const {
    return model::index_of(view_.touchpoint[event]);
  }
  // Bit k: can fill step k.
  [[nodiscard]] std::uint32_t steps_at(std::uint64_t event) const {
    const std::uint32_t steps = is_step_[touchpoint(event)];
    return patterns_.empty() ? steps : steps | found_[event - patterns_from_];
  }

  struct PatternStep {
    std::size_t step;
    PatternScan scan;
  };

  const journey::JourneyView& view_;
  const FunnelSpec& spec_;
  std::size_t steps_;
  std::int64_t window_us_;
  std::vector<PatternStep> patterns_;
  std::vector<std::uint32_t> found_;  // [events of the journey] bit k: ends an occurrence of step k
  std::size_t patterns_of_ = static_cast<std::size_t>(-1);  // the journey looked at last
  std::uint64_t patterns_from_ = 0;                         // its first event
  std::vector<std::uint32_t> is_step_;                      // [touchpoints] bit k: is step k
  std::vector<std::uint32_t> needed_;                       // [touchpoints] how many steps it is
  std::vector<std::uint8_t> ends_;  // [touchpoints] 1: ends an attempt when it lies between
  std::size_t journey_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::size_t depth_ = 0;
  std::uint64_t best_start_ = 0;
  std::uint32_t alive_ = 0;  // bit k: an attempt has come to step k and was not ended
  std::array<Attempt, kMaxFunnelSteps> latest_{};
  std::vector<std::uint64_t> ended_;    // [events of the stretch + 1] ends among those before
  std::vector<std::uint32_t> counted_;  // [touchpoints]
  std::array<std::vector<std::uint64_t>, kMaxFunnelSteps> filling_;  // events that can fill a step
  std::array<std::uint64_t, kMaxFunnelSteps> chosen_{};
};

}  // namespace parcours::analysis
