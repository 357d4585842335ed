#include "analysis/touchpoint_tally.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

namespace parcours::analysis {

void TouchpointTally::flush() {
  for (std::size_t t = 0; small_ && t < counts_.size(); ++t) {
    counts_[t].journeys += (lanes_[t / 8] >> (t % 8 * 8)) & 0xFFU;
  }
  lanes_.fill(0);
  sets_ = 0;
}

void TouchpointTally::add_to(std::vector<TouchpointCount>& total) {
  flush();
  for (std::size_t t = 0; t < counts_.size(); ++t) {
    total[t].journeys += counts_[t].journeys;
    total[t].starts += counts_[t].starts;
    total[t].ends += counts_[t].ends;
    total[t].running += counts_[t].running;
  }
}

namespace {

struct ThreadCounts {
  TouchpointTally tally;
  std::vector<std::uint64_t> events;  // [touchpoints]
};

void count_block(const journey::JourneyView& view, const Block& block, ThreadCounts& counts) {
  for (std::size_t j = block.begin; j < block.end; ++j) {
    if (view.length_of(j) == 0) continue;
    std::uint64_t met = 0;
    for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
      const std::size_t touchpoint = model::index_of(view.touchpoint[e]);
      ++counts.events[touchpoint];
      met |= TouchpointTally::bit_of(touchpoint);
    }
    counts.tally.add_ends(j);
    counts.tally.add_met(j, met);
  }
}

}  // namespace

std::vector<TouchpointCount> count_touchpoints(const journey::JourneyView& view,
                                               const Execution& run) {
  tbb::enumerable_thread_specific<ThreadCounts> threads([&] {
    return ThreadCounts{.tally = TouchpointTally(view),
                        .events = std::vector<std::uint64_t>(view.touchpoints)};
  });
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) count_block(view, blocks[b], threads.local());
  });
  run.check_cancelled();
  std::vector<TouchpointCount> total(view.touchpoints);
  for (ThreadCounts& counts : threads) {
    counts.tally.add_to(total);
    for (std::size_t t = 0; t < total.size(); ++t) total[t].events += counts.events[t];
  }
  return total;
}

}  // namespace parcours::analysis
