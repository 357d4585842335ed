#include "analysis/open_times.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

namespace parcours::analysis {

std::vector<std::int64_t> open_times(const journey::JourneyView& view, const OpeningHours& hours,
                                     const Execution& run) {
  std::vector<std::int64_t> times(view.events());
  if (times.empty()) return times;
  const auto [first, last] = std::ranges::minmax(view.at_us);
  const OpenClock clock(hours, first, last);
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested() || blocks[b].begin == blocks[b].end) return;
    const std::uint64_t end = view.end_of(blocks[b].end - 1);
    for (std::uint64_t e = view.begin_of(blocks[b].begin); e < end; ++e) {
      times[e] = clock.open_us(view.at_us[e]);
    }
  });
  run.check_cancelled();
  return times;
}

}  // namespace parcours::analysis
