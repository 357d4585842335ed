#pragma once
// How far a journey gets along the steps of a funnel that says more than steps and a window: what
// ends an attempt, times from step to step, no order.

#include <array>
#include <cstdint>
#include <vector>

#include "analysis/funnel.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Threads: one; reused so that nothing is allocated per journey.
class FunnelAttempts {
 public:
  /// `view` and `spec` must outlive it.
  FunnelAttempts(const journey::JourneyView& view, const FunnelSpec& spec);

  /// Cost: one pass; per event the steps that it is.
  [[nodiscard]] std::size_t depth_of(std::size_t journey);

  /// When each of the steps was filled. This and the next are asked right after depth_of(journey)
  /// gave at least 1.
  ///
  /// Cost: a second look at the journey's events, for each step.
  [[nodiscard]] const std::array<std::int64_t, kMaxFunnelSteps>& times();
  /// Whether an attempt begun can still go on.
  [[nodiscard]] bool can_go_on() const;

 private:
  // An attempt that came to a step: its first event and its last one so far.
  struct Attempt {
    std::uint64_t start = 0;
    std::uint64_t last = 0;
  };

  void walk_ordered();
  void walk_any();
  [[nodiscard]] bool in_time(std::size_t step, const Attempt& before, std::uint64_t event) const;
  [[nodiscard]] bool linked(std::size_t step, std::uint64_t before, std::uint64_t event) const;
  void count_ends();
  bool fill_ordered_from(std::uint64_t start);
  void reach_from(std::size_t step, std::uint64_t start);
  void fill_any_from(std::uint64_t start);
  [[nodiscard]] std::size_t touchpoint(std::uint64_t event) const {
    return model::index_of(view_.touchpoint[event]);
  }

  const journey::JourneyView& view_;
  const FunnelSpec& spec_;
  std::size_t steps_;
  std::int64_t window_us_;
  std::vector<std::uint32_t> is_step_;  // [touchpoints] bit k: is step k
  std::vector<std::uint32_t> needed_;   // [touchpoints] how many steps it is
  std::vector<std::uint8_t> ends_;      // [touchpoints] 1: ends an attempt when it lies between
  std::size_t journey_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::size_t depth_ = 0;
  std::uint64_t best_start_ = 0;
  std::uint32_t alive_ = 0;  // bit k: an attempt has come to step k and was not ended
  std::array<Attempt, kMaxFunnelSteps> latest_{};
  std::vector<std::uint64_t> ended_;    // [events of the journey + 1] ends among those before
  std::vector<std::uint32_t> counted_;  // [touchpoints]
  std::array<std::vector<std::uint64_t>, kMaxFunnelSteps> filling_;  // events that can fill a step
  std::array<std::int64_t, kMaxFunnelSteps> at_us_{};
};

}  // namespace parcours::analysis
