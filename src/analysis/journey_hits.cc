#include "analysis/journey_hits.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace parcours::analysis {
namespace {

using journey::JourneyView;
using Parts = std::array<HitPart, 2>;

// What numbers of one base share stands apart, so that a customer costs only what they hit.
class Summing {
 public:
  explicit Summing(std::span<const std::uint32_t> base_of)
      : base_of_(base_of),
        count_(base_of.size()),
        running_hits_(base_of.size()),
        is_base_(base_of.size()),
        base_sums_(base_of.size()),
        sums_(base_of.size()) {
    for (const std::uint32_t base : base_of) {
      if (base != kOfAll) is_base_[base] = 1;
    }
  }

  // The hits of a range, to be filled in before it is counted.
  JourneyHits& hits(std::size_t side) { return hits_[side]; }

  // The places of a range are those of the parts.
  void count(const Parts& parts) {
    CustomerRange all{};
    for (std::size_t s = 0; s < 2; ++s) all[s] = {0, parts[s].view.journeys()};
    for_each_customer(
        all, [&](std::size_t s, std::size_t j) { return parts[s].view.customer[j]; },
        [&](const CustomerRange& theirs) {
          for (std::size_t s = 0; s < 2; ++s) count_side(s, parts[s].view, theirs[s]);
          end_customer();
        });
  }

  void add(const Summing& other) {
    all_.add(other.all_);
    for (std::size_t s = 0; s < 2; ++s) running_[s] += other.running_[s];
    for (std::size_t n = 0; n < sums_.size(); ++n) {
      sums_[n].add(other.sums_[n]);
      base_sums_[n].add(other.base_sums_[n]);
      for (std::size_t s = 0; s < 2; ++s) running_hits_[n][s] += other.running_hits_[n][s];
    }
  }

  std::vector<CustomerSums> take() {
    for (std::size_t n = 0; n < sums_.size(); ++n) {
      const std::uint32_t base = base_of_[n];
      // Customers who do not count for a number have a base all the same.
      const CustomerSums& whole = base == kOfAll ? all_ : base_sums_[base];
      for (std::size_t s = 0; s < 2; ++s) {
        CustomerSums::Side& side = sums_[n].side[s];
        side.customers = whole.side[s].customers;
        side.base = whole.side[s].base;
        side.base_base = whole.side[s].base_base;
        const std::uint64_t running = base == kOfAll ? running_[s] : running_hits_[base][s];
        side.open = running - running_hits_[n][s];
      }
      sums_[n].shared.base_base = whole.shared.base_base;
    }
    return std::move(sums_);
  }

 private:
  void count_side(std::size_t side, const JourneyView& view, const Block& journeys) {
    const JourneyHits& hits = hits_[side];
    journeys_[side] = journeys.end - journeys.begin;
    for (std::size_t j = journeys.begin; j < journeys.end; ++j) {
      const std::uint64_t end = hits.first[j + 1];
      for (std::uint64_t i = hits.first[j]; i < end; ++i) {
        std::array<std::uint32_t, 2>& count = count_[hits.number[i]];
        if ((count[0] | count[1]) == 0) touched_.push_back(hits.number[i]);
        ++count[side];
      }
      if (view.running[j] == 0) continue;
      ++running_[side];
      for (std::uint64_t i = hits.first[j]; i < end; ++i) ++running_hits_[hits.number[i]][side];
    }
  }

  void end_customer() {
    all_.add({0, journeys_[0]}, {0, journeys_[1]});
    for (const std::uint32_t n : touched_) {
      const auto part = [&](std::size_t side) -> CustomerPart {
        const std::uint32_t base = base_of_[n];
        return {count_[n][side], base == kOfAll ? journeys_[side] : count_[base][side]};
      };
      sums_[n].add(part(0), part(1));
      if (is_base_[n] != 0) base_sums_[n].add({0, count_[n][0]}, {0, count_[n][1]});
    }
    for (const std::uint32_t n : touched_) count_[n] = {};
    touched_.clear();
    journeys_ = {};
  }

  std::span<const std::uint32_t> base_of_;
  std::array<JourneyHits, 2> hits_;
  std::vector<std::array<std::uint32_t, 2>> count_;  // [numbers] of the customer at hand
  std::array<std::uint64_t, 2> running_{};
  std::vector<std::array<std::uint64_t, 2>> running_hits_;  // [numbers]
  std::vector<std::uint8_t> is_base_;                       // [numbers]
  std::vector<std::uint32_t> touched_;
  std::array<std::uint64_t, 2> journeys_{};
  CustomerSums all_;                     // of all journeys as a base
  std::vector<CustomerSums> base_sums_;  // [numbers] of each as a base
  std::vector<CustomerSums> sums_;
};

}  // namespace

JourneyHits hits_of_sets(std::size_t journeys, std::span<const journey::JourneySet> sets) {
  JourneyHits out;
  out.first.reserve(journeys + 1);
  std::vector<std::size_t> at(sets.size(), 0);
  for (std::uint32_t j = 0; j < journeys; ++j) {
    for (std::uint32_t n = 0; n < sets.size(); ++n) {
      if (at[n] == sets[n].size() || sets[n][at[n]] != j) continue;
      ++at[n];
      out.add(n);
    }
    out.end_journey();
  }
  return out;
}

std::vector<CustomerSums> sum_by_customer(const HitGroup& a, const HitGroup& b,
                                          std::span<const std::uint32_t> base_of,
                                          const Execution& run) {
  const TwoViews views = {&a.view, &b.view};
  const std::array<const JourneyHits*, 2> known = {&a.hits, &b.hits};
  const auto take = [&](const HitPart& part, JourneyHits& hits) {
    const JourneyHits& from = *known[part.side];
    for (std::size_t j = part.journeys.begin; j < part.journeys.end; ++j) {
      for (std::uint64_t i = from.first[j]; i < from.first[j + 1]; ++i) hits.add(from.number[i]);
      hits.end_journey();
    }
  };
  return sum_by_customer(
      views, customer_ranges(views, std::min<std::uint64_t>(run.block_events, kRangeEvents)),
      base_of, take, run);
}

std::vector<CustomerSums> sum_by_customer(const TwoViews& views,
                                          std::span<const CustomerRange> ranges,
                                          std::span<const std::uint32_t> base_of,
                                          const TakeHits& take, const Execution& run) {
  tbb::enumerable_thread_specific<Summing> threads([&] { return Summing(base_of); });
  tbb::parallel_for(std::size_t{0}, ranges.size(), [&](std::size_t r) {
    if (run.stop.stop_requested()) return;
    Summing& summing = threads.local();
    const auto part = [&](std::size_t s) -> HitPart {
      HitPart out{r, s, part_of(*views[s], ranges[r][s]), ranges[r][s]};
      summing.hits(s).clear();
      take(out, summing.hits(s));
      return out;
    };
    summing.count({part(0), part(1)});
  });
  run.check_cancelled();
  Summing whole(base_of);
  for (const Summing& one : threads) whole.add(one);
  return whole.take();
}

CustomerSums sum_ranges(
    std::span<const CustomerRange> ranges,
    const std::function<void(const CustomerRange& range, CustomerSums& sums)>& count,
    const Execution& run) {
  tbb::enumerable_thread_specific<CustomerSums> threads;
  tbb::parallel_for(std::size_t{0}, ranges.size(), [&](std::size_t r) {
    if (!run.stop.stop_requested()) count(ranges[r], threads.local());
  });
  run.check_cancelled();
  CustomerSums whole;
  for (const CustomerSums& one : threads) whole.add(one);
  return whole;
}

std::vector<std::size_t> most_frequent(const std::vector<CustomerSums>& sums, std::size_t most) {
  std::vector<std::size_t> order(sums.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto hits = [&](std::size_t n) { return sums[n].side[0].hits + sums[n].side[1].hits; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return hits(a) > hits(b); });
  order.resize(std::min(most, order.size()));
  return order;
}

}  // namespace parcours::analysis
