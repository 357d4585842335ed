#include "analysis/compared_pairs.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "analysis/compared_quantile.h"
#include "analysis/journey_hits.h"
#include "base/large_array.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

constexpr std::size_t kMostInTable = 2'048;  // touchpoints
constexpr std::uint32_t kNone = ~std::uint32_t{0};

// Calls `work(from, to, event)` with every pair of neighbours of some journeys; `event` is the
// second one.
template <typename Work>
void for_each_pair(const JourneyView& view, const Block& journeys, const Work& work) {
  for (std::size_t j = journeys.begin; j < journeys.end; ++j) {
    for (std::uint64_t e = view.begin_of(j) + 1; e < view.end_of(j); ++e) {
      work(model::index_of(view.touchpoint[e - 1]), model::index_of(view.touchpoint[e]), j, e);
    }
  }
}

// Numbers for the pairs that either group holds, by rising codes.
class Pairs {
 public:
  Pairs(const TwoViews& views, std::span<const CustomerRange> ranges, const Execution& run)
      : touchpoints_(views[0]->touchpoints) {
    if (touchpoints_ <= kMostInTable) {
      mark_in_tables(views, ranges, run);
    } else {
      collect(views, ranges, run);
    }
  }

  [[nodiscard]] std::uint32_t of(std::size_t from, std::size_t to) const {
    const std::size_t pair = from * touchpoints_ + to;
    return table_.empty() ? number_.find(pair)->second : table_[pair];
  }
  [[nodiscard]] std::size_t count() const { return pairs_.size(); }
  [[nodiscard]] model::TouchpointId from(std::size_t number) const {
    return model::TouchpointId{static_cast<std::uint16_t>(pairs_[number] / touchpoints_)};
  }
  [[nodiscard]] model::TouchpointId to(std::size_t number) const {
    return model::TouchpointId{static_cast<std::uint16_t>(pairs_[number] % touchpoints_)};
  }

 private:
  void mark_in_tables(const TwoViews& views, std::span<const CustomerRange> ranges,
                      const Execution& run) {
    using Marks = std::vector<std::uint8_t>;
    tbb::enumerable_thread_specific<Marks> threads(
        [&] { return Marks(touchpoints_ * touchpoints_); });
    tbb::parallel_for(std::size_t{0}, ranges.size(), [&](std::size_t r) {
      if (run.stop.stop_requested()) return;
      std::uint8_t* const marks = threads.local().data();
      for (std::size_t s = 0; s < 2; ++s) {
        for_each_pair(*views[s], ranges[r][s],
                      [&](std::size_t from, std::size_t to, std::size_t, std::uint64_t) {
                        marks[from * touchpoints_ + to] = 1;
                      });
      }
    });
    run.check_cancelled();
    table_.assign(touchpoints_ * touchpoints_, kNone);
    for (std::size_t pair = 0; pair < table_.size(); ++pair) {
      const bool met = std::any_of(threads.begin(), threads.end(),
                                   [&](const Marks& marks) { return marks[pair] != 0; });
      if (!met) continue;
      table_[pair] = static_cast<std::uint32_t>(pairs_.size());
      pairs_.push_back(pair);
    }
  }

  void collect(const TwoViews& views, std::span<const CustomerRange> ranges, const Execution& run) {
    tbb::enumerable_thread_specific<std::set<std::uint64_t>> threads;
    tbb::parallel_for(std::size_t{0}, ranges.size(), [&](std::size_t r) {
      if (run.stop.stop_requested()) return;
      for (std::size_t s = 0; s < 2; ++s) {
        for_each_pair(*views[s], ranges[r][s],
                      [&](std::size_t from, std::size_t to, std::size_t, std::uint64_t) {
                        threads.local().insert(from * touchpoints_ + to);
                      });
      }
    });
    run.check_cancelled();
    std::set<std::uint64_t> met;
    for (const auto& one : threads) met.insert(one.begin(), one.end());
    pairs_.assign(met.begin(), met.end());
    for (std::uint32_t n = 0; n < pairs_.size(); ++n) number_.emplace(pairs_[n], n);
  }

  std::size_t touchpoints_;
  std::vector<std::uint64_t> pairs_;  // [numbers] from x touchpoints + to
  std::vector<std::uint32_t> table_;  // [touchpoints^2] while that is small …
  std::unordered_map<std::uint64_t, std::uint32_t> number_;  // … this beyond
};

// Which journey was the last to hold each pair.
struct LastHolder {
  std::vector<std::uint32_t> journey;  // [pairs]
  std::uint32_t now = 0;
};

std::vector<CustomerSums> sums_of(const TwoViews& views, std::span<const CustomerRange> ranges,
                                  const Pairs& pairs, const Execution& run) {
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

// Which pairs are compared: the place of each, or kNone.
struct Shown {
  std::vector<std::uint32_t> place;  // [pairs]
  std::size_t count = 0;
};

// The gaps of one side that are asked for, pair by pair, each by customer.
class Gaps {
 public:
  Gaps(const JourneyView& view, std::size_t side, std::span<const CustomerRange> ranges,
       const Pairs& pairs, const Shown& shown)
      : view_(view),
        side_(side),
        ranges_(ranges),
        pairs_(pairs),
        shown_(shown),
        at_(ranges.size() * shown.count),
        first_(shown.count + 1) {}

  void gather(const Execution& run) {
    in_ranges([](std::uint64_t, std::size_t, std::uint64_t) {}, run);
    std::uint64_t all = 0;
    for (std::size_t p = 0; p < shown_.count; ++p) {
      first_[p] = all;
      for (std::size_t r = 0; r < ranges_.size(); ++r) {
        all += std::exchange(at_[r * shown_.count + p], all);
      }
    }
    first_[shown_.count] = all;
    customer_.emplace(all);
    gap_us_.emplace(all);
    std::uint32_t* const customer = customer_->span().data();
    std::int64_t* const gap_us = gap_us_->span().data();
    const auto place = [&](std::uint64_t to, std::size_t j, std::uint64_t e) {
      customer[to] = view_.customer[j];
      gap_us[to] = view_.at_us[e] - view_.at_us[e - 1];
    };
    in_ranges(place, run);
  }

  [[nodiscard]] CustomerValueSpan of(std::size_t p) const {
    const std::size_t count = first_[p + 1] - first_[p];
    return {customer_->span().subspan(first_[p], count), gap_us_->span().subspan(first_[p], count)};
  }

 private:
  // Calls `work` with the place of every gap that is asked for, in its journey and event.
  template <typename Work>
  void in_ranges(const Work& work, const Execution& run) {
    tbb::parallel_for(std::size_t{0}, ranges_.size(), [&](std::size_t r) {
      if (run.stop.stop_requested()) return;
      std::uint64_t* const row = at_.data() + r * shown_.count;
      for_each_pair(view_, ranges_[r][side_],
                    [&](std::size_t from, std::size_t to, std::size_t j, std::uint64_t e) {
                      const std::uint32_t p = shown_.place[pairs_.of(from, to)];
                      if (p != kNone) work(row[p]++, j, e);
                    });
    });
    run.check_cancelled();
  }

  const JourneyView& view_;
  std::size_t side_;
  std::span<const CustomerRange> ranges_;
  const Pairs& pairs_;
  const Shown& shown_;
  std::vector<std::uint64_t> at_;     // [ranges][shown] how many gaps, then where they go
  std::vector<std::uint64_t> first_;  // [shown + 1]
  std::optional<LargeArray<std::uint32_t>> customer_;
  std::optional<LargeArray<std::int64_t>> gap_us_;
};

}  // namespace

ComparedPairs compare_pairs(const TwoViews& views, std::size_t most, const Execution& run) {
  const std::vector<CustomerRange> ranges =
      customer_ranges(views, std::min(run.block_events, kRangeEvents));
  const Pairs pairs(views, ranges, run);
  const std::vector<CustomerSums> sums = sums_of(views, ranges, pairs, run);
  const std::vector<std::size_t> shown = most_frequent(sums, most);
  Shown places{.place = std::vector<std::uint32_t>(pairs.count(), kNone), .count = shown.size()};
  for (std::size_t p = 0; p < shown.size(); ++p) {
    places.place[shown[p]] = static_cast<std::uint32_t>(p);
  }
  std::array<Gaps, 2> gaps = {Gaps(*views[0], 0, ranges, pairs, places),
                              Gaps(*views[1], 1, ranges, pairs, places)};
  for (Gaps& side : gaps) side.gather(run);
  ComparedPairs out{.pairs = std::vector<ComparedPair>(shown.size()),
                    .other = pairs.count() - shown.size()};
  tbb::parallel_for(std::size_t{0}, shown.size(), [&](std::size_t p) {
    if (run.stop.stop_requested()) return;
    out.pairs[p] = {.from = pairs.from(shown[p]),
                    .to = pairs.to(shown[p]),
                    .journeys = sums[shown[p]],
                    .gap = compare_quantiles(gaps[0].of(p), gaps[1].of(p), 0.5)};
  });
  run.check_cancelled();
  return out;
}

}  // namespace parcours::analysis
