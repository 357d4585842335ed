#include "design/promises.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/percentile.h"
#include "design/promise_clock.h"

namespace parcours::design {
namespace {

// Sums over the journeys whose clock started on one channel, of one block.
struct Sums {
  ObservanceCount count;
  std::vector<std::int64_t> used_us;
};

// A design's clocks over a snapshot, and the blocks that threads work on.
struct Watched {
  Watched(const Design& design, const journey::Snapshot& of, const analysis::Execution& run)
      : view(of.view()),
        binding(bind_stages(design, of.touchpoint_names, of.channel_names)),
        clocks(design, binding, of),
        blocks(analysis::blocks_of(view, run.block_events)) {}

  journey::JourneyView view;
  StageBinding binding;
  PromiseClocks clocks;
  std::vector<analysis::Block> blocks;
};

// Calls `each(block, journey, clocks)`, with a clock a stage, for all journeys.
template <typename Each>
void for_journeys(const Watched& watched, const analysis::Execution& run, const Each& each) {
  const journey::JourneyView& view = watched.view;
  tbb::parallel_for(std::size_t{0}, watched.blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    std::array<PromiseClock, kMaxStages> at{};
    for (std::size_t j = watched.blocks[b].begin; j < watched.blocks[b].end; ++j) {
      for (const std::size_t stage : watched.clocks.stages()) at[stage] = {};
      for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
        const std::size_t cell = model::index_of(view.touchpoint[e]) * watched.binding.channels +
                                 model::index_of(view.channel[e]);
        if (watched.clocks.watches(cell)) watched.clocks.move(e, cell, at);
      }
      each(b, j, at);
    }
  });
  run.check_cancelled();
}

TimeUsed time_used(std::vector<std::int64_t>& used_us) {
  TimeUsed used{.n = used_us.size()};
  if (used_us.empty()) return used;
  std::array<analysis::PercentileRequest, 2> wanted{
      {{.p = 0.5, .value = 0}, {.p = 0.9, .value = 0}}};
  analysis::exact_percentiles(used_us, wanted);
  used.median_us = std::llround(wanted[0].value);
  used.p90_us = std::llround(wanted[1].value);
  return used;
}

// Joins the sums of all blocks; `parts[block][channel]`.
MeasuredPromise joined(std::size_t stage, std::vector<std::vector<Sums>>& parts,
                       std::uint64_t journeys) {
  MeasuredPromise out{.stage = stage, .count = {}, .used = {}, .channels = {}};
  std::vector<std::int64_t> all_us;
  std::uint64_t started = 0;
  const std::size_t channels = parts.empty() ? 0 : parts.front().size();
  for (std::size_t c = 0; c < channels; ++c) {
    PromiseOnChannel on{.channel = static_cast<model::ChannelId>(c), .count = {}, .used = {}};
    std::vector<std::int64_t> used_us;
    for (std::vector<Sums>& part : parts) {
      on.count.add(part[c].count);
      used_us.insert(used_us.end(), part[c].used_us.begin(), part[c].used_us.end());
      part[c].used_us = {};
    }
    const std::uint64_t here =
        on.count.kept + on.count.broken + on.count.pending + on.count.not_concerned;
    if (here == 0) continue;
    started += here;
    all_us.insert(all_us.end(), used_us.begin(), used_us.end());
    on.used = time_used(used_us);
    out.count.add(on.count);
    out.channels.push_back(on);
  }
  out.count.not_concerned += journeys - started;
  out.used = time_used(all_us);
  return out;
}

}  // namespace

std::vector<MeasuredPromise> measure_promises(const Design& design,
                                              const journey::Snapshot& snapshot,
                                              const analysis::Execution& run) {
  const Watched watched(design, snapshot, run);
  const PromiseClocks& clocks = watched.clocks;
  const std::vector<std::size_t>& stages = clocks.stages();
  const journey::JourneyView& view = watched.view;
  // [promise][block][channel]
  std::vector<std::vector<std::vector<Sums>>> parts(
      stages.size(), std::vector<std::vector<Sums>>(
                         watched.blocks.size(), std::vector<Sums>(snapshot.channel_names.size())));
  for_journeys(watched, run,
               [&](std::size_t block, std::size_t journey, std::span<const PromiseClock> at) {
                 for (std::size_t p = 0; p < stages.size(); ++p) {
                   const PromiseClock& clock = at[stages[p]];
                   if (!clock.started) continue;
                   const PromiseOutcome outcome =
                       clocks.settle(stages[p], clock, view.running[journey] != 0);
                   Sums& sums = parts[p][block][model::index_of(clock.channel)];
                   sums.count.add(outcome.state);
                   if (outcome.used_us >= 0) sums.used_us.push_back(outcome.used_us);
                 }
               });
  std::vector<MeasuredPromise> out;
  for (std::size_t p = 0; p < stages.size(); ++p) {
    out.push_back(joined(stages[p], parts[p], view.journeys()));
  }
  return out;
}

journey::JourneySet journeys_of_promise(const Design& design, const journey::Snapshot& snapshot,
                                        const PromiseSet& set, const analysis::Execution& run) {
  PARCOURS_CHECK(set.stage < design.stages.size() && design.stages[set.stage].promise);
  const Watched watched(design, snapshot, run);
  const PromiseClocks& clocks = watched.clocks;
  const journey::JourneyView& view = watched.view;
  std::vector<journey::JourneySet> parts(watched.blocks.size());
  for_journeys(watched, run,
               [&](std::size_t block, std::size_t journey, std::span<const PromiseClock> at) {
                 const PromiseClock& clock = at[set.stage];
                 if (set.channel && (!clock.started || clock.channel != *set.channel)) return;
                 const bool running = view.running[journey] != 0;
                 if (clocks.settle(set.stage, clock, running).state == set.state) {
                   parts[block].push_back(static_cast<std::uint32_t>(journey));
                 }
               });
  journey::JourneySet found;
  for (const journey::JourneySet& part : parts) found.insert(found.end(), part.begin(), part.end());
  return found;
}

}  // namespace parcours::design
