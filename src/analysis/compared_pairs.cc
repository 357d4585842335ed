#include "analysis/compared_pairs.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>

#include "analysis/gap_medians.h"
#include "analysis/journey_hits.h"
#include "analysis/shared_pairs.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

// Which journey was the last to hold each pair.
struct LastHolder {
  std::vector<std::uint32_t> journey;  // [pairs]
  std::uint32_t now = 0;
};

std::vector<CustomerSums> sums_of(const TwoViews& views, std::span<const CustomerRange> ranges,
                                  const SharedPairs& pairs, const Execution& run) {
  tbb::enumerable_thread_specific<LastHolder> threads(
      [&] { return LastHolder{.journey = std::vector<std::uint32_t>(pairs.count()), .now = 0}; });
  const auto take = [&](const HitPart& part, JourneyHits& hits) {
    LastHolder& last = threads.local();
    for (std::size_t j = 0; j < part.view.journeys(); ++j) {
      ++last.now;
      for_each_pair(part.view, {j, j + 1},
                    [&](std::size_t from, std::size_t to, std::size_t, std::uint64_t) {
                      const std::uint32_t n = pairs.of(from, to);
                      if (last.journey[n] == last.now) return;
                      last.journey[n] = last.now;
                      hits.add(n);
                    });
      hits.end_journey();
    }
  };
  return sum_by_customer(views, ranges, std::vector<std::uint32_t>(pairs.count(), kOfAll), take,
                         run);
}

}  // namespace

ComparedPairs compare_pairs(const TwoViews& views, std::size_t most, const Execution& run) {
  const std::vector<CustomerRange> ranges =
      customer_ranges(views, std::min(run.block_events, kRangeEvents));
  const SharedPairs pairs(views, ranges, run);
  const std::vector<CustomerSums> sums = sums_of(views, ranges, pairs, run);
  const std::vector<std::size_t> shown = most_frequent(sums, most);
  const std::vector<Compared> medians =
      compare_gap_medians(views, ranges, ShownPairs(pairs, shown), run);
  ComparedPairs out{.pairs = std::vector<ComparedPair>(shown.size()),
                    .other = pairs.count() - shown.size()};
  for (std::size_t p = 0; p < shown.size(); ++p) {
    out.pairs[p] = {.from = pairs.from(shown[p]),
                    .to = pairs.to(shown[p]),
                    .journeys = sums[shown[p]],
                    .gap = medians[p]};
  }
  return out;
}

}  // namespace parcours::analysis
