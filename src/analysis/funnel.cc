#include "analysis/funnel.h"

#include <fmt/core.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "analysis/funnel_bits.h"
#include "analysis/funnel_passages.h"
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
  const bool any_order = spec.order == FunnelOrder::Any;
  const bool by_attempts = spec.unit == FunnelUnit::Attempts;
  const bool entered_anywhere = spec.entry == FunnelEntry::Any;
  PARCOURS_CHECK(spec.step_window_us.empty() || spec.step_window_us.size() == spec.steps.size());
  PARCOURS_CHECK(spec.optional.empty() || spec.optional.size() == spec.steps.size());
  PARCOURS_CHECK(!spec.is_optional(0));
  PARCOURS_CHECK(spec.ignored.empty() || spec.order == FunnelOrder::Strict);
  PARCOURS_CHECK(!any_order || (spec.step_window_us.empty() && spec.patterns.empty()));
  const int said_more = (any_order ? 1 : 0) + (by_attempts ? 1 : 0) + (entered_anywhere ? 1 : 0) +
                        (spec.optional.empty() ? 0 : 1);
  PARCOURS_CHECK(said_more <= 1);
}

// How far one journey gets in a plain funnel: all its events at once where that settles it, else
// event by event.
class Walker {
 public:
  Walker(const JourneyView& view, const FunnelSpec& spec)
      : view_(view), spec_(spec), bits_(view, spec), scan_(view, spec) {}

  FunnelStanding standing_of(std::size_t journey) {
    settled_ = bits_.settles(journey);
    const std::size_t depth = settled_ ? bits_.depth() : scan_.depth_of(journey);
    if (depth == 0 || depth == spec_.steps.size()) return {depth, FunnelState::Reached};
    return {depth, in_progress(journey) ? FunnelState::InProgress : FunnelState::Dropped};
  }
  // Asked right after standing_of(journey) gave `depth` >= 1.
  const std::array<std::int64_t, kMaxFunnelSteps>& times(std::size_t journey, std::size_t depth) {
    return settled_ ? bits_.times() : scan_.times(journey, depth);
  }

 private:
  // The latest step 1 leaves the most time.
  [[nodiscard]] bool in_progress(std::size_t journey) const {
    if (!spec_.window_us) return view_.running[journey] != 0;
    const std::int64_t since_us = view_.data_end_us - *spec_.window_us;
    if (view_.at_us[view_.end_of(journey) - 1] <= since_us) return false;
    const std::int64_t latest_us =
        settled_ ? bits_.latest_first_step_us() : scan_.latest_first_step_us();
    return latest_us > since_us;
  }

  const JourneyView& view_;
  const FunnelSpec& spec_;
  FunnelBits bits_;
  FunnelScan scan_;
  bool settled_ = false;
};

// What is counted for one group, without a branch on what nobody can foresee.
class GroupCounts {
 public:
  explicit GroupCounts(std::size_t steps)
      : depths_(steps + 1), journeys_(kStates * depths_), customers_(depths_) {}

  // Journeys of one customer come one after the other.
  void add(const FunnelStanding& journey, std::uint32_t whose) {
    ++journeys_[static_cast<std::size_t>(journey.state) * depths_ + journey.depth];
    const bool same = whose == customer_;
    customers_[came_to_] += same ? 0U : 1U;
    came_to_ = std::max(same ? came_to_ : 0, journey.depth);
    customer_ = whose;
  }
  // Asked once all are added.
  void close() { ++customers_[came_to_]; }

  // All that came to a depth and no further.
  [[nodiscard]] std::uint64_t deepest(std::size_t depth) const {
    std::uint64_t sum = 0;
    for (std::size_t s = 0; s < kStates; ++s) sum += journeys_[s * depths_ + depth];
    return sum;
  }
  [[nodiscard]] std::vector<FunnelStep> steps() const {
    std::vector<FunnelStep> steps(depths_ - 1);
    std::uint64_t reached = 0;
    std::uint64_t customers = 0;
    for (std::size_t depth = depths_ - 1; depth > 0; --depth) {
      FunnelStep& step = steps[depth - 1];
      step.reached = reached += deepest(depth);
      step.journeys = reached;
      step.customers = customers += customers_[depth];
      step.in_progress = journeys(FunnelState::InProgress, depth);
      step.dropped = journeys(FunnelState::Dropped, depth);
    }
    steps.front().entered = reached;
    return steps;
  }
  [[nodiscard]] std::uint64_t journeys() const {
    return std::accumulate(journeys_.begin(), journeys_.end(), std::uint64_t{0});
  }

 private:
  static constexpr std::size_t kStates = 4;
  [[nodiscard]] std::uint64_t journeys(FunnelState state, std::size_t depth) const {
    return journeys_[static_cast<std::size_t>(state) * depths_ + depth];
  }

  std::size_t depths_;
  std::vector<std::uint64_t> journeys_;   // [states][depths]
  std::vector<std::uint64_t> customers_;  // [depths] by their deepest journey
  std::uint32_t customer_ = 0;            // at hand …
  std::size_t came_to_ = 0;               // … and how deep
};

// Whether a passage that reached step k, from 0, reached none that comes after and is not optional.
bool is_last_reached(const FunnelSpec& spec, const FunnelPassage& passage, std::size_t k) {
  return spec.is_optional(k) ? k + 1 > passage.at.depth : k + 1 == passage.at.depth;
}

// What is counted for one group where journeys may enter anywhere, leave out steps, or come again.
class PassageCounts {
 public:
  explicit PassageCounts(const FunnelSpec& spec) : spec_(&spec), steps_(spec.steps.size()) {}

  // The passages of one journey; those of one customer come one after the other.
  void add(std::span<const FunnelPassage> passages, std::uint32_t whose) {
    ++journeys_;
    std::uint32_t reached = 0;
    for (const FunnelPassage& passage : passages) {
      ++steps_[passage.entry - 1].entered;
      for (std::size_t k = 0; k < steps_.size(); ++k) {
        if ((passage.reached >> k & 1U) == 0) continue;
        ++steps_[k].reached;
        if (is_last_reached(*spec_, passage, k)) add_state(steps_[k], passage.at.state);
      }
      reached |= passage.reached;
    }
    if (whose != customer_) close();
    customer_ = whose;
    customer_reached_ |= reached;
    for (std::size_t k = 0; k < steps_.size(); ++k) steps_[k].journeys += reached >> k & 1U;
  }
  // Asked once all are added.
  void close() {
    for (std::size_t k = 0; k < steps_.size(); ++k) {
      steps_[k].customers += customer_reached_ >> k & 1U;
    }
    customer_reached_ = 0;
  }

  [[nodiscard]] const std::vector<FunnelStep>& steps() const { return steps_; }
  [[nodiscard]] std::uint64_t journeys() const { return journeys_; }

 private:
  static void add_state(FunnelStep& step, FunnelState state) {
    step.in_progress += state == FunnelState::InProgress ? 1U : 0U;
    step.dropped += state == FunnelState::Dropped ? 1U : 0U;
    step.excluded += state == FunnelState::Excluded ? 1U : 0U;
  }

  const FunnelSpec* spec_;
  std::vector<FunnelStep> steps_;
  std::uint64_t journeys_ = 0;
  std::uint32_t customer_ = 0;          // at hand …
  std::uint32_t customer_reached_ = 0;  // … and bit k: came to step k
};

using Waits = std::vector<std::vector<std::int64_t>>;  // [steps]

struct BlockResult {
  std::vector<FunnelResult> groups;  // counts alone
  Waits waits;                       // of all groups
};

// The counts of each group as a result.
template <typename Counts>
std::vector<FunnelResult> closed(std::vector<Counts>& groups) {
  std::vector<FunnelResult> results;
  for (Counts& counts : groups) {
    counts.close();
    results.push_back({.journeys = counts.journeys(), .steps = counts.steps()});
  }
  return results;
}

BlockResult measure_plain(const JourneyView& view, const FunnelSpec& spec,
                          const FunnelGroups& groups, const Block& block) {
  const std::size_t n = spec.steps.size();
  const bool with_waits = spec.detail == FunnelDetail::Waits;
  std::vector<GroupCounts> counts(groups.count, GroupCounts(n));
  Waits waits(n);
  if (with_waits) {
    for (std::vector<std::int64_t>& of_step : waits) of_step.reserve(block.end - block.begin);
  }
  Walker walker(view, spec);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const FunnelStanding journey = walker.standing_of(j);
    counts[groups.count == 1 ? 0 : groups.of_journey[j]].add(journey, view.customer[j]);
    if (!with_waits || journey.depth < 2) continue;
    const auto& at_us = walker.times(j, journey.depth);
    for (std::size_t k = 1; k < journey.depth; ++k) waits[k].push_back(at_us[k] - at_us[k - 1]);
  }
  return {closed(counts), std::move(waits)};
}

// A step counts from the one before that may not be left out.
void add_waits(const FunnelSpec& spec, const FunnelPassage& passage, Waits& waits) {
  std::size_t before = passage.entry - 1;
  for (std::size_t k = passage.entry; k < spec.steps.size(); ++k) {
    if ((passage.reached >> k & 1U) == 0) continue;
    waits[k].push_back(passage.at_us[k] - passage.at_us[before]);
    if (!spec.is_optional(k)) before = k;
  }
}

BlockResult measure_passages(const JourneyView& view, const FunnelSpec& spec,
                             const FunnelGroups& groups, const Block& block) {
  std::vector<PassageCounts> counts(groups.count, PassageCounts(spec));
  Waits waits(spec.steps.size());
  FunnelPassages walker(view, spec);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::span<const FunnelPassage> passages = walker.of(j);
    counts[groups.count == 1 ? 0 : groups.of_journey[j]].add(passages, view.customer[j]);
    if (spec.detail == FunnelDetail::Counts) continue;
    for (const FunnelPassage& passage : passages) add_waits(spec, passage, waits);
  }
  return {closed(counts), std::move(waits)};
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
  const auto measure = spec.is_plain() ? measure_plain : measure_passages;
  std::vector<BlockResult> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = measure(view, spec, groups, blocks[b]);
  });
  run.check_cancelled();
  return parts;
}

// The counts of one group over all blocks.
FunnelResult counts_of(const std::vector<BlockResult>& parts, std::size_t group, std::size_t n) {
  FunnelResult result{.journeys = 0, .steps = std::vector<FunnelStep>(n)};
  for (const BlockResult& part : parts) {
    const FunnelResult& counts = part.groups[group];
    result.journeys += counts.journeys;
    for (std::size_t k = 0; k < n; ++k) {
      FunnelStep& step = result.steps[k];
      step.reached += counts.steps[k].reached;
      step.entered += counts.steps[k].entered;
      step.journeys += counts.steps[k].journeys;
      step.customers += counts.steps[k].customers;
      step.in_progress += counts.steps[k].in_progress;
      step.dropped += counts.steps[k].dropped;
      step.excluded += counts.steps[k].excluded;
    }
  }
  return result;
}

// Whether a passage is counted in one number of a step, from 0.
bool is_counted(const FunnelSpec& spec, const FunnelPassage& passage, std::size_t k,
                FunnelState state) {
  if ((passage.reached >> k & 1U) == 0) return false;
  if (state == FunnelState::Reached) return true;
  return passage.at.state == state && is_last_reached(spec, passage, k);
}

}  // namespace

FunnelPattern funnel_pattern(const journey::Snapshot& snapshot, Pattern pattern, std::string text) {
  auto program = std::make_shared<const PatternProgram>(pattern, snapshot);
  return {std::move(text), std::move(pattern), std::move(program)};
}

FunnelResult measure_funnel(const JourneyView& view, const FunnelSpec& spec, const Execution& run) {
  check(spec);
  const std::size_t n = spec.steps.size();
  const std::vector<BlockResult> parts =
      measure_blocks(view, spec, {.of_journey = {}, .count = 1}, run);
  FunnelResult result = counts_of(parts, 0, n);
  if (spec.detail == FunnelDetail::Counts) return result;
  tbb::parallel_for(std::size_t{1}, n,
                    [&](std::size_t k) { measure_waits(parts, k, result.steps[k]); });
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
  if (spec.is_plain()) {
    Walker walker(view, spec);
    for (std::size_t j = 0; j < view.journeys(); ++j) {
      const FunnelStanding journey = walker.standing_of(j);
      const bool holds = state == FunnelState::Reached
                             ? journey.depth >= step
                             : journey.depth == step && journey.state == state;
      if (holds) found.push_back(static_cast<std::uint32_t>(j));
    }
    return found;
  }
  FunnelPassages walker(view, spec);
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const bool holds = std::ranges::any_of(walker.of(j), [&](const FunnelPassage& passage) {
      return is_counted(spec, passage, step - 1, state);
    });
    if (holds) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

void walk_funnel(const JourneyView& view, const FunnelSpec& spec, const TakePassed& take,
                 const Execution& run) {
  constexpr std::size_t kCancelEvery = 1U << 16U;
  check(spec);
  const std::size_t steps = spec.steps.size();
  std::optional<Walker> walker;
  std::optional<FunnelPassages> passages;
  if (spec.is_plain()) {
    walker.emplace(view, spec);
  } else {
    passages.emplace(view, spec);
  }
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    if (j % kCancelEvery == 0) run.check_cancelled();
    if (passages) {
      for (const FunnelPassage& passage : passages->of(j)) {
        take(j, {passage.reached, std::span(passage.at_us).first(steps)});
      }
    } else if (const std::size_t depth = walker->standing_of(j).depth; depth != 0) {
      const auto reached = static_cast<std::uint32_t>((std::uint64_t{1} << depth) - 1);
      take(j, {reached, std::span(walker->times(j, depth)).first(steps)});
    }
  }
}

}  // namespace parcours::analysis
