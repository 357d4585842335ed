#include "analysis/transitions.h"

#include <oneapi/tbb/parallel_for.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <unordered_map>

#include "analysis/percentile.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

// Pairs of touchpoints as cells of a table: one load away while all pairs fit.
class AllPairs {
 public:
  static constexpr std::size_t kMostTouchpoints = 512;
  explicit AllPairs(std::size_t touchpoints) : touchpoints_(touchpoints) {}
  [[nodiscard]] std::size_t of(std::size_t from, std::size_t to) const {
    return from * touchpoints_ + to;
  }
  [[nodiscard]] std::size_t cells() const { return touchpoints_ * touchpoints_; }
  [[nodiscard]] std::uint32_t pair(std::size_t cell) const {
    return static_cast<std::uint32_t>((cell / touchpoints_) << 16U | cell % touchpoints_);
  }

 private:
  std::size_t touchpoints_;
};

// Beyond that, only pairs that occur in the block have a cell.
class OccurringPairs {
 public:
  OccurringPairs(const JourneyView& view, const Block& block) {
    for (std::size_t j = block.begin; j < block.end; ++j) {
      for (std::uint64_t e = view.begin_of(j) + 1; e < view.end_of(j); ++e) {
        const std::uint32_t pair =
            pair_of(model::index_of(view.touchpoint[e - 1]), model::index_of(view.touchpoint[e]));
        if (cell_.try_emplace(pair, pairs_.size()).second) pairs_.push_back(pair);
      }
    }
  }
  [[nodiscard]] std::size_t of(std::size_t from, std::size_t to) const {
    return cell_.find(pair_of(from, to))->second;
  }
  [[nodiscard]] std::size_t cells() const { return pairs_.size(); }
  [[nodiscard]] std::uint32_t pair(std::size_t cell) const { return pairs_[cell]; }

 private:
  static std::uint32_t pair_of(std::size_t from, std::size_t to) {
    return static_cast<std::uint32_t>(from << 16U | to);
  }
  std::unordered_map<std::uint32_t, std::size_t> cell_;
  std::vector<std::uint32_t> pairs_;
};

// Calls work(pairs) with the kind of pairs that fits the view.
template <typename Work>
void with_pairs(const JourneyView& view, const Block& block, const Work& work) {
  if (view.touchpoints <= AllPairs::kMostTouchpoints) {
    work(AllPairs(view.touchpoints));
  } else {
    work(OccurringPairs(view, block));
  }
}

// What one block of journeys knows of one transition.
struct EdgeCount {
  std::uint32_t pair = 0;  // from << 16 | to
  std::uint32_t journeys = 0;
  std::uint32_t customers = 0;
  std::uint64_t occurrences = 0;
  std::int64_t sum_us = 0;
};

// What one block of journeys contributes.
struct BlockCounts {
  std::vector<EdgeCount> edges;
  std::vector<TouchpointCount> touchpoints;
};

// The bits of a byte as bytes of 0 or 1.
constexpr std::array<std::uint64_t, 256> spread_bits() {
  std::array<std::uint64_t, 256> out{};
  for (std::size_t byte = 0; byte < out.size(); ++byte) {
    for (std::size_t bit = 0; bit < 8; ++bit) {
      out[byte] |= std::uint64_t{(byte >> bit) & 1U} << (bit * 8);
    }
  }
  return out;
}
constexpr std::array<std::uint64_t, 256> kSpread = spread_bits();

// Counts in how many journeys each touchpoint occurs, from the set of touchpoints of each journey.
// A set has a bit for each touchpoint while there are at most 64; beyond, touchpoints remember the
// last journey that met them.
class TouchpointTally {
 public:
  TouchpointTally(const JourneyView& view, std::vector<TouchpointCount>& counts)
      : view_(view), counts_(counts), small_(view.touchpoints <= 64) {
    if (!small_) last_.assign(view.touchpoints, kNever);
  }

  // `met` holds the bit of each touchpoint (modulo 64) of the journey's events.
  void add(std::size_t journey, std::uint64_t met) {
    const std::uint64_t begin = view_.begin_of(journey);
    const std::uint64_t end = view_.end_of(journey);
    ++counts_[model::index_of(view_.touchpoint[begin])].starts;
    TouchpointCount& last = counts_[model::index_of(view_.touchpoint[end - 1])];
    ++last.ends;
    last.running += view_.running[journey];
    if (small_) {
      // Eight bits of the set become eight counters of a byte each, added at once.
      for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
        lanes_[lane] += kSpread[(met >> (lane * 8)) & 0xFFU];
      }
      if (++sets_ == 255) flush();
      return;
    }
    for (std::uint64_t e = begin; e < end; ++e) {
      const std::size_t t = model::index_of(view_.touchpoint[e]);
      counts_[t].journeys += last_[t] != journey ? 1U : 0U;
      last_[t] = static_cast<std::uint32_t>(journey);
    }
  }

  // Every event begins a transition or ends its journey.
  void finish(const std::vector<EdgeCount>& edges) {
    flush();
    for (TouchpointCount& count : counts_) count.events = count.ends;
    for (const EdgeCount& edge : edges) counts_[edge.pair >> 16U].events += edge.occurrences;
  }

 private:
  static constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

  void flush() {
    for (std::size_t t = 0; small_ && t < counts_.size(); ++t) {
      counts_[t].journeys += (lanes_[t / 8] >> (t % 8 * 8)) & 0xFFU;
    }
    lanes_.fill(0);
    sets_ = 0;
  }

  const JourneyView& view_;
  std::vector<TouchpointCount>& counts_;
  bool small_;
  std::vector<std::uint32_t> last_;
  std::array<std::uint64_t, 8> lanes_{};
  unsigned sets_ = 0;
};

std::uint64_t bit_of(std::size_t touchpoint) {
  return std::uint64_t{1} << (touchpoint & 63U);
}

struct FullCell {
  std::int64_t sum_us = 0;
  std::uint64_t distinct = 0;  // journeys, and customers above bit 32
  std::uint32_t occurrences = 0;
  std::uint32_t last_journey = 0;  // the journey + 1 that was here last; 0: none
};

template <typename Pairs>
void count_means(const JourneyView& view, const Block& block, const Pairs& pairs,
                 BlockCounts& out) {
  // Two small tables stay in the nearest cache where one of pairs would not.
  std::vector<std::uint32_t> occurrences(pairs.cells());
  std::vector<std::int64_t> sum_us(pairs.cells());
  TouchpointTally tally(view, out.touchpoints);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::uint64_t end = view.end_of(j);
    std::uint64_t e = view.begin_of(j);
    if (e == end) continue;
    std::size_t from = model::index_of(view.touchpoint[e]);
    std::int64_t since = view.at_us[e];
    std::uint64_t met = bit_of(from);
    for (++e; e < end; ++e) {
      const std::size_t to = model::index_of(view.touchpoint[e]);
      const std::int64_t now = view.at_us[e];
      const std::size_t cell = pairs.of(from, to);
      ++occurrences[cell];
      sum_us[cell] += now - since;
      met |= bit_of(to);
      from = to;
      since = now;
    }
    tally.add(j, met);
  }
  for (std::size_t c = 0; c < sum_us.size(); ++c) {
    if (occurrences[c] == 0) continue;
    out.edges.push_back(
        {.pair = pairs.pair(c), .occurrences = occurrences[c], .sum_us = sum_us[c]});
  }
  tally.finish(out.edges);
}

template <typename Pairs>
void count_distinct(const JourneyView& view, const Block& block, const Pairs& pairs,
                    BlockCounts& out) {
  std::vector<FullCell> cells(pairs.cells());
  std::uint32_t customer_from = 0;  // first journey + 1 of the customer at hand
  TouchpointTally tally(view, out.touchpoints);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const auto journey = static_cast<std::uint32_t>(j + 1);
    if (j == block.begin || view.customer[j] != view.customer[j - 1]) customer_from = journey;
    const std::uint64_t end = view.end_of(j);
    std::uint64_t e = view.begin_of(j);
    if (e == end) continue;
    std::size_t from = model::index_of(view.touchpoint[e]);
    std::int64_t since = view.at_us[e];
    std::uint64_t met = bit_of(from);
    for (++e; e < end; ++e) {
      const std::size_t to = model::index_of(view.touchpoint[e]);
      const std::int64_t now = view.at_us[e];
      FullCell& cell = cells[pairs.of(from, to)];
      ++cell.occurrences;
      cell.sum_us += now - since;
      // The journeys of a customer stand side by side, so the last one here tells both.
      cell.distinct += (cell.last_journey != journey ? 1U : 0U) +
                       (std::uint64_t{cell.last_journey < customer_from ? 1U : 0U} << 32U);
      cell.last_journey = journey;
      met |= bit_of(to);
      from = to;
      since = now;
    }
    tally.add(j, met);
  }
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (cells[c].occurrences == 0) continue;
    out.edges.push_back({.pair = pairs.pair(c),
                         .journeys = static_cast<std::uint32_t>(cells[c].distinct),
                         .customers = static_cast<std::uint32_t>(cells[c].distinct >> 32U),
                         .occurrences = cells[c].occurrences,
                         .sum_us = cells[c].sum_us});
  }
  tally.finish(out.edges);
}

BlockCounts count_block(const JourneyView& view, const Block& block, TransitionDetail detail) {
  BlockCounts out{.edges = {}, .touchpoints = std::vector<TouchpointCount>(view.touchpoints)};
  with_pairs(view, block, [&](const auto& pairs) {
    if (detail == TransitionDetail::Full) {
      count_distinct(view, block, pairs, out);
    } else {
      count_means(view, block, pairs, out);
    }
  });
  return out;
}

// All edges of all blocks under one numbering, with the place of each block's gaps.
struct Merged {
  std::vector<Transition> edges;
  std::vector<std::uint64_t> first_gap;                // [edges + 1] into the array of gaps
  std::vector<std::vector<std::uint64_t>> block_gaps;  // [blocks][block's edge] next free place
};

Merged merge(const std::vector<BlockCounts>& blocks) {
  Merged merged;
  std::unordered_map<std::uint32_t, std::uint32_t> number_of;
  std::vector<std::int64_t> sums;
  for (const BlockCounts& block : blocks) {
    for (const EdgeCount& count : block.edges) {
      const auto [at, is_new] =
          number_of.try_emplace(count.pair, static_cast<std::uint32_t>(merged.edges.size()));
      if (is_new) {
        merged.edges.push_back(
            {.from = model::TouchpointId{static_cast<std::uint16_t>(count.pair >> 16U)},
             .to = model::TouchpointId{static_cast<std::uint16_t>(count.pair & 0xFFFFU)}});
        sums.push_back(0);
      }
      Transition& edge = merged.edges[at->second];
      edge.occurrences += count.occurrences;
      edge.journeys += count.journeys;
      edge.customers += count.customers;
      sums[at->second] += count.sum_us;
    }
  }
  merged.first_gap.assign(merged.edges.size() + 1, 0);
  for (std::size_t n = 0; n < merged.edges.size(); ++n) {
    Transition& edge = merged.edges[n];
    edge.mean_us = static_cast<double>(sums[n]) / static_cast<double>(edge.occurrences);
    merged.first_gap[n + 1] = merged.first_gap[n] + edge.occurrences;
  }
  std::vector<std::uint64_t> next(merged.first_gap.begin(), merged.first_gap.end() - 1);
  for (const BlockCounts& block : blocks) {
    merged.block_gaps.emplace_back();
    for (const EdgeCount& count : block.edges) {
      const std::uint32_t n = number_of.at(count.pair);
      merged.block_gaps.back().push_back(next[n]);
      next[n] += count.occurrences;
    }
  }
  return merged;
}

// Writes the gaps of one block to where its edges have their places.
void scatter_gaps(const JourneyView& view, const Block& block, const BlockCounts& counts,
                  const std::vector<std::uint64_t>& places, std::int64_t* gaps) {
  with_pairs(view, block, [&](const auto& pairs) {
    std::vector<std::int64_t*> next(pairs.cells(), nullptr);
    for (std::size_t n = 0; n < counts.edges.size(); ++n) {
      const std::uint32_t pair = counts.edges[n].pair;
      next[pairs.of(pair >> 16U, pair & 0xFFFFU)] = gaps + places[n];
    }
    for (std::size_t j = block.begin; j < block.end; ++j) {
      const std::uint64_t end = view.end_of(j);
      for (std::uint64_t e = view.begin_of(j) + 1; e < end; ++e) {
        const std::size_t cell =
            pairs.of(model::index_of(view.touchpoint[e - 1]), model::index_of(view.touchpoint[e]));
        *next[cell]++ = view.at_us[e] - view.at_us[e - 1];
      }
    }
  });
}

void measure_gaps(std::span<std::int64_t> gaps, Transition& edge) {
  std::array<PercentileRequest, 7> wanted = {
      {{0, 0}, {0.10, 0}, {0.25, 0}, {0.50, 0}, {0.75, 0}, {0.90, 0}, {1, 0}}};
  exact_percentiles(gaps, wanted);
  edge.min_us = static_cast<std::int64_t>(wanted[0].value);
  edge.p10_us = wanted[1].value;
  edge.p25_us = wanted[2].value;
  edge.median_us = wanted[3].value;
  edge.p75_us = wanted[4].value;
  edge.p90_us = wanted[5].value;
  edge.max_us = static_cast<std::int64_t>(wanted[6].value);
}

// A thousand places written in turn would otherwise miss the address cache each time.
void prefer_huge_pages(void* memory, std::size_t bytes) {
  constexpr std::uintptr_t kHuge = std::uintptr_t{1} << 21U;
  auto* const first = static_cast<std::byte*>(memory);
  const std::size_t skipped = (kHuge - reinterpret_cast<std::uintptr_t>(memory) % kHuge) % kHuge;
  if (bytes < skipped + kHuge) return;
  // Advice only: without it the answer is the same.
  (void)madvise(first + skipped, (bytes - skipped) & ~(kHuge - 1), MADV_HUGEPAGE);
}

void measure_percentiles(const JourneyView& view, const std::vector<Block>& blocks,
                         const std::vector<BlockCounts>& counts, Merged& merged,
                         const Execution& run) {
  const auto gaps = std::make_unique_for_overwrite<std::int64_t[]>(merged.first_gap.back());
  prefer_huge_pages(gaps.get(), merged.first_gap.back() * sizeof(std::int64_t));
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    scatter_gaps(view, blocks[b], counts[b], merged.block_gaps[b], gaps.get());
  });
  run.check_cancelled();
  tbb::parallel_for(std::size_t{0}, merged.edges.size(), [&](std::size_t n) {
    if (run.stop.stop_requested()) return;
    const std::uint64_t first = merged.first_gap[n];
    measure_gaps({gaps.get() + first, merged.first_gap[n + 1] - first}, merged.edges[n]);
  });
  run.check_cancelled();
}

}  // namespace

TransitionGraph measure_transitions(const JourneyView& view, const TransitionSpec& spec,
                                    const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockCounts> counts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) counts[b] = count_block(view, blocks[b], spec.detail);
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
  Merged merged = merge(counts);
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
