#pragma once
// How far a journey gets along the steps of a funnel: event by event, in one pass without a branch
// on what an event is. Journeys of any length, with any window.

#include <array>
#include <cstdint>
#include <vector>

#include "analysis/funnel.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Threads: one; reused so that nothing is allocated per journey.
class FunnelScan {
 public:
  /// `view` and `spec` must outlive it.
  FunnelScan(const journey::JourneyView& view, const FunnelSpec& spec);

  /// Cost: about 2 ns an event.
  [[nodiscard]] std::size_t depth_of(std::size_t journey);

  /// When each of the `depth` steps was filled. This and the next are asked right after
  /// depth_of(journey) gave `depth` >= 1.
  ///
  /// Cost: a second look at the journey's events.
  [[nodiscard]] const std::array<std::int64_t, kMaxFunnelSteps>& times(std::size_t journey,
                                                                       std::size_t depth);
  /// When the last event was that is step 1.
  [[nodiscard]] std::int64_t latest_first_step_us() const { return start_[1]; }

 private:
  void walk(std::size_t journey);
  void walk_repeated(std::size_t journey);
  [[nodiscard]] std::uint64_t first_not_before(std::size_t journey, std::int64_t at_us) const;

  const journey::JourneyView& view_;
  const FunnelSpec& spec_;
  std::int64_t window_us_;
  std::size_t steps_;
  bool repeated_ = false;           // some touchpoint is more than one step
  std::vector<std::uint8_t> step_;  // [touchpoints] the step of each, where none is repeated
  std::vector<std::uint32_t> all_;  // [touchpoints] bit k: is step k
  std::array<std::int64_t, kMaxFunnelSteps + 3> start_{};
  std::array<std::int64_t, kMaxFunnelSteps> at_us_{};
};

}  // namespace parcours::analysis
