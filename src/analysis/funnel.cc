#include "analysis/funnel.h"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "analysis/funnel_attempts.h"
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
  const auto has_no_length = [](const std::optional<std::int64_t>& us) { return us && *us <= 0; };
  if (has_no_length(spec.window_us) || std::ranges::any_of(spec.step_window_us, has_no_length)) {
    throw Error(ErrorCode::BadQuery, said("the window of a funnel must be longer than zero"), {},
                said("for example 30d, 12h, 45m"));
  }
  PARCOURS_CHECK(spec.step_window_us.empty() || spec.step_window_us.size() == spec.steps.size());
  PARCOURS_CHECK(spec.step_window_us.empty() || spec.order != FunnelOrder::Any);
  PARCOURS_CHECK(spec.ignored.empty() || spec.order == FunnelOrder::Strict);
}

// How far one journey gets: all its events at once where that settles it, else event by event.
class Walker {
 public:
  Walker(const JourneyView& view, const FunnelSpec& spec)
      : view_(view), spec_(spec), bits_(view, spec), scan_(view, spec) {
    if (!spec.is_plain()) attempts_.emplace(view, spec);
  }

  std::size_t depth_of(std::size_t journey) {
    if (attempts_) return attempts_->depth_of(journey);
    settled_ = bits_.settles(journey);
    return settled_ ? bits_.depth() : scan_.depth_of(journey);
  }
  // The next two are asked right after depth_of(journey) gave `depth` >= 1.
  const std::array<std::int64_t, kMaxFunnelSteps>& times(std::size_t journey, std::size_t depth) {
    if (attempts_) return attempts_->times();
    return settled_ ? bits_.times() : scan_.times(journey, depth);
  }
  // The latest step 1 leaves the most time.
  [[nodiscard]] bool in_progress(std::size_t journey, std::size_t depth) const {
    if (depth == spec_.steps.size()) return false;
    if (attempts_) return attempts_->can_go_on();
    if (!spec_.window_us) return view_.running[journey] != 0;
    const std::int64_t since_us = view_.data_end_us - *spec_.window_us;
    if (view_.at_us[view_.end_of(journey) - 1] <= since_us) return false;
    const std::int64_t latest_us =
        settled_ ? bits_.latest_first_step_us() : scan_.latest_first_step_us();
    return latest_us > since_us;
  }

 private:
  const JourneyView& view_;
  const FunnelSpec& spec_;
  FunnelBits bits_;
  FunnelScan scan_;
  std::optional<FunnelAttempts> attempts_;  // where the spec is not plain
  bool settled_ = false;
};

// Where a journey stands at its depth.
struct Standing {
  std::size_t depth;
  FunnelState state;  // Reached at depth 0 and at the last step
};

// Tells where journeys stand; reused so that nothing is allocated per journey.
class Judge {
 public:
  Judge(const JourneyView& view, const FunnelSpec& spec)
      : steps_(spec.steps.size()), free_spec_(spec), walker_(view, spec) {
    free_spec_.excluded.clear();
    if (!spec.excluded.empty()) free_.emplace(view, free_spec_);
  }

  Standing standing_of(std::size_t journey) {
    const std::size_t depth = walker_.depth_of(journey);
    if (depth == 0 || depth == steps_) return {depth, FunnelState::Reached};
    if (walker_.in_progress(journey, depth)) return {depth, FunnelState::InProgress};
    const bool excluded = free_ && free_->depth_of(journey) > depth;
    return {depth, excluded ? FunnelState::Excluded : FunnelState::Dropped};
  }
  // Asked right after standing_of(journey).
  const std::array<std::int64_t, kMaxFunnelSteps>& times(std::size_t journey, std::size_t depth) {
    return walker_.times(journey, depth);
  }

 private:
  std::size_t steps_;
  FunnelSpec free_spec_;  // the same without exclusions
  Walker walker_;
  std::optional<Walker> free_;
};

// What is counted for one group, without a branch on what nobody can foresee.
class GroupCounts {
 public:
  explicit GroupCounts(std::size_t steps)
      : depths_(steps + 1), journeys_(kStates * depths_), customers_(depths_) {}

  // Journeys of one customer come one after the other.
  void add(const Standing& journey, std::uint32_t whose) {
    ++journeys_[static_cast<std::size_t>(journey.state) * depths_ + journey.depth];
    const bool same = whose == customer_;
    customers_[came_to_] += same ? 0U : 1U;
    came_to_ = std::max(same ? came_to_ : 0, journey.depth);
    customer_ = whose;
  }
  // Asked once all are added.
  void close() { ++customers_[came_to_]; }

  [[nodiscard]] std::uint64_t journeys(FunnelState state, std::size_t depth) const {
    return journeys_[static_cast<std::size_t>(state) * depths_ + depth];
  }
  // All that came to a depth and no further.
  [[nodiscard]] std::uint64_t deepest(std::size_t depth) const {
    std::uint64_t sum = 0;
    for (std::size_t s = 0; s < kStates; ++s) sum += journeys_[s * depths_ + depth];
    return sum;
  }
  [[nodiscard]] std::uint64_t customers(std::size_t depth) const { return customers_[depth]; }

 private:
  static constexpr std::size_t kStates = 4;
  std::size_t depths_;
  std::vector<std::uint64_t> journeys_;   // [states][depths]
  std::vector<std::uint64_t> customers_;  // [depths] by their deepest journey
  std::uint32_t customer_ = 0;            // at hand …
  std::size_t came_to_ = 0;               // … and how deep
};

struct BlockResult {
  std::vector<GroupCounts> groups;
  std::vector<std::vector<std::int64_t>> waits;  // [steps], of all groups
};

BlockResult measure_block(const JourneyView& view, const FunnelSpec& spec,
                          const FunnelGroups& groups, const Block& block) {
  const std::size_t n = spec.steps.size();
  const bool with_waits = spec.detail == FunnelDetail::Waits;
  BlockResult out{.groups = {groups.count, GroupCounts(n)},
                  .waits = std::vector<std::vector<std::int64_t>>(n)};
  if (with_waits) {
    for (std::vector<std::int64_t>& waits : out.waits) waits.reserve(block.end - block.begin);
  }
  Judge judge(view, spec);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const Standing journey = judge.standing_of(j);
    out.groups[groups.count == 1 ? 0 : groups.of_journey[j]].add(journey, view.customer[j]);
    if (!with_waits || journey.depth < 2) continue;
    const auto& at_us = judge.times(j, journey.depth);
    for (std::size_t k = 1; k < journey.depth; ++k) {
      out.waits[k].push_back(at_us[k] - at_us[k - 1]);
    }
  }
  for (GroupCounts& counts : out.groups) counts.close();
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
    std::uint64_t customers = 0;
    for (std::size_t depth = n; depth > 0; --depth) {
      FunnelStep& step = result.steps[depth - 1];
      step.reached += reached += counts.deepest(depth);
      step.customers += customers += counts.customers(depth);
      step.in_progress += counts.journeys(FunnelState::InProgress, depth);
      step.excluded += counts.journeys(FunnelState::Excluded, depth);
    }
    result.journeys += reached + counts.deepest(0);
  }
  for (std::size_t k = 0; k + 1 < n; ++k) {
    FunnelStep& step = result.steps[k];
    step.dropped = step.reached - result.steps[k + 1].reached - step.in_progress - step.excluded;
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
  if (step == 0) return found;
  Judge judge(view, spec);
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const Standing journey = judge.standing_of(j);
    const bool holds = state == FunnelState::Reached
                           ? journey.depth >= step
                           : journey.depth == step && journey.state == state;
    if (holds) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

}  // namespace parcours::analysis
