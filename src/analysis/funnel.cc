#include "analysis/funnel.h"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <limits>
#include <span>

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

// Which touchpoint is which step.
class Steps {
 public:
  Steps(const FunnelSpec& spec, std::size_t touchpoints)
      : count_(spec.steps.size()), step_(touchpoints, none()), all_(touchpoints, 0) {
    for (std::size_t k = 0; k < count_; ++k) {
      const std::size_t t = model::index_of(spec.steps[k]);
      if (t >= touchpoints) continue;
      repeated_ = repeated_ || all_[t] != 0;
      step_[t] = static_cast<std::uint8_t>(k);
      all_[t] |= 1U << k;
    }
  }

  /// Some touchpoint is more than one step.
  [[nodiscard]] bool repeated() const { return repeated_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// A touchpoint that is no step is this one, which nothing reads.
  [[nodiscard]] std::uint8_t none() const { return static_cast<std::uint8_t>(count_ + 1); }
  /// [touchpoints] the step of each, where none is repeated.
  [[nodiscard]] const std::uint8_t* step() const { return step_.data(); }
  /// [touchpoints] bit k: is step k.
  [[nodiscard]] const std::uint32_t* all() const { return all_.data(); }

 private:
  std::size_t count_;
  bool repeated_ = false;
  std::vector<std::uint8_t> step_;
  std::vector<std::uint32_t> all_;
};

// Walks journeys of one spec; reused so that nothing is allocated per journey.
class Walker {
 public:
  Walker(const JourneyView& view, const FunnelSpec& spec)
      : view_(view),
        spec_(spec),
        window_us_(spec.window_us.value_or(kEndless)),
        steps_(spec, view.touchpoints) {}

  std::size_t depth_of(std::size_t journey) {
    std::fill_n(start_.begin(), steps_.count() + 3, kNoStart);
    if (steps_.repeated()) {
      walk_repeated(journey);
    } else {
      walk(journey);
    }
    std::size_t depth = 0;
    for (std::size_t k = 1; k <= steps_.count(); ++k) depth += start_[k] != kNoStart ? 1U : 0U;
    return depth;
  }

  // When each step was filled; asked right after depth_of(journey) gave `depth` >= 1.
  void fill_times(std::size_t journey, std::size_t depth,
                  std::array<std::int64_t, kMaxFunnelSteps>& at_us) const {
    const model::TouchpointId* const touchpoint = view_.touchpoint.data();
    std::uint64_t e = first_not_before(journey, start_[depth]);
    while (touchpoint[e] != spec_.steps[0]) ++e;
    at_us[0] = view_.at_us[e];
    for (std::size_t k = 1; k < depth; ++k) {
      do ++e;
      while (touchpoint[e] != spec_.steps[k]);
      at_us[k] = view_.at_us[e];
    }
  }

  // Asked right after depth_of(journey) gave `depth` >= 1. The latest step 1 leaves the most time.
  [[nodiscard]] bool in_progress(std::size_t journey, std::size_t depth) const {
    if (depth == steps_.count()) return false;
    if (!spec_.window_us) return view_.running[journey] != 0;
    return start_[1] > view_.data_end_us - *spec_.window_us;
  }

 private:
  // The journey's first event at an instant or later; there is one. Without a branch on times.
  [[nodiscard]] std::uint64_t first_not_before(std::size_t journey, std::int64_t at_us) const {
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
  // every step 1 starts anew. What is no step changes an entry that nothing reads.
  void walk(std::size_t journey) {
    std::array<std::int64_t, kMaxFunnelSteps + 3>& start = start_;
    const std::uint8_t* const step = steps_.step();
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
  void walk_repeated(std::size_t journey) {
    for (std::uint64_t e = view_.begin_of(journey); e < view_.end_of(journey); ++e) {
      const std::int64_t now = view_.at_us[e];
      std::uint32_t steps = steps_.all()[model::index_of(view_.touchpoint[e])];
      start_[0] = now;
      // Last step first, so that one event cannot fill two steps.
      while (steps != 0) {
        const auto k = static_cast<std::size_t>(31 - __builtin_clz(steps));
        steps ^= 1U << k;
        if (now - start_[k] <= window_us_) start_[k + 1] = start_[k];
      }
    }
  }

  const JourneyView& view_;
  const FunnelSpec& spec_;
  std::int64_t window_us_;
  Steps steps_;
  std::array<std::int64_t, kMaxFunnelSteps + 3> start_{};
};

// What is counted for one group.
struct GroupCounts {
  std::vector<std::uint64_t> deepest;  // [depth] journeys
  std::vector<std::uint64_t> in_progress;
};

struct BlockResult {
  std::vector<GroupCounts> groups;
  std::vector<std::vector<std::int64_t>> waits;  // [steps], of all groups
};

BlockResult measure_block(const JourneyView& view, const FunnelSpec& spec,
                          const FunnelGroups& groups, const Block& block) {
  const std::size_t n = spec.steps.size();
  const bool with_waits = spec.detail == FunnelDetail::Waits;
  BlockResult out{
      .groups = {groups.count, {std::vector<std::uint64_t>(n + 1), std::vector<std::uint64_t>(n)}},
      .waits = std::vector<std::vector<std::int64_t>>(n)};
  if (with_waits) {
    for (std::vector<std::int64_t>& waits : out.waits) waits.reserve(block.end - block.begin);
  }
  Walker walker(view, spec);
  std::array<std::int64_t, kMaxFunnelSteps> at_us{};
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::size_t depth = walker.depth_of(j);
    GroupCounts& counts = out.groups[groups.count == 1 ? 0 : groups.of_journey[j]];
    ++counts.deepest[depth];
    if (depth == 0) continue;
    if (with_waits && depth > 1) {
      walker.fill_times(j, depth, at_us);
      for (std::size_t k = 1; k < depth; ++k) out.waits[k].push_back(at_us[k] - at_us[k - 1]);
    }
    if (walker.in_progress(j, depth)) ++counts.in_progress[depth - 1];
  }
  return out;
}

void measure_waits(const std::vector<BlockResult>& parts, std::size_t k, FunnelStep& step) {
  std::vector<std::span<const std::int64_t>> waits;
  for (const BlockResult& part : parts) waits.emplace_back(part.waits[k]);
  std::array<PercentileRequest, 2> wanted = {{{0.5, 0}, {0.9, 0}}};
  exact_percentiles(waits, wanted);
  step.median_us = wanted[0].value;
  step.p90_us = wanted[1].value;
}

std::vector<BlockResult> measure_blocks(const JourneyView& view, const FunnelSpec& spec,
                                        const FunnelGroups& groups, const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockResult> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = measure_block(view, spec, groups, blocks[b]);
  });
  run.check_cancelled();
  return parts;
}

// The counts of one group over all blocks.
FunnelResult counts_of(const std::vector<BlockResult>& parts, std::size_t group, std::size_t n) {
  FunnelResult result{.journeys = 0, .steps = std::vector<FunnelStep>(n)};
  for (const BlockResult& part : parts) {
    const GroupCounts& counts = part.groups[group];
    std::uint64_t reached = 0;
    for (std::size_t depth = n; depth > 0; --depth) {
      reached += counts.deepest[depth];
      result.steps[depth - 1].reached += reached;
      result.steps[depth - 1].in_progress += counts.in_progress[depth - 1];
    }
    result.journeys += reached + counts.deepest[0];
  }
  for (std::size_t k = 0; k + 1 < n; ++k) {
    FunnelStep& step = result.steps[k];
    step.dropped = step.reached - result.steps[k + 1].reached - step.in_progress;
  }
  return result;
}

}  // namespace

FunnelResult measure_funnel(const JourneyView& view, const FunnelSpec& spec, const Execution& run) {
  check(spec);
  const std::size_t n = spec.steps.size();
  const std::vector<BlockResult> parts =
      measure_blocks(view, spec, {.of_journey = {}, .count = 1}, run);
  FunnelResult result = counts_of(parts, 0, n);
  if (spec.detail == FunnelDetail::Counts) return result;
  for (std::size_t k = 1; k < n; ++k) measure_waits(parts, k, result.steps[k]);
  return result;
}

std::vector<FunnelResult> measure_funnel_by(const JourneyView& view, const FunnelSpec& spec,
                                            const FunnelGroups& groups, const Execution& run) {
  check(spec);
  PARCOURS_CHECK(groups.of_journey.size() == view.journeys());
  FunnelSpec counted = spec;
  counted.detail = FunnelDetail::Counts;
  const std::vector<BlockResult> parts = measure_blocks(view, counted, groups, run);
  std::vector<FunnelResult> results;
  for (std::size_t g = 0; g < groups.count; ++g) {
    results.push_back(counts_of(parts, g, spec.steps.size()));
  }
  return results;
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
