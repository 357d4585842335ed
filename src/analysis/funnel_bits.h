#pragma once
// How far a short journey gets along the steps of a funnel: all its events at once.
//
// A row of bits a step says which events are that step. Without a window, taking each step as early
// as it can be gives the depth; taking each as late as it can be, from the last, gives the latest
// start. If that choice holds the window it is the answer; if not, the journey must be looked at
// event by event (funnel_scan.h).

#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include "analysis/funnel.h"
#include "analysis/touchpoint_bits.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Threads: one. Cost: about 10 ns a journey and step, whatever the journey's length.
class FunnelBits {
 public:
  /// `view` must outlive it.
  FunnelBits(const journey::JourneyView& view, const FunnelSpec& spec)
      : view_(view),
        steps_(spec.steps.size()),
        window_us_(spec.window_us.value_or(std::numeric_limits<std::int64_t>::max())),
        bits_(view.touchpoint, rows_of(spec)) {}

  /// False if the journey is too long, or its best choice does not hold the window: nothing is
  /// known then. Else the functions below speak of it.
  [[nodiscard]] bool settles(std::size_t journey) {
    begin_ = view_.begin_of(journey);
    const std::uint64_t end = view_.end_of(journey);
    if (begin_ == end || end - begin_ > TouchpointBits::kSpan) return false;
    bits_.cover(begin_, end);
    const std::uint64_t in_journey = ~std::uint64_t{0} >> (TouchpointBits::kSpan - (end - begin_));
    std::uint64_t later = in_journey;
    depth_ = 0;
    for (std::size_t k = 0; k < steps_; ++k) {
      is_step_[k] = bits_.from(begin_, k) & in_journey;
      const std::uint64_t filled = is_step_[k] & later;
      depth_ += filled != 0 ? 1U : 0U;
      later = after_first(filled);
    }
    times_known_ = false;
    if (depth_ < 2 || view_.at_us[end - 1] - view_.at_us[begin_] <= window_us_) return true;
    find_times();
    return at_us_[depth_ - 1] - at_us_[0] <= window_us_;
  }

  [[nodiscard]] std::size_t depth() const { return depth_; }
  /// When each of the `depth()` steps was filled.
  [[nodiscard]] const std::array<std::int64_t, kMaxFunnelSteps>& times() {
    if (!times_known_) find_times();
    return at_us_;
  }
  /// When the last event was that is step 1; depth() is at least 1.
  [[nodiscard]] std::int64_t latest_first_step_us() const {
    return view_.at_us[begin_ + last_of(is_step_[0])];
  }

 private:
  static std::vector<std::vector<model::TouchpointId>> rows_of(const FunnelSpec& spec) {
    std::vector<std::vector<model::TouchpointId>> rows;
    for (const model::TouchpointId step : spec.steps) rows.push_back({step});
    return rows;
  }
  // All bits above the lowest; none if there is none.
  static std::uint64_t after_first(std::uint64_t bits) {
    const std::uint64_t lowest = bits & -bits;
    return ~(lowest ^ (lowest - 1));
  }
  static std::uint64_t first_of(std::uint64_t bits) {
    return static_cast<std::uint64_t>(std::countr_zero(bits));
  }
  static std::uint64_t last_of(std::uint64_t bits) {
    return static_cast<std::uint64_t>(63 - std::countl_zero(bits));
  }
  static std::uint64_t below(std::uint64_t place) { return (std::uint64_t{1} << place) - 1; }

  void find_times() {
    times_known_ = true;
    if (depth_ == 0) return;
    const std::int64_t* const at_us = view_.at_us.data() + begin_;
    std::uint64_t earlier = ~std::uint64_t{0};
    std::uint64_t start = 0;
    for (std::size_t k = depth_; k-- > 0;) {
      start = last_of(is_step_[k] & earlier);
      earlier = below(start);
    }
    at_us_[0] = at_us[start];
    // Of starts at one instant the first.
    for (std::uint64_t n = is_step_[0] & earlier; n != 0 && at_us[last_of(n)] == at_us_[0];
         n &= below(start)) {
      start = last_of(n);
    }
    for (std::size_t k = 1; k < depth_; ++k) {
      start = first_of(is_step_[k] & ~below(start) & ~(std::uint64_t{1} << start));
      at_us_[k] = at_us[start];
    }
  }

  const journey::JourneyView& view_;
  std::size_t steps_;
  std::int64_t window_us_;
  TouchpointBits bits_;
  std::uint64_t begin_ = 0;
  std::size_t depth_ = 0;
  bool times_known_ = false;
  std::array<std::uint64_t, kMaxFunnelSteps> is_step_{};  // of the journey's events
  std::array<std::int64_t, kMaxFunnelSteps> at_us_{};
};

}  // namespace parcours::analysis
