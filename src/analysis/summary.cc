#include "analysis/summary.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <vector>

#include "analysis/variants.h"

namespace parcours::analysis {
namespace {

// What one block of journeys holds; the marks say which codes occur in it.
struct BlockSummary {
  Summary counts;
  std::vector<std::uint8_t> touchpoint;
  std::vector<std::uint8_t> channel;
};

void add_journey(const journey::JourneyView& view, std::size_t journey, BlockSummary& out) {
  const std::uint64_t begin = view.begin_of(journey);
  const std::uint64_t end = view.end_of(journey);
  const std::uint64_t pairs_before = out.counts.tied_pairs;
  bool tied = false;
  for (std::uint64_t e = begin; e < end; ++e) {
    out.touchpoint[model::index_of(view.touchpoint[e])] = 1;
    out.channel[model::index_of(view.channel[e])] = 1;
    const bool ties_here = e != begin && view.at_us[e] == view.at_us[e - 1];
    if (ties_here) {
      ++out.counts.tied_pairs;
      out.counts.tied_events += tied ? 1 : 2;
    }
    tied = ties_here;
  }
  out.counts.tied_journeys += out.counts.tied_pairs != pairs_before ? 1 : 0;
  out.counts.running += view.running[journey];
}

BlockSummary summarise(const journey::JourneyView& view, const Block& block) {
  BlockSummary out{.counts = {},
                   .touchpoint = std::vector<std::uint8_t>(view.touchpoints),
                   .channel = std::vector<std::uint8_t>(view.channels)};
  for (std::size_t j = block.begin; j < block.end; ++j) {
    // No customer stands in two blocks, and the journeys of one stand side by side.
    out.counts.customers += j == block.begin || view.customer[j] != view.customer[j - 1] ? 1U : 0U;
    add_journey(view, j, out);
  }
  const std::uint64_t begin = view.begin_of(block.begin);
  const std::uint64_t end = view.end_of(block.end - 1);
  if (begin == end) return out;
  const auto times = view.at_us.subspan(begin, end - begin);
  const auto [least, most] = std::minmax_element(times.begin(), times.end());
  out.counts.from_us = *least;
  out.counts.to_us = *most;
  out.counts.events = end - begin;
  return out;
}

void add(const BlockSummary& from, BlockSummary& to) {
  const bool first = to.counts.events == 0;
  const bool adds_time = from.counts.events != 0;
  if (adds_time) {
    to.counts.from_us =
        first ? from.counts.from_us : std::min(to.counts.from_us, from.counts.from_us);
    to.counts.to_us = first ? from.counts.to_us : std::max(to.counts.to_us, from.counts.to_us);
  }
  to.counts.events += from.counts.events;
  to.counts.customers += from.counts.customers;
  to.counts.running += from.counts.running;
  to.counts.tied_pairs += from.counts.tied_pairs;
  to.counts.tied_events += from.counts.tied_events;
  to.counts.tied_journeys += from.counts.tied_journeys;
  for (std::size_t t = 0; t < to.touchpoint.size(); ++t) to.touchpoint[t] |= from.touchpoint[t];
  for (std::size_t c = 0; c < to.channel.size(); ++c) to.channel[c] |= from.channel[c];
}

std::uint64_t marked(const std::vector<std::uint8_t>& marks) {
  return static_cast<std::uint64_t>(std::count(marks.begin(), marks.end(), 1));
}

}  // namespace

Summary measure_summary(const journey::JourneyView& view, const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockSummary> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = summarise(view, blocks[b]);
  });
  run.check_cancelled();
  BlockSummary whole{.counts = {},
                     .touchpoint = std::vector<std::uint8_t>(view.touchpoints),
                     .channel = std::vector<std::uint8_t>(view.channels)};
  for (const BlockSummary& part : parts) add(part, whole);
  whole.counts.journeys = view.journeys();
  whole.counts.touchpoints = marked(whole.touchpoint);
  whole.counts.channels = marked(whole.channel);
  whole.counts.variants = count_variants(view, run);
  return whole.counts;
}

}  // namespace parcours::analysis
