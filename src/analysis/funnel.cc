#include "analysis/funnel.h"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <array>

#include "analysis/percentile.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

void check(const FunnelSpec& spec) {
  if (spec.steps.empty() || spec.steps.size() > kMaxFunnelSteps) {
    throw Error(
        ErrorCode::BadQuery,
        fmt::format("a funnel has 1 to {} steps, not {}", kMaxFunnelSteps, spec.steps.size()), {},
        "write it as 'first -> second -> third'");
  }
  if (spec.window_us && *spec.window_us <= 0) {
    throw Error(ErrorCode::BadQuery, "the window of a funnel must be longer than zero", {},
                "for example 30d, 12h, 45m");
  }
}

// The latest start from which a level has been reached, and when each level was filled from there.
struct Attempt {
  std::array<std::int64_t, kMaxFunnelSteps> at_us;
  [[nodiscard]] std::int64_t start() const { return at_us[0]; }
};

// Walks journeys of one spec; reused so that nothing is allocated per journey.
class Walker {
 public:
  Walker(const JourneyView& view, const FunnelSpec& spec)
      : view_(view), spec_(spec), steps_of_(view.touchpoints, 0) {
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      const std::size_t t = model::index_of(spec.steps[k]);
      if (t < steps_of_.size()) steps_of_[t] |= 1U << k;
    }
  }

  // A later start leaves more of the window for what follows, so earlier starts can be forgotten.
  std::size_t depth_of(std::size_t journey) {
    std::size_t depth = 0;
    const std::uint64_t end = view_.end_of(journey);
    for (std::uint64_t e = view_.begin_of(journey); e < end; ++e) {
      std::uint32_t matches = steps_of_[model::index_of(view_.touchpoint[e])];
      if (matches == 0) continue;
      const std::int64_t now = view_.at_us[e];
      // Last step first, so that one event cannot fill two steps.
      while (matches != 0) {
        const auto k = static_cast<std::size_t>(31 - __builtin_clz(matches));
        matches &= ~(1U << k);
        if (k > depth) continue;
        fill(k, now, depth);
      }
    }
    return depth;
  }

  [[nodiscard]] const Attempt& best(std::size_t depth) const { return attempts_[depth - 1]; }

  // Asked right after depth_of(journey) gave `depth` >= 1. The latest step 1 leaves the most time.
  [[nodiscard]] bool in_progress(std::size_t journey, std::size_t depth) const {
    if (depth == spec_.steps.size()) return false;
    if (!spec_.window_us) return view_.running[journey] != 0;
    return attempts_[0].start() > view_.data_end_us - *spec_.window_us;
  }

 private:
  void fill(std::size_t k, std::int64_t now, std::size_t& depth) {
    if (k == 0) {
      if (depth == 0 || now > attempts_[0].start()) attempts_[0].at_us[0] = now;
      depth = std::max<std::size_t>(depth, 1);
      return;
    }
    const Attempt& before = attempts_[k - 1];
    if (spec_.window_us && now - before.start() > *spec_.window_us) return;
    if (k < depth && attempts_[k].start() >= before.start()) return;
    Attempt& here = attempts_[k];
    for (std::size_t i = 0; i < k; ++i) here.at_us[i] = before.at_us[i];
    here.at_us[k] = now;
    depth = std::max(depth, k + 1);
  }

  const JourneyView& view_;
  const FunnelSpec& spec_;
  std::vector<std::uint32_t> steps_of_;  // [touchpoints] bit k: is step k
  std::array<Attempt, kMaxFunnelSteps> attempts_{};
};

struct BlockResult {
  std::vector<std::uint64_t> reached;
  std::vector<std::uint64_t> in_progress;
  std::vector<std::vector<std::int64_t>> waits;
};

BlockResult measure_block(const JourneyView& view, const FunnelSpec& spec, const Block& block) {
  const std::size_t n = spec.steps.size();
  BlockResult out{.reached = std::vector<std::uint64_t>(n),
                  .in_progress = std::vector<std::uint64_t>(n),
                  .waits = std::vector<std::vector<std::int64_t>>(n)};
  Walker walker(view, spec);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::size_t depth = walker.depth_of(j);
    if (depth == 0) continue;
    const Attempt& best = walker.best(depth);
    for (std::size_t k = 0; k < depth; ++k) {
      ++out.reached[k];
      if (k > 0) out.waits[k].push_back(best.at_us[k] - best.at_us[k - 1]);
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
      result.steps[k].reached += part.reached[k];
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
