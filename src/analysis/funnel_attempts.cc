#include "analysis/funnel_attempts.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace parcours::analysis {

FunnelAttempts::FunnelAttempts(const journey::JourneyView& view, const FunnelSpec& spec)
    : view_(view),
      spec_(spec),
      steps_(spec.steps.size()),
      window_us_(spec.window_us.value_or(std::numeric_limits<std::int64_t>::max())),
      is_step_(view.touchpoints),
      needed_(view.touchpoints),
      ends_(view.touchpoints, spec.order == FunnelOrder::Strict ? 1 : 0),
      counted_(view.touchpoints) {
  for (std::size_t k = 0; k < steps_; ++k) {
    const std::size_t t = model::index_of(spec.steps[k]);
    if (t >= view.touchpoints) continue;
    is_step_[t] |= 1U << k;
    ++needed_[t];
  }
  for (const auto& [step, pattern] : spec.patterns) {
    patterns_.push_back({step, PatternScan(*pattern.program, view)});
  }
  for (const model::TouchpointId t : spec.ignored) {
    if (model::index_of(t) < view.touchpoints) ends_[model::index_of(t)] = 0;
  }
  for (const model::TouchpointId t : spec.excluded) {
    if (model::index_of(t) < view.touchpoints) ends_[model::index_of(t)] = 1;
  }
}

void FunnelAttempts::enter(const Stretch& stretch) {
  journey_ = stretch.journey;
  begin_ = stretch.begin;
  end_ = stretch.end;
  if (!patterns_.empty() && patterns_of_ != journey_) find_patterns(journey_);
  depth_ = 0;
  alive_ = 0;
}

std::size_t FunnelAttempts::depth_in(const Stretch& stretch) {
  enter(stretch);
  if (spec_.order == FunnelOrder::Any) {
    walk_any();
  } else {
    (void)walk_ordered(steps_ + 1);
  }
  return depth_;
}

std::optional<Stretch> FunnelAttempts::first_of_depth(std::size_t depth, const Stretch& stretch) {
  enter(stretch);
  const std::uint64_t after = walk_ordered(depth);
  if (depth_ < depth) return std::nullopt;
  return Stretch{journey_, best_start_, after};
}

void FunnelAttempts::find_patterns(std::size_t journey) {
  patterns_of_ = journey;
  patterns_from_ = view_.begin_of(journey);
  found_.assign(view_.length_of(journey), 0);
  for (PatternStep& pattern : patterns_) {
    (void)pattern.scan.walk(journey);
    for (const std::uint64_t event : pattern.scan.last_events()) {
      found_[event - patterns_from_] |= 1U << pattern.step;
    }
  }
}

bool FunnelAttempts::in_time(std::size_t step, const Attempt& before, std::uint64_t event) const {
  const std::int64_t now = view_.at_us[event];
  if (now - view_.at_us[before.start] > window_us_) return false;
  if (spec_.step_window_us.empty() || !spec_.step_window_us[step]) return true;
  return now - view_.at_us[before.last] <= *spec_.step_window_us[step];
}

// Of the attempts that came to a step and were not ended, the one whose last event is the latest
// also started last, so it is the only one to keep. Stops behind the event that brings one to the
// depth `until`.
std::uint64_t FunnelAttempts::walk_ordered(std::size_t until) {
  for (std::uint64_t e = begin_; e < end_; ++e) {
    const std::size_t t = touchpoint(e);
    std::uint32_t filled = 0;
    // Last step first, so that one event cannot fill two steps.
    for (std::uint32_t left = steps_at(e); left != 0;) {
      const auto k = static_cast<std::size_t>(std::bit_width(left) - 1);
      left ^= 1U << k;
      if (k == 0) {
        latest_[0] = {e, e};
      } else {
        if ((alive_ >> (k - 1) & 1U) == 0 || !in_time(k, latest_[k - 1], e)) continue;
        latest_[k] = {latest_[k - 1].start, e};
      }
      filled |= 1U << k;
      if (k + 1 < depth_) continue;
      depth_ = k + 1;
      best_start_ = latest_[k].start;
    }
    if (depth_ == until) return e + 1;
    alive_ |= filled;
    if (ends_[t] != 0) alive_ &= filled;
  }
  return end_;
}

// Steps done between each start and the end of its time, start by start; the end never goes back.
void FunnelAttempts::walk_any() {
  std::uint64_t after = begin_;  // the first event not counted
  std::size_t done = 0;
  std::uint64_t ending = begin_;  // the first event past the start that ends its attempt
  for (std::uint64_t s = begin_; s < end_; ++s) {
    ending = std::max(ending, s + 1);
    while (ending < end_ && ends_[touchpoint(ending)] == 0) ++ending;
    const std::int64_t start_us = view_.at_us[s];
    while (after < end_ && after <= ending && view_.at_us[after] - start_us <= window_us_) {
      const std::size_t t = touchpoint(after++);
      if (counted_[t]++ < needed_[t]) ++done;
    }
    const std::size_t t = touchpoint(s);
    if (needed_[t] != 0 &&
        (done > depth_ || (done == depth_ && start_us > view_.at_us[best_start_]))) {
      depth_ = done;
      best_start_ = s;
    }
    if (--counted_[t] < needed_[t]) --done;
  }
}

bool FunnelAttempts::can_go_on() const {
  if (end_ != view_.end_of(journey_)) return false;
  const bool running = view_.running[journey_] != 0;
  const auto still = [&](std::int64_t since_us, std::int64_t within_us) {
    return since_us > view_.data_end_us - within_us;
  };
  if (spec_.order == FunnelOrder::Any) {
    std::uint64_t last = end_;
    while (needed_[touchpoint(last - 1)] == 0) {
      if (ends_[touchpoint(--last)] != 0) return false;
    }
    return spec_.window_us ? still(view_.at_us[last - 1], *spec_.window_us) : running;
  }
  for (std::size_t k = 0; k + 1 < steps_; ++k) {
    if ((alive_ >> k & 1U) == 0) continue;
    const std::int64_t start_us = view_.at_us[latest_[k].start];
    const std::int64_t last_us = view_.at_us[latest_[k].last];
    const bool limited = !spec_.step_window_us.empty() && spec_.step_window_us[k + 1];
    if (!spec_.window_us && !limited && !running) continue;
    if (spec_.window_us && !still(start_us, *spec_.window_us)) continue;
    if (limited && !still(last_us, *spec_.step_window_us[k + 1])) continue;
    return true;
  }
  return false;
}

const std::array<std::uint64_t, kMaxFunnelSteps>& FunnelAttempts::chosen() {
  // Of starts at one instant the first that gets as far.
  std::uint64_t start = best_start_;
  while (start > begin_ && view_.at_us[start - 1] == view_.at_us[best_start_]) --start;
  if (spec_.order == FunnelOrder::Any) {
    fill_any_from(best_start_);
    return chosen_;
  }
  count_ends();
  while ((steps_at(start) & 1U) == 0 || !fill_ordered_from(start)) ++start;
  return chosen_;
}

// Whether one event can follow another as the next step, its window from the start left aside.
bool FunnelAttempts::linked(std::size_t step, std::uint64_t before, std::uint64_t event) const {
  if (!spec_.step_window_us.empty() && spec_.step_window_us[step] &&
      view_.at_us[event] - view_.at_us[before] > *spec_.step_window_us[step]) {
    return false;
  }
  return ended_[before + 1 - begin_] == ended_[event - begin_];
}

// Running counts, so that what lies between two events is known without looking at it again.
void FunnelAttempts::count_ends() {
  ended_.resize(end_ - begin_ + 1);
  ended_[0] = 0;
  for (std::uint64_t e = begin_; e < end_; ++e) {
    ended_[e + 1 - begin_] = ended_[e - begin_] + ends_[touchpoint(e)];
  }
}

// The events that an attempt from `start` can fill a step with; the latest before one is the best
// to come from.
void FunnelAttempts::reach_from(std::size_t step, std::uint64_t start) {
  const std::vector<std::uint64_t>& from = filling_[step - 1];
  std::vector<std::uint64_t>& to = filling_[step];
  to.clear();
  if (from.empty()) return;
  std::size_t nearest = 0;
  for (std::uint64_t e = from.front() + 1; e < end_; ++e) {
    if (view_.at_us[e] - view_.at_us[start] > window_us_) break;
    if ((steps_at(e) >> step & 1U) == 0) continue;
    while (nearest + 1 < from.size() && from[nearest + 1] < e) ++nearest;
    if (linked(step, from[nearest], e)) to.push_back(e);
  }
}

// Fills each step as early as the steps after it allow; false if the depth is not reached from
// there.
bool FunnelAttempts::fill_ordered_from(std::uint64_t start) {
  filling_[0] = {start};
  for (std::size_t k = 1; k < depth_; ++k) reach_from(k, start);
  if (filling_[depth_ - 1].empty()) return false;
  for (std::size_t k = depth_ - 1; k-- > 0;) {
    const std::vector<std::uint64_t>& next = filling_[k + 1];
    std::erase_if(filling_[k], [&](std::uint64_t e) {
      const auto follower = std::upper_bound(next.begin(), next.end(), e);
      return follower == next.end() || !linked(k + 1, e, *follower);
    });
  }
  std::uint64_t at = start;
  chosen_[0] = start;
  for (std::size_t k = 1; k < depth_; ++k) {
    at = *std::upper_bound(filling_[k].begin(), filling_[k].end(), at);
    chosen_[k] = at;
  }
  return true;
}

void FunnelAttempts::fill_any_from(std::uint64_t start) {
  std::size_t done = 0;
  for (std::uint64_t e = start; done < depth_; ++e) {
    const std::size_t t = touchpoint(e);
    if (counted_[t]++ < needed_[t]) chosen_[done++] = e;
  }
  std::ranges::fill(counted_, 0U);
}

}  // namespace parcours::analysis
