#pragma once
// Numbers for the pairs of neighbours that either of two groups holds.

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/two_groups.h"
#include "model/ids.h"

namespace parcours::analysis {

/// Calls `work(from, to, journey, event)` with every pair of neighbours of some journeys; `event`
/// is the second one.
template <typename Work>
void for_each_pair(const journey::JourneyView& view, const Block& journeys, const Work& work) {
  for (std::size_t j = journeys.begin; j < journeys.end; ++j) {
    for (std::uint64_t e = view.begin_of(j) + 1; e < view.end_of(j); ++e) {
      work(model::index_of(view.touchpoint[e - 1]), model::index_of(view.touchpoint[e]), j, e);
    }
  }
}

/// The pairs that are met, by rising codes.
class SharedPairs {
 public:
  /// Cost: one pass over both views. Errors: Error(Cancelled). Threads: runs on several.
  SharedPairs(const TwoViews& views, std::span<const CustomerRange> ranges, const Execution& run);

  /// The number of a pair that is met.
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
                      const Execution& run);
  void collect(const TwoViews& views, std::span<const CustomerRange> ranges, const Execution& run);

  std::size_t touchpoints_;
  std::vector<std::uint64_t> pairs_;  // [numbers] from x touchpoints + to
  std::vector<std::uint32_t> table_;  // [touchpoints^2] while that is small …
  std::unordered_map<std::uint64_t, std::uint32_t> number_;  // … this beyond
};

/// Some of the pairs: the place of each among them.
class ShownPairs {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// `numbers` are those shown; `pairs` must outlive it.
  ShownPairs(const SharedPairs& pairs, std::span<const std::size_t> numbers)
      : pairs_(pairs), place_(pairs.count(), kNone), count_(numbers.size()) {
    for (std::size_t p = 0; p < numbers.size(); ++p) {
      place_[numbers[p]] = static_cast<std::uint32_t>(p);
    }
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  /// kNone: not shown.
  [[nodiscard]] std::uint32_t place_of(std::size_t from, std::size_t to) const {
    return place_[pairs_.of(from, to)];
  }

 private:
  const SharedPairs& pairs_;
  std::vector<std::uint32_t> place_;  // [pairs]
  std::size_t count_;
};

}  // namespace parcours::analysis
