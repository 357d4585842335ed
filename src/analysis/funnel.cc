#include "analysis/funnel.h"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <span>

#include "analysis/funnel_bits.h"
#include "analysis/funnel_scan.h"
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

// How far one journey gets: all its events at once where that settles it, else event by event.
class Walker {
 public:
  Walker(const JourneyView& view, const FunnelSpec& spec)
      : view_(view), spec_(spec), bits_(view, spec), scan_(view, spec) {}

  std::size_t depth_of(std::size_t journey) {
    settled_ = bits_.settles(journey);
    return settled_ ? bits_.depth() : scan_.depth_of(journey);
  }
  // The next two are asked right after depth_of(journey) gave `depth` >= 1.
  const std::array<std::int64_t, kMaxFunnelSteps>& times(std::size_t journey, std::size_t depth) {
    return settled_ ? bits_.times() : scan_.times(journey, depth);
  }
  // The latest step 1 leaves the most time.
  [[nodiscard]] bool in_progress(std::size_t journey, std::size_t depth) const {
    if (depth == spec_.steps.size()) return false;
    if (!spec_.window_us) return view_.running[journey] != 0;
    const std::int64_t latest_us =
        settled_ ? bits_.latest_first_step_us() : scan_.latest_first_step_us();
    return latest_us > view_.data_end_us - *spec_.window_us;
  }

 private:
  const JourneyView& view_;
  const FunnelSpec& spec_;
  FunnelBits bits_;
  FunnelScan scan_;
  bool settled_ = false;
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
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::size_t depth = walker.depth_of(j);
    GroupCounts& counts = out.groups[groups.count == 1 ? 0 : groups.of_journey[j]];
    ++counts.deepest[depth];
    if (depth == 0) continue;
    if (with_waits && depth > 1) {
      const auto& at_us = walker.times(j, depth);
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
