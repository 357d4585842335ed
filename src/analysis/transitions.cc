#include "analysis/transitions.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "analysis/percentile.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

// Gives each pair of touchpoints a small number: a table while it fits the cache well enough, a
// hash table beyond.
class EdgeIndex {
 public:
  explicit EdgeIndex(std::size_t touchpoints) : touchpoints_(touchpoints) {
    constexpr std::size_t kDirect = 1024;
    if (touchpoints <= kDirect) direct_.assign(touchpoints * touchpoints, kNever);
  }
  std::uint32_t of(std::uint16_t from, std::uint16_t to) {
    if (!direct_.empty()) {
      std::uint32_t& number = direct_[from * touchpoints_ + to];
      if (number == kNever) number = add(from, to);
      return number;
    }
    const std::uint32_t key = (std::uint32_t{from} << 16U) | to;
    const auto found = hashed_.find(key);
    if (found != hashed_.end()) return found->second;
    const std::uint32_t number = add(from, to);
    hashed_.emplace(key, number);
    return number;
  }
  [[nodiscard]] std::size_t size() const { return pairs_.size(); }
  [[nodiscard]] std::uint32_t pair(std::size_t number) const { return pairs_[number]; }

 private:
  std::uint32_t add(std::uint16_t from, std::uint16_t to) {
    pairs_.push_back((std::uint32_t{from} << 16U) | to);
    return static_cast<std::uint32_t>(pairs_.size() - 1);
  }
  std::size_t touchpoints_;
  std::vector<std::uint32_t> direct_;
  std::unordered_map<std::uint32_t, std::uint32_t> hashed_;
  std::vector<std::uint32_t> pairs_;
};

struct EdgeCount {
  std::uint64_t occurrences = 0;
  std::int64_t sum_us = 0;
  std::uint32_t journeys = 0;
  std::uint32_t customers = 0;
  std::uint32_t last_journey = kNever;
  std::uint32_t last_customer = kNever;
};

// What one block of journeys contributes.
struct BlockCounts {
  EdgeIndex index;
  std::vector<EdgeCount> edges;
  std::vector<TouchpointCount> touchpoints;

  explicit BlockCounts(std::size_t touchpoint_count)
      : index(touchpoint_count), touchpoints(touchpoint_count) {}
};

void count_ends(const JourneyView& view, const Block& block, BlockCounts& out) {
  std::vector<std::uint32_t> last(view.touchpoints, kNever);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::uint64_t begin = view.begin_of(j);
    const std::uint64_t end = view.end_of(j);
    for (std::uint64_t e = begin; e < end; ++e) {
      const std::size_t t = model::index_of(view.touchpoint[e]);
      TouchpointCount& count = out.touchpoints[t];
      ++count.events;
      if (last[t] != j) {
        last[t] = static_cast<std::uint32_t>(j);
        ++count.journeys;
      }
    }
    if (begin == end) continue;
    ++out.touchpoints[model::index_of(view.touchpoint[begin])].starts;
    TouchpointCount& final_stop = out.touchpoints[model::index_of(view.touchpoint[end - 1])];
    ++final_stop.ends;
    final_stop.running += view.running[j];
  }
}

template <TransitionDetail kDetail>
void count_edges(const JourneyView& view, const Block& block, BlockCounts& out) {
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::uint64_t end = view.end_of(j);
    for (std::uint64_t e = view.begin_of(j); e + 1 < end; ++e) {
      const std::uint32_t number = out.index.of(static_cast<std::uint16_t>(view.touchpoint[e]),
                                                static_cast<std::uint16_t>(view.touchpoint[e + 1]));
      if (number == out.edges.size()) out.edges.emplace_back();
      EdgeCount& edge = out.edges[number];
      ++edge.occurrences;
      edge.sum_us += view.at_us[e + 1] - view.at_us[e];
      if constexpr (kDetail == TransitionDetail::Full) {
        if (edge.last_journey != j) {
          edge.last_journey = static_cast<std::uint32_t>(j);
          ++edge.journeys;
          if (edge.last_customer != view.customer[j]) {
            edge.last_customer = view.customer[j];
            ++edge.customers;
          }
        }
      }
    }
  }
}

// All edges of all blocks under one numbering, with the place of each block's gaps.
struct Merged {
  std::vector<Transition> edges;
  std::vector<std::uint64_t> first_gap;                // [edges + 1] into the array of gaps
  std::vector<std::vector<std::uint64_t>> block_gaps;  // [blocks][block's edge] next free place
};

Merged merge(const std::vector<BlockCounts>& blocks, std::size_t touchpoints) {
  Merged merged;
  EdgeIndex index(touchpoints);
  std::vector<std::int64_t> sums;
  std::vector<std::vector<std::uint32_t>> number(blocks.size());
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (std::size_t k = 0; k < blocks[b].edges.size(); ++k) {
      const std::uint32_t pair = blocks[b].index.pair(k);
      const auto from = static_cast<std::uint16_t>(pair >> 16U);
      const auto to = static_cast<std::uint16_t>(pair & 0xFFFFU);
      const std::uint32_t n = index.of(from, to);
      if (n == merged.edges.size()) {
        merged.edges.push_back({.from = model::TouchpointId{from}, .to = model::TouchpointId{to}});
        sums.push_back(0);
      }
      const EdgeCount& count = blocks[b].edges[k];
      merged.edges[n].occurrences += count.occurrences;
      merged.edges[n].journeys += count.journeys;
      merged.edges[n].customers += count.customers;
      sums[n] += count.sum_us;
      number[b].push_back(n);
    }
  }
  merged.first_gap.assign(merged.edges.size() + 1, 0);
  for (std::size_t n = 0; n < merged.edges.size(); ++n) {
    Transition& edge = merged.edges[n];
    edge.mean_us = static_cast<double>(sums[n]) / static_cast<double>(edge.occurrences);
    merged.first_gap[n + 1] = merged.first_gap[n] + edge.occurrences;
  }
  std::vector<std::uint64_t> next(merged.first_gap.begin(), merged.first_gap.end() - 1);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    merged.block_gaps.emplace_back();
    for (std::size_t k = 0; k < number[b].size(); ++k) {
      merged.block_gaps[b].push_back(next[number[b][k]]);
      next[number[b][k]] += blocks[b].edges[k].occurrences;
    }
  }
  return merged;
}

void scatter_gaps(const JourneyView& view, const Block& block, EdgeIndex& index,
                  std::vector<std::uint64_t>& place, std::vector<std::int64_t>& gaps) {
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::uint64_t end = view.end_of(j);
    for (std::uint64_t e = view.begin_of(j); e + 1 < end; ++e) {
      const std::uint32_t number = index.of(static_cast<std::uint16_t>(view.touchpoint[e]),
                                            static_cast<std::uint16_t>(view.touchpoint[e + 1]));
      gaps[place[number]++] = view.at_us[e + 1] - view.at_us[e];
    }
  }
}

void measure_gaps(std::span<std::int64_t> gaps, Transition& edge) {
  const auto [least, most] = std::minmax_element(gaps.begin(), gaps.end());
  edge.min_us = *least;
  edge.max_us = *most;
  std::array<PercentileRequest, 5> wanted = {
      {{0.10, 0}, {0.25, 0}, {0.50, 0}, {0.75, 0}, {0.90, 0}}};
  exact_percentiles(gaps, wanted);
  edge.p10_us = wanted[0].value;
  edge.p25_us = wanted[1].value;
  edge.median_us = wanted[2].value;
  edge.p75_us = wanted[3].value;
  edge.p90_us = wanted[4].value;
}

void measure_percentiles(const JourneyView& view, const std::vector<Block>& blocks,
                         std::vector<BlockCounts>& counts, Merged& merged, const Execution& run) {
  std::vector<std::int64_t> gaps(merged.first_gap.back());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    scatter_gaps(view, blocks[b], counts[b].index, merged.block_gaps[b], gaps);
  });
  run.check_cancelled();
  tbb::parallel_for(std::size_t{0}, merged.edges.size(), [&](std::size_t n) {
    if (run.stop.stop_requested()) return;
    const std::uint64_t first = merged.first_gap[n];
    measure_gaps(std::span(gaps).subspan(first, merged.first_gap[n + 1] - first), merged.edges[n]);
  });
  run.check_cancelled();
}

}  // namespace

TransitionGraph measure_transitions(const JourneyView& view, const TransitionSpec& spec,
                                    const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockCounts> counts(blocks.size(), BlockCounts(view.touchpoints));
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    count_ends(view, blocks[b], counts[b]);
    if (spec.detail == TransitionDetail::Full) {
      count_edges<TransitionDetail::Full>(view, blocks[b], counts[b]);
    } else {
      count_edges<TransitionDetail::Mean>(view, blocks[b], counts[b]);
    }
  });
  run.check_cancelled();

  TransitionGraph graph;
  graph.touchpoints.resize(view.touchpoints);
  for (const BlockCounts& block : counts) {
    for (std::size_t t = 0; t < view.touchpoints; ++t) {
      graph.touchpoints[t].events += block.touchpoints[t].events;
      graph.touchpoints[t].journeys += block.touchpoints[t].journeys;
      graph.touchpoints[t].starts += block.touchpoints[t].starts;
      graph.touchpoints[t].ends += block.touchpoints[t].ends;
      graph.touchpoints[t].running += block.touchpoints[t].running;
    }
  }
  Merged merged = merge(counts, view.touchpoints);
  if (spec.detail == TransitionDetail::Full) {
    measure_percentiles(view, blocks, counts, merged, run);
  }
  graph.edges = std::move(merged.edges);
  std::sort(graph.edges.begin(), graph.edges.end(), [](const Transition& a, const Transition& b) {
    if (a.occurrences != b.occurrences) return a.occurrences > b.occurrences;
    if (a.from != b.from) return a.from < b.from;
    return a.to < b.to;
  });
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
