#include "analysis/funnel.h"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <limits>

#include "analysis/percentile.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

void check(const FunnelSpec& spec) {
  if (spec.steps.empty() || spec.steps.size() > kMaxFunnelSteps) {
    throw Error(ErrorCode::BadQuery,
                said("a funnel has 1 to {} steps, not {}", kMaxFunnelSteps, spec.steps.size()), {},
                said("write it as 'first -> second -> third'"));
  }
  if (spec.window_us && *spec.window_us <= 0) {
    throw Error(ErrorCode::BadQuery, said("the window of a funnel must be longer than zero"), {},
                said("for example 30d, 12h, 45m"));
  }
}

// Far enough from every instant that no window reaches it, and no difference overflows.
constexpr std::int64_t kNoStart = std::numeric_limits<std::int64_t>::min() / 2;
constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max() / 4;

// Walks journeys of one spec; reused so that nothing is allocated per journey.
class Walker {
 public:
  Walker(const JourneyView& view, const FunnelSpec& spec)
      : view_(view),
        spec_(spec),
        window_us_(spec.window_us.value_or(kEndless)),
        steps_of_(view.touchpoints, 0) {
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      const std::size_t t = model::index_of(spec.steps[k]);
      if (t < steps_of_.size()) steps_of_[t] |= 1U << k;
    }
  }

  std::size_t depth_of(std::size_t journey) {
    gather_matches(journey);
    std::fill_n(start_.begin(), spec_.steps.size() + 1, kNoStart);
    for (std::size_t m = 0; m < matches_; ++m) {
      std::uint32_t steps = match_[m].steps;
      const std::int64_t now = match_[m].at_us;
      start_[0] = now;
      // Last step first, so that one event cannot fill two steps.
      do {
        const auto k = static_cast<std::size_t>(31 - __builtin_clz(steps));
        steps ^= 1U << k;
        // start_[k + 1] is the latest start from which step k has been reached. A later start
        // leaves more of the window for what follows, so earlier starts can be forgotten.
        const std::int64_t from = start_[k];
        start_[k + 1] = now - from <= window_us_ ? from : start_[k + 1];
      } while (steps != 0);
    }
    std::size_t depth = 0;
    for (std::size_t k = 1; k <= spec_.steps.size(); ++k) depth += start_[k] != kNoStart ? 1U : 0U;
    return depth;
  }

  // When each step was filled; asked right after depth_of(journey) gave `depth` >= 1.
  void fill_times(std::size_t depth, std::array<std::int64_t, kMaxFunnelSteps>& at_us) const {
    std::size_t k = 0;
    for (std::size_t m = 0; k < depth; ++m) {
      const bool fits = (match_[m].steps >> k & 1U) != 0;
      if (fits && (k > 0 || match_[m].at_us == start_[depth])) at_us[k++] = match_[m].at_us;
    }
  }

  // Asked right after depth_of(journey) gave `depth` >= 1. The latest step 1 leaves the most time.
  [[nodiscard]] bool in_progress(std::size_t journey, std::size_t depth) const {
    if (depth == spec_.steps.size()) return false;
    if (!spec_.window_us) return view_.running[journey] != 0;
    return start_[1] > view_.data_end_us - *spec_.window_us;
  }

 private:
  // An event that can fill a step; bit k: step k.
  struct Match {
    std::int64_t at_us;
    std::uint32_t steps;
  };

  // Written without a branch on whether an event matches, which nobody could foresee.
  void gather_matches(std::size_t journey) {
    const std::uint64_t begin = view_.begin_of(journey);
    const std::uint64_t end = view_.end_of(journey);
    if (match_.size() < end - begin + 1) match_.resize(end - begin + 1);
    Match* next = match_.data();
    for (std::uint64_t e = begin; e < end; ++e) {
      const std::uint32_t steps = steps_of_[model::index_of(view_.touchpoint[e])];
      *next = {view_.at_us[e], steps};
      next += steps != 0 ? 1 : 0;
    }
    matches_ = static_cast<std::size_t>(next - match_.data());
  }

  const JourneyView& view_;
  const FunnelSpec& spec_;
  std::int64_t window_us_;
  std::vector<std::uint32_t> steps_of_;  // [touchpoints] bit k: is step k
  std::vector<Match> match_;             // the matches of the journey at hand …
  std::size_t matches_ = 0;              // … so many
  std::array<std::int64_t, kMaxFunnelSteps + 1> start_{};
};

struct BlockResult {
  std::vector<std::uint64_t> deepest;  // [depth] journeys
  std::vector<std::uint64_t> in_progress;
  std::vector<std::vector<std::int64_t>> waits;
};

BlockResult measure_block(const JourneyView& view, const FunnelSpec& spec, const Block& block) {
  const std::size_t n = spec.steps.size();
  BlockResult out{.deepest = std::vector<std::uint64_t>(n + 1),
                  .in_progress = std::vector<std::uint64_t>(n),
                  .waits = std::vector<std::vector<std::int64_t>>(n)};
  Walker walker(view, spec);
  std::array<std::int64_t, kMaxFunnelSteps> at_us{};
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::size_t depth = walker.depth_of(j);
    if (depth == 0) continue;
    ++out.deepest[depth];
    if (depth > 1) {
      walker.fill_times(depth, at_us);
      for (std::size_t k = 1; k < depth; ++k) out.waits[k].push_back(at_us[k] - at_us[k - 1]);
    }
    if (walker.in_progress(j, depth)) ++out.in_progress[depth - 1];
  }
  return out;
}

void measure_waits(std::vector<BlockResult>& parts, std::size_t k, FunnelStep& step) {
  std::vector<std::int64_t> waits;
  waits.reserve(step.reached);
  for (const BlockResult& part : parts) {
    waits.insert(waits.end(), part.waits[k].begin(), part.waits[k].end());
  }
  std::array<PercentileRequest, 2> wanted = {{{0.5, 0}, {0.9, 0}}};
  exact_percentiles(waits, wanted);
  step.median_us = wanted[0].value;
  step.p90_us = wanted[1].value;
}

}  // namespace

FunnelResult measure_funnel(const JourneyView& view, const FunnelSpec& spec, const Execution& run) {
  check(spec);
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockResult> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = measure_block(view, spec, blocks[b]);
  });
  run.check_cancelled();

  FunnelResult result{.journeys = view.journeys(),
                      .steps = std::vector<FunnelStep>(spec.steps.size())};
  for (std::size_t k = 0; k < spec.steps.size(); ++k) {
    for (const BlockResult& part : parts) {
      for (std::size_t d = k + 1; d <= spec.steps.size(); ++d) {
        result.steps[k].reached += part.deepest[d];
      }
      result.steps[k].in_progress += part.in_progress[k];
    }
    if (k > 0) measure_waits(parts, k, result.steps[k]);
  }
  for (std::size_t k = 0; k + 1 < spec.steps.size(); ++k) {
    FunnelStep& step = result.steps[k];
    step.dropped = step.reached - result.steps[k + 1].reached - step.in_progress;
  }
  return result;
}

journey::JourneySet journeys_in_funnel(const JourneyView& view, const FunnelSpec& spec,
                                       std::size_t step, FunnelState state) {
  check(spec);
  journey::JourneySet found;
  Walker walker(view, spec);
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const std::size_t depth = walker.depth_of(j);
    if (depth < step || step == 0) continue;
    bool holds = state == FunnelState::Reached;
    if (!holds && depth == step && depth < spec.steps.size()) {
      holds = walker.in_progress(j, depth) == (state == FunnelState::InProgress);
    }
    if (holds) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

}  // namespace parcours::analysis
