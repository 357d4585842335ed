#include "analysis/gap_medians.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/log_bins.h"
#include "analysis/percentile.h"

namespace parcours::analysis {
namespace {

constexpr double kMedian = 0.5;
constexpr unsigned kFinestBits = 5;            // bins 3 % wide
constexpr std::size_t kMostCells = 1U << 20U;  // of one side

LogBins bins_for(std::size_t pairs) {
  unsigned bits = kFinestBits;
  while (bits > 0 && pairs * LogBins(bits).count() > kMostCells) --bits;
  return LogBins(bits);
}

// Which gaps of a pair: those of one side, or of both.
enum class Of : std::uint8_t { First, Second, Both };
bool has(Of of, std::size_t side) {
  return of == Of::Both || (of == Of::First) == (side == 0);
}

// A quantile that is wanted, and what it is.
struct Wanted {
  std::size_t pair = 0;
  Of of = Of::Both;
  double p = 0;
  double value = 0;
};

// A rank: its bin, and how many gaps lie in lower ones.
struct Found {
  std::size_t bin = 0;
  std::uint64_t before = 0;
};

class Gaps {
 public:
  Gaps(const TwoViews& views, std::span<const CustomerRange> ranges, const ShownPairs& shown,
       const Execution& run)
      : views_(views),
        ranges_(ranges),
        shown_(shown),
        run_(run),
        bin_(bins_for(shown.count())),
        bins_(bin_.count()) {
    using Counts = std::array<std::vector<std::uint32_t>, 2>;
    const std::vector<std::uint32_t> none(shown.count() * bins_);
    tbb::enumerable_thread_specific<Counts> threads([&] { return Counts{none, none}; });
    each([&] { return threads.local().data(); },
         [&](auto* counts, std::size_t side, std::size_t cell, std::int64_t) {
           ++counts[side][cell];
         });
    for (std::size_t s = 0; s < 2; ++s) {
      count_[s].assign(none.size(), 0);
      for (const Counts& one : threads) {
        for (std::size_t c = 0; c < none.size(); ++c) count_[s][c] += one[s][c];
      }
    }
  }

  // How many gaps a pair has.
  [[nodiscard]] std::uint64_t count(std::size_t pair, Of of) const {
    std::uint64_t sum = 0;
    for (std::size_t bin = 0; bin < bins_; ++bin) sum += in_bin(pair, of, bin);
    return sum;
  }

  // Answers all, of pairs that have such gaps.
  void find(std::vector<Wanted>& wanted) {
    std::vector<std::array<Found, 2>> found(wanted.size());
    for (auto& slots : slot_) slots.assign(shown_.count() * bins_, kNoSlot);
    std::uint32_t slots = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const RankBetween rank = rank_of(wanted[i]);
      found[i] = {bin_of(wanted[i], rank.low), bin_of(wanted[i], rank.high)};
      for (const Found& one : found[i]) {
        for (std::size_t s = 0; s < 2; ++s) {
          std::uint32_t& slot = slot_[s][wanted[i].pair * bins_ + one.bin];
          if (has(wanted[i].of, s) && slot == kNoSlot) slot = slots++;
        }
      }
    }
    gather(slots);
    tbb::parallel_for(std::size_t{0}, wanted.size(), [&](std::size_t i) {
      if (!run_.stop.stop_requested()) wanted[i].value = value_of(wanted[i], found[i]);
    });
    run_.check_cancelled();
  }

  // Calls work(counters of the range, side, pair, gap) for all gaps, customer by customer, and
  // end(counters) after each customer.
  template <typename Counters, typename Work, typename End>
  void by_customer(const Counters& counters, const Work& work, const End& end) const {
    tbb::parallel_for(std::size_t{0}, ranges_.size(), [&](std::size_t r) {
      if (run_.stop.stop_requested()) return;
      auto& own = counters();
      for_each_customer(
          ranges_[r], [&](std::size_t s, std::size_t j) { return views_[s]->customer[j]; },
          [&](const CustomerRange& theirs) {
            for (std::size_t s = 0; s < 2; ++s) {
              const std::int64_t* const at_us = views_[s]->at_us.data();
              for_each_pair(*views_[s], theirs[s],
                            [&](std::size_t from, std::size_t to, std::size_t, std::uint64_t e) {
                              const std::uint32_t pair = shown_.place_of(from, to);
                              if (pair == ShownPairs::kNone) return;
                              work(own, s, pair, at_us[e] - at_us[e - 1]);
                            });
            }
            end(own);
          });
    });
    run_.check_cancelled();
  }

 private:
  static constexpr std::uint32_t kNoSlot = ~std::uint32_t{0};
  struct Gathered {
    std::uint32_t slot;
    std::int64_t gap_us;
  };

  [[nodiscard]] std::uint64_t in_bin(std::size_t pair, Of of, std::size_t bin) const {
    const std::size_t cell = pair * bins_ + bin;
    return (has(of, 0) ? count_[0][cell] : 0U) + std::uint64_t{has(of, 1) ? count_[1][cell] : 0U};
  }
  [[nodiscard]] RankBetween rank_of(const Wanted& one) const {
    return analysis::rank_of(one.p, count(one.pair, one.of));
  }
  [[nodiscard]] Found bin_of(const Wanted& one, std::uint64_t rank) const {
    Found out;
    while (out.before + in_bin(one.pair, one.of, out.bin) <= rank) {
      out.before += in_bin(one.pair, one.of, out.bin++);
    }
    return out;
  }

  // Calls work(what `own` gives for the range, side, cell, gap).
  template <typename Own, typename Work>
  void each(const Own& own, const Work& work) const {
    tbb::parallel_for(std::size_t{0}, ranges_.size(), [&](std::size_t r) {
      if (run_.stop.stop_requested()) return;
      const auto mine = own();
      for (std::size_t s = 0; s < 2; ++s) {
        const std::int64_t* const at_us = views_[s]->at_us.data();
        for_each_pair(*views_[s], ranges_[r][s],
                      [&](std::size_t from, std::size_t to, std::size_t, std::uint64_t e) {
                        const std::uint32_t pair = shown_.place_of(from, to);
                        if (pair == ShownPairs::kNone) return;
                        const std::int64_t gap_us = at_us[e] - at_us[e - 1];
                        work(mine, s, pair * bins_ + bin_.of(gap_us), gap_us);
                      });
      }
    });
    run_.check_cancelled();
  }

  // The gaps of every slot, in an order that depends on the threads; ranks do not.
  void gather(std::size_t slots) {
    tbb::enumerable_thread_specific<std::vector<Gathered>> threads;
    each([&] { return &threads.local(); },
         [&](std::vector<Gathered>* mine, std::size_t side, std::size_t cell, std::int64_t gap_us) {
           const std::uint32_t slot = slot_[side][cell];
           if (slot != kNoSlot) mine->push_back({slot, gap_us});
         });
    first_.assign(slots + 1, 0);
    for (const auto& mine : threads) {
      for (const Gathered& one : mine) ++first_[one.slot + 1];
    }
    for (std::size_t i = 0; i < slots; ++i) first_[i + 1] += first_[i];
    gap_us_.resize(first_.back());
    std::vector<std::uint64_t> next = first_;
    for (auto& mine : threads) {
      for (const Gathered& one : mine) gap_us_[next[one.slot]++] = one.gap_us;
      std::vector<Gathered>().swap(mine);
    }
  }

  [[nodiscard]] std::vector<std::int64_t> gaps_in(const Wanted& one, std::size_t bin) const {
    std::vector<std::int64_t> out;
    for (std::size_t s = 0; s < 2; ++s) {
      if (!has(one.of, s)) continue;
      const std::uint32_t slot = slot_[s][one.pair * bins_ + bin];
      const auto at = [&](std::uint64_t i) {
        return gap_us_.begin() + static_cast<std::ptrdiff_t>(i);
      };
      out.insert(out.end(), at(first_[slot]), at(first_[slot + 1]));
    }
    return out;
  }

  [[nodiscard]] double value_of(const Wanted& one, const std::array<Found, 2>& found) const {
    const RankBetween rank = rank_of(one);
    std::vector<std::int64_t> gaps = gaps_in(one, found[0].bin);
    const auto low = gaps.begin() + static_cast<std::ptrdiff_t>(rank.low - found[0].before);
    std::nth_element(gaps.begin(), low, gaps.end());
    if (rank.high == rank.low) return interpolated(*low, *low, rank.fraction);
    if (found[1].bin == found[0].bin) {
      return interpolated(*low, *std::min_element(low + 1, gaps.end()), rank.fraction);
    }
    const std::vector<std::int64_t> higher = gaps_in(one, found[1].bin);
    return interpolated(*low, *std::min_element(higher.begin(), higher.end()), rank.fraction);
  }

  const TwoViews& views_;
  std::span<const CustomerRange> ranges_;
  const ShownPairs& shown_;
  const Execution& run_;
  LogBins bin_;
  std::size_t bins_;
  std::array<std::vector<std::uint32_t>, 2> count_;  // [pairs][bins]
  std::array<std::vector<std::uint32_t>, 2> slot_;   // [pairs][bins] where gaps are gathered
  std::vector<std::uint64_t> first_;                 // [slots + 1]
  std::vector<std::int64_t> gap_us_;                 // slot by slot
};

// What is no longer than this counts as below.
struct Limits {
  std::array<std::int64_t, 2> own_us{};
  std::int64_t both_us = 0;
};

// Of the customer at hand, and the sums over those before.
struct BelowCounts {
  struct Count {
    std::array<std::uint32_t, 2> all{};
    std::array<std::uint32_t, 2> own{};
    std::array<std::uint32_t, 2> both{};
  };
  struct Sums {
    CustomerSums own;
    CustomerSums both;
  };
  std::vector<Count> count;  // [pairs]
  std::vector<std::uint32_t> touched;
  std::vector<Sums> sums;  // [pairs]

  explicit BelowCounts(std::size_t pairs) : count(pairs), sums(pairs) {}

  void add(std::size_t side, std::uint32_t pair, std::int64_t gap_us, const Limits& limits) {
    Count& at = count[pair];
    if ((at.all[0] | at.all[1]) == 0) touched.push_back(pair);
    ++at.all[side];
    at.own[side] += gap_us <= limits.own_us[side] ? 1U : 0U;
    at.both[side] += gap_us <= limits.both_us ? 1U : 0U;
  }
  void end_customer() {
    for (const std::uint32_t pair : touched) {
      Count& at = count[pair];
      sums[pair].own.add({at.own[0], at.all[0]}, {at.own[1], at.all[1]});
      sums[pair].both.add({at.both[0], at.all[0]}, {at.both[1], at.all[1]});
      at = {};
    }
    touched.clear();
  }
};

void count_below(const Gaps& gaps, const std::vector<Limits>& limits,
                 std::vector<QuantileParts>& parts) {
  tbb::enumerable_thread_specific<BelowCounts> threads([&] { return BelowCounts(parts.size()); });
  gaps.by_customer([&]() -> BelowCounts& { return threads.local(); },
                   [&](BelowCounts& own, std::size_t side, std::uint32_t pair,
                       std::int64_t gap_us) { own.add(side, pair, gap_us, limits[pair]); },
                   [](BelowCounts& own) { own.end_customer(); });
  for (const BelowCounts& one : threads) {
    for (std::size_t pair = 0; pair < parts.size(); ++pair) {
      parts[pair].below_own.add(one.sums[pair].own);
      parts[pair].below_both.add(one.sums[pair].both);
    }
  }
}

}  // namespace

std::vector<Compared> compare_gap_medians(const TwoViews& views,
                                          std::span<const CustomerRange> ranges,
                                          const ShownPairs& shown, const Execution& run) {
  Gaps gaps(views, ranges, shown, run);
  std::vector<Wanted> wanted;
  for (std::size_t pair = 0; pair < shown.count(); ++pair) {
    for (const Of of : {Of::First, Of::Second, Of::Both}) {
      if (gaps.count(pair, of) != 0) wanted.push_back({.pair = pair, .of = of, .p = kMedian});
    }
  }
  gaps.find(wanted);
  std::vector<QuantileParts> parts(shown.count());
  std::vector<Limits> limits(shown.count());
  for (const Wanted& one : wanted) {
    const auto limit_us = static_cast<std::int64_t>(std::floor(one.value));
    if (one.of == Of::Both) {
      limits[one.pair].both_us = limit_us;
      continue;
    }
    const std::size_t side = one.of == Of::First ? 0 : 1;
    limits[one.pair].own_us[side] = limit_us;
    parts[one.pair].at[side] = one.value;
  }
  count_below(gaps, limits, parts);
  std::vector<Wanted> ends;
  for (std::size_t pair = 0; pair < shown.count(); ++pair) {
    for (std::size_t s = 0; s < 2; ++s) {
      const auto shares = shares_around(parts[pair].below_own.side[s], kMedian);
      if (!shares) continue;
      const Of of = s == 0 ? Of::First : Of::Second;
      ends.push_back({.pair = pair, .of = of, .p = shares->low});
      ends.push_back({.pair = pair, .of = of, .p = shares->high});
    }
  }
  gaps.find(ends);
  for (std::size_t i = 0; i < ends.size(); i += 2) {
    parts[ends[i].pair].bounds[ends[i].of == Of::First ? 0 : 1] =
        Bounds{ends[i].value, ends[i + 1].value};
  }
  std::vector<Compared> out;
  for (const QuantileParts& one : parts) out.push_back(compared_of(one));
  return out;
}

}  // namespace parcours::analysis
