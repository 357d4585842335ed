#include "analysis/gap_percentiles.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <numeric>

#include "analysis/percentile.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

constexpr unsigned kFinestBits = 5;                 // bins 3 % wide
constexpr std::size_t kMostCells = 8U << 20U;       // 32 MB of counters
constexpr std::uint64_t kGatherEvents = 1U << 18U;  // what one gathers stays in its cache

// The finest bins whose counters still fit.
LogBins bins_for(std::size_t edges) {
  for (unsigned bits = kFinestBits; bits > 0; --bits) {
    const LogBins bins(bits);
    if (edges * bins.count() <= kMostCells) return bins;
  }
  return LogBins(0);
}

// A bin that holds wanted ranks, and where its gaps are gathered.
struct Slot {
  std::uint64_t before;  // gaps of the edge in lower bins
  std::uint64_t begin;   // of its gaps among all that are gathered …
  std::uint64_t size;    // … and how many they are
};

// What to gather: the slots of all edges, edge by edge, bins rising.
struct Plan {
  GapHistogram slot_at;               // turned from counts into the slot of a wanted cell
  std::vector<std::uint64_t> wanted;  // a bit a cell: small enough for the nearest cache
  std::vector<Slot> slots;
  std::vector<std::size_t> first_slot;  // [edges + 1]
  std::vector<std::uint64_t> total;     // [edges] gaps
  std::uint64_t gathered = 0;

  explicit Plan(GapHistogram histogram)
      : slot_at(std::move(histogram)), wanted(slot_at.no_gap() / 64 + 1) {
    for (std::size_t edge = 0; edge < slot_at.edges(); ++edge) {
      first_slot.push_back(slots.size());
      const std::span<std::uint32_t> row = slot_at.row(edge);
      total.push_back(std::accumulate(row.begin(), row.end(), std::uint64_t{0}));
      if (total.back() > 0) want_ranks(row, total.back());
    }
    first_slot.push_back(slots.size());
  }

 private:
  void want_ranks(std::span<std::uint32_t> row, std::uint64_t gaps) {
    std::vector<std::uint64_t> ranks = {0};
    for (const double p : GapPercentiles::kWanted) {
      const RankBetween rank = rank_of(p, gaps);
      ranks.push_back(rank.low);
      ranks.push_back(rank.high);
    }
    ranks.push_back(gaps - 1);
    std::uint64_t before = 0;
    auto rank = ranks.begin();
    for (std::uint32_t& cell : row) {
      const std::uint64_t size = cell;
      if (rank != ranks.end() && *rank < before + size) {
        cell = static_cast<std::uint32_t>(slots.size());
        const std::size_t number = slot_at.number_of(cell);
        wanted[number / 64] |= std::uint64_t{1} << (number % 64);
        slots.push_back({.before = before, .begin = gathered, .size = size});
        gathered += size;
        while (rank != ranks.end() && *rank < before + size) ++rank;
      }
      before += size;
    }
  }
};

// The wanted gaps of one part; the next part of the same thread uses the memory again.
struct Gathering {
  std::vector<std::uint32_t> slot;
  std::vector<std::uint32_t> after;  // the event that ends the gap, within the part
  std::size_t count = 0;
  std::vector<std::uint64_t> next;  // [slots] where the part's gaps of a slot go
};

// Written without a branch on whether a gap is wanted, which nobody could foresee.
void gather(std::span<const std::uint32_t> cells, const Plan& plan, Gathering& out) {
  if (out.slot.size() < cells.size()) {
    out.slot.resize(cells.size());
    out.after.resize(cells.size());
  }
  const std::uint64_t* const wanted = plan.wanted.data();
  std::uint32_t* const after = out.after.data();
  std::size_t n = 0;
  for (std::uint32_t e = 0; e < cells.size(); ++e) {
    after[n] = e;
    n += wanted[cells[e] / 64] >> (cells[e] % 64) & 1U;
  }
  for (std::size_t i = 0; i < n; ++i) out.slot[i] = plan.slot_at[cells[after[i]]];
  out.count = n;
}

// Moves a part's wanted gaps to where those of each slot stand together. Their order there depends
// on the threads; ranks do not.
void place(Gathering& from, const Plan& plan, const std::int64_t* at_us,
           std::vector<std::atomic<std::uint64_t>>& taken, std::int64_t* gaps) {
  from.next.assign(plan.slots.size(), 0);
  for (std::size_t i = 0; i < from.count; ++i) ++from.next[from.slot[i]];
  for (std::size_t s = 0; s < from.next.size(); ++s) {
    if (from.next[s] == 0) continue;
    from.next[s] =
        plan.slots[s].begin + taken[s].fetch_add(from.next[s], std::memory_order_relaxed);
  }
  for (std::size_t i = 0; i < from.count; ++i) {
    const std::int64_t* const now = at_us + from.after[i];
    gaps[from.next[from.slot[i]]++] = now[0] - now[-1];
  }
}

// The gap at a rank of an edge whose slots are given, and the next one where that is wanted too.
struct Neighbours {
  std::int64_t low;
  std::int64_t high;
};
Neighbours at_rank(std::span<const Slot> slots, const RankBetween& rank, std::int64_t* gaps) {
  std::size_t s = slots.size() - 1;
  while (slots[s].before > rank.low) --s;
  std::int64_t* const begin = gaps + slots[s].begin;
  std::int64_t* const end = begin + slots[s].size;
  std::int64_t* const low = begin + (rank.low - slots[s].before);
  std::nth_element(begin, low, end);
  if (rank.fraction == 0) return {*low, *low};
  if (low + 1 < end) return {*low, *std::min_element(low + 1, end)};
  std::int64_t* const next = gaps + slots[s + 1].begin;
  return {*low, *std::min_element(next, next + slots[s + 1].size)};
}

GapPercentiles measure(std::span<const Slot> slots, std::uint64_t total, std::int64_t* gaps) {
  GapPercentiles out{.gaps = total};
  if (total == 0) return out;
  out.shortest_us = at_rank(slots, rank_of(0, total), gaps).low;
  out.longest_us = at_rank(slots, rank_of(1, total), gaps).low;
  for (std::size_t i = 0; i < out.us.size(); ++i) {
    const RankBetween rank = rank_of(GapPercentiles::kWanted[i], total);
    const Neighbours found = at_rank(slots, rank, gaps);
    out.us[i] = interpolated(found.low, found.high, rank.fraction);
  }
  return out;
}

}  // namespace

GapHistogram::GapHistogram(std::size_t edges)
    : bin_(bins_for(edges)), edges_(edges), bins_(bin_.count()), cell_(edges * bins_ + 1) {}

void GapHistogram::add(const GapHistogram& other) {
  for (std::size_t i = 0; i < cell_.size(); ++i) cell_[i] += other.cell_[i];
}

std::vector<GapPercentiles> gap_percentiles(const JourneyView& view,
                                            std::span<const std::uint32_t> cell_of,
                                            GapHistogram histogram, const Execution& run) {
  Plan plan(std::move(histogram));
  const std::uint64_t size = std::min(run.block_events, kGatherEvents);
  const std::uint64_t parts = (view.events() + size - 1) / size;
  const auto gaps = std::make_unique_for_overwrite<std::int64_t[]>(plan.gathered);
  std::vector<std::atomic<std::uint64_t>> taken(plan.slots.size());
  tbb::enumerable_thread_specific<Gathering> gatherings;
  tbb::parallel_for(std::uint64_t{0}, parts, [&](std::uint64_t part) {
    if (run.stop.stop_requested()) return;
    const std::uint64_t begin = part * size;
    const std::uint64_t count = std::min(size, view.events() - begin);
    Gathering& gathering = gatherings.local();
    gather(cell_of.subspan(begin, count), plan, gathering);
    place(gathering, plan, view.at_us.data() + begin, taken, gaps.get());
  });
  run.check_cancelled();

  std::vector<GapPercentiles> out(plan.total.size());
  tbb::parallel_for(std::size_t{0}, out.size(), [&](std::size_t edge) {
    if (run.stop.stop_requested()) return;
    const std::size_t first = plan.first_slot[edge];
    const std::size_t count = plan.first_slot[edge + 1] - first;
    out[edge] = measure({plan.slots.data() + first, count}, plan.total[edge], gaps.get());
  });
  run.check_cancelled();
  return out;
}

}  // namespace parcours::analysis
