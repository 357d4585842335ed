#include "analysis/transitions.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <span>

#include "analysis/gap_percentiles.h"
#include "analysis/pair_numbers.h"
#include "base/large_array.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

// What is known of one edge. Whole numbers: no order of adding changes their sum.
struct EdgeTotal {
  std::uint64_t occurrences = 0;
  std::int64_t sum_us = 0;
  std::uint64_t journeys = 0;
  std::uint64_t customers = 0;
};

// Calls step(from, to, gap, event) for each pair of neighbours among a journey's events; it has
// some. Always inlined: what `step` counts in then stays in registers.
template <typename Step>
[[gnu::always_inline]] inline void walk(const JourneyView& view, std::size_t journey,
                                        const Step& step) {
  const std::uint64_t end = view.end_of(journey);
  std::uint64_t e = view.begin_of(journey);
  std::size_t from = model::index_of(view.touchpoint[e]);
  std::int64_t since = view.at_us[e];
  for (++e; e < end; ++e) {
    const std::size_t to = model::index_of(view.touchpoint[e]);
    const std::int64_t now = view.at_us[e];
    step(from, to, now - since, e);
    from = to;
    since = now;
  }
}

// Occurrences and times, by one thread. Two small tables stay in the nearest cache where one of
// pairs would not.
class MeanTally {
 public:
  MeanTally(const JourneyView& view, std::size_t edges)
      : view_(view), touchpoints_(view), occurrences_(edges), sum_us_(edges) {}

  template <typename Pairs>
  void add(const Block& block, const Pairs pairs) {
    const JourneyView view = view_;
    std::uint64_t* const occurrences = occurrences_.data();
    std::int64_t* const sums = sum_us_.data();
    for (std::size_t j = block.begin; j < block.end; ++j) {
      if (view.length_of(j) == 0) continue;
      walk(view, j,
           [&](std::size_t from, std::size_t to, std::int64_t gap, std::uint64_t /*event*/) {
             const std::size_t n = pairs.of(from, to);
             ++occurrences[n];
             sums[n] += gap;
           });
      touchpoints_.add_ends(j);
    }
  }

  void add_to(std::vector<EdgeTotal>& edges, std::vector<TouchpointCount>& touchpoints) {
    touchpoints_.add_to(touchpoints);
    for (std::size_t n = 0; n < edges.size(); ++n) {
      edges[n].occurrences += occurrences_[n];
      edges[n].sum_us += sum_us_[n];
    }
  }

 private:
  const JourneyView& view_;
  TouchpointTally touchpoints_;
  std::vector<std::uint64_t> occurrences_;
  std::vector<std::int64_t> sum_us_;
};

// Times, distinct journeys and customers, and where the gaps lie, by one thread.
class FullTally {
 public:
  FullTally(const JourneyView& view, std::size_t edges, std::span<std::uint32_t> cell_of)
      : view_(view), cell_of_(cell_of.data()), touchpoints_(view), gaps_(edges), cells_(edges) {}

  template <typename Pairs>
  void add(const Block& block, const Pairs pairs) {
    // A thread takes blocks in any order, so what an edge remembers holds within one.
    for (Cell& cell : cells_) cell.last_journey = 0;
    Cell* const cells = cells_.data();
    const GapHistogram::Cells gaps = gaps_.cells();
    const std::uint32_t no_gap = gaps_.no_gap();
    std::uint32_t* const cell_of = cell_of_;
    const JourneyView view = view_;
    std::uint32_t customer_from = 0;  // first journey of the customer at hand, from 1
    for (std::size_t j = block.begin; j < block.end; ++j) {
      const auto journey = static_cast<std::uint32_t>(j - block.begin + 1);
      if (journey == 1 || view.customer[j] != view.customer[j - 1]) customer_from = journey;
      if (view.length_of(j) == 0) continue;
      cell_of[view.begin_of(j)] = no_gap;
      std::uint64_t met = 0;
      walk(view, j, [&](std::size_t from, std::size_t to, std::int64_t gap, std::uint64_t e) {
        const std::size_t n = pairs.of(from, to);
        cell_of[e] = gaps.count(n, gap);
        Cell& cell = cells[n];
        cell.sum_us += gap;
        // The journeys of a customer stand side by side, so the last one here tells both.
        cell.journeys += cell.last_journey < journey ? 1U : 0U;
        cell.customers += cell.last_journey < customer_from ? 1U : 0U;
        cell.last_journey = journey;
        met |= TouchpointTally::bit_of(from);
      });
      const std::uint64_t last_event = view.end_of(j) - 1;
      met |= TouchpointTally::bit_of(model::index_of(view.touchpoint[last_event]));
      touchpoints_.add_ends(j);
      touchpoints_.add_met(j, met);
    }
  }

  void add_to(std::vector<EdgeTotal>& edges, std::vector<TouchpointCount>& touchpoints) {
    touchpoints_.add_to(touchpoints);
    for (std::size_t n = 0; n < edges.size(); ++n) {
      edges[n].sum_us += cells_[n].sum_us;
      edges[n].journeys += cells_[n].journeys;
      edges[n].customers += cells_[n].customers;
    }
  }
  GapHistogram& gaps() { return gaps_; }

 private:
  struct Cell {
    std::int64_t sum_us = 0;
    std::uint32_t last_journey = 0;  // of the block, from 1, that was here last; 0: none
    std::uint32_t journeys = 0;
    std::uint32_t customers = 0;
  };

  const JourneyView& view_;
  std::uint32_t* cell_of_;  // [events] of all threads
  TouchpointTally touchpoints_;
  GapHistogram gaps_;
  std::vector<Cell> cells_;
};

// Adds every block to the tally of the thread that takes it.
template <typename Tally>
void count(const std::vector<Block>& blocks, const PairNumbers& pairs, const Execution& run,
           tbb::enumerable_thread_specific<Tally>& tallies) {
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    std::visit([&](const auto& numbers) { tallies.local().add(blocks[b], numbers.lookup()); },
               pairs);
  });
  run.check_cancelled();
}

std::vector<Transition> occurring(const std::vector<EdgeTotal>& totals,
                                  const std::vector<GapPercentiles>& percentiles,
                                  const PairNumbers& pairs) {
  std::vector<Transition> edges;
  for (std::size_t n = 0; n < totals.size(); ++n) {
    const EdgeTotal& total = totals[n];
    if (total.occurrences == 0) continue;
    const TouchpointPair pair =
        std::visit([&](const auto& numbers) { return numbers.pair(n); }, pairs);
    Transition edge{.from = model::TouchpointId{pair.from},
                    .to = model::TouchpointId{pair.to},
                    .occurrences = total.occurrences,
                    .journeys = total.journeys,
                    .customers = total.customers};
    edge.mean_us = static_cast<double>(total.sum_us) / static_cast<double>(total.occurrences);
    if (!percentiles.empty()) {
      const GapPercentiles& gaps = percentiles[n];
      edge.min_us = gaps.shortest_us;
      edge.p10_us = gaps.us[0];  // as GapPercentiles::kWanted
      edge.p25_us = gaps.us[1];
      edge.median_us = gaps.us[2];
      edge.p75_us = gaps.us[3];
      edge.p90_us = gaps.us[4];
      edge.max_us = gaps.longest_us;
    }
    edges.push_back(edge);
  }
  std::sort(edges.begin(), edges.end(), [](const Transition& a, const Transition& b) {
    if (a.occurrences != b.occurrences) return a.occurrences > b.occurrences;
    if (a.from != b.from) return a.from < b.from;
    return a.to < b.to;
  });
  return edges;
}

}  // namespace

TransitionGraph measure_transitions(const JourneyView& view, const TransitionSpec& spec,
                                    const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  const PairNumbers pairs = number_pairs(view, blocks, run);
  const std::size_t edges = std::visit([](const auto& numbers) { return numbers.count(); }, pairs);
  TransitionGraph graph;
  graph.touchpoints.resize(view.touchpoints);
  std::vector<EdgeTotal> totals(edges);
  std::vector<GapPercentiles> percentiles;
  if (spec.detail == TransitionDetail::Mean) {
    tbb::enumerable_thread_specific<MeanTally> tallies([&] { return MeanTally(view, edges); });
    count(blocks, pairs, run, tallies);
    for (MeanTally& tally : tallies) tally.add_to(totals, graph.touchpoints);
  } else {
    LargeArray<std::uint32_t> cell_of(view.events());
    tbb::enumerable_thread_specific<FullTally> tallies(
        [&] { return FullTally(view, edges, cell_of.span()); });
    count(blocks, pairs, run, tallies);
    GapHistogram* gaps = &tallies.local().gaps();
    for (FullTally& tally : tallies) {
      tally.add_to(totals, graph.touchpoints);
      if (&tally.gaps() != gaps) gaps->add(tally.gaps());
    }
    percentiles = gap_percentiles(view, cell_of.span(), std::move(*gaps), run);
    for (std::size_t n = 0; n < edges; ++n) totals[n].occurrences = percentiles[n].gaps;
  }
  graph.edges = occurring(totals, percentiles, pairs);
  // Every event begins a transition or ends its journey.
  for (TouchpointCount& touchpoint : graph.touchpoints) touchpoint.events = touchpoint.ends;
  for (const Transition& edge : graph.edges) {
    graph.touchpoints[model::index_of(edge.from)].events += edge.occurrences;
  }
  return graph;
}

journey::JourneySet journeys_with_transition(const JourneyView& view, model::TouchpointId from,
                                             model::TouchpointId to) {
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    for (std::uint64_t e = view.begin_of(j); e + 1 < view.end_of(j); ++e) {
      if (view.touchpoint[e] == from && view.touchpoint[e + 1] == to) {
        found.push_back(static_cast<std::uint32_t>(j));
        break;
      }
    }
  }
  return found;
}

journey::JourneySet journeys_with_touchpoint(const JourneyView& view,
                                             model::TouchpointId touchpoint, TouchpointRole role) {
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const auto begin = view.touchpoint.begin() + static_cast<std::ptrdiff_t>(view.begin_of(j));
    const auto end = view.touchpoint.begin() + static_cast<std::ptrdiff_t>(view.end_of(j));
    if (begin == end) continue;
    const bool holds = role == TouchpointRole::Start ? *begin == touchpoint
                       : role == TouchpointRole::End ? *(end - 1) == touchpoint
                                                     : std::find(begin, end, touchpoint) != end;
    if (holds) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

}  // namespace parcours::analysis
