#include "analysis/funnel_scan.h"

#include <algorithm>
#include <limits>

namespace parcours::analysis {
namespace {

// Far enough from every instant that no window reaches it, and no difference overflows.
constexpr std::int64_t kNoStart = std::numeric_limits<std::int64_t>::min() / 2;
constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max() / 4;

}  // namespace

FunnelScan::FunnelScan(const journey::JourneyView& view, const FunnelSpec& spec)
    : view_(view),
      spec_(spec),
      window_us_(spec.window_us.value_or(kEndless)),
      steps_(spec.steps.size()),
      // A touchpoint that is no step changes an entry that nothing reads.
      step_(view.touchpoints, static_cast<std::uint8_t>(steps_ + 1)),
      all_(view.touchpoints, 0) {
  for (std::size_t k = 0; k < steps_; ++k) {
    const std::size_t t = model::index_of(spec.steps[k]);
    if (t >= view.touchpoints) continue;
    repeated_ = repeated_ || all_[t] != 0;
    step_[t] = static_cast<std::uint8_t>(k);
    all_[t] |= 1U << k;
  }
}

std::size_t FunnelScan::depth_of(std::size_t journey) {
  std::fill_n(start_.begin(), steps_ + 3, kNoStart);
  if (repeated_) {
    walk_repeated(journey);
  } else {
    walk(journey);
  }
  std::size_t depth = 0;
  for (std::size_t k = 1; k <= steps_; ++k) depth += start_[k] != kNoStart ? 1U : 0U;
  return depth;
}

const std::array<std::int64_t, kMaxFunnelSteps>& FunnelScan::times(std::size_t journey,
                                                                   std::size_t depth) {
  const model::TouchpointId* const touchpoint = view_.touchpoint.data();
  std::uint64_t e = first_not_before(journey, start_[depth]);
  while (touchpoint[e] != spec_.steps[0]) ++e;
  at_us_[0] = view_.at_us[e];
  for (std::size_t k = 1; k < depth; ++k) {
    do ++e;
    while (touchpoint[e] != spec_.steps[k]);
    at_us_[k] = view_.at_us[e];
  }
  return at_us_;
}

// The journey's first event at an instant or later; there is one. Without a branch on times.
std::uint64_t FunnelScan::first_not_before(std::size_t journey, std::int64_t at_us) const {
  const std::int64_t* const at = view_.at_us.data();
  std::uint64_t first = view_.begin_of(journey);
  for (std::uint64_t among = view_.length_of(journey); among > 1;) {
    const std::uint64_t half = among / 2;
    first = at[first + half - 1] < at_us ? first + half : first;
    among -= half;
  }
  return first;
}

// start_[k + 1] is the latest start from which step k has been reached. A later start leaves more
// of the window for what follows, so earlier starts can be forgotten. start_[0] is now, since
// every step 1 starts anew.
void FunnelScan::walk(std::size_t journey) {
  std::array<std::int64_t, kMaxFunnelSteps + 3>& start = start_;
  const std::uint8_t* const step = step_.data();
  const std::int64_t window_us = window_us_;
  const std::uint64_t end = view_.end_of(journey);
  for (std::uint64_t e = view_.begin_of(journey); e < end; ++e) {
    const std::int64_t now = view_.at_us[e];
    const std::size_t k = step[model::index_of(view_.touchpoint[e])];
    start[0] = now;
    const std::int64_t from = start[k];
    const std::int64_t before = start[k + 1];
    start[k + 1] = now - from <= window_us ? from : before;
  }
}

// The same where one event may be one of several steps.
void FunnelScan::walk_repeated(std::size_t journey) {
  for (std::uint64_t e = view_.begin_of(journey); e < view_.end_of(journey); ++e) {
    const std::int64_t now = view_.at_us[e];
    std::uint32_t steps = all_[model::index_of(view_.touchpoint[e])];
    start_[0] = now;
    // Last step first, so that one event cannot fill two steps.
    while (steps != 0) {
      const auto k = static_cast<std::size_t>(31 - __builtin_clz(steps));
      steps ^= 1U << k;
      if (now - start_[k] <= window_us_) start_[k + 1] = start_[k];
    }
  }
}

}  // namespace parcours::analysis
