#pragma once
// What each journey counts for, of many numbers at once, and the sums over customers of two groups.
//
//   journeys  ->  JourneyHits, one a group  ->  CustomerSums of each number
//
// A number is a share: the journeys that count for it, of all journeys or of those that count for
// another number.

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/customer_sums.h"
#include "analysis/two_groups.h"
#include "journey/journey_view.h"
#include "journey/mask.h"

namespace parcours::analysis {

/// The base of a number that is a share of all journeys.
inline constexpr std::uint32_t kOfAll = std::numeric_limits<std::uint32_t>::max();

/// For each journey the numbers that it counts for, in any order, none twice.
///
/// Shape: those of journey j stand at first[j] .. first[j + 1].
struct JourneyHits {
  std::vector<std::uint64_t> first = {0};
  std::vector<std::uint32_t> number;

  void add(std::uint32_t hit) { number.push_back(hit); }
  void end_journey() { first.push_back(number.size()); }
  /// Forgets all, and keeps the memory.
  void clear() {
    first.resize(1);
    number.clear();
  }
};

/// Hits of sets of journeys: set i counts for number i.
[[nodiscard]] JourneyHits hits_of_sets(std::size_t journeys,
                                       std::span<const journey::JourneySet> sets);

/// One of the two groups; borrowed.
struct HitGroup {
  const journey::JourneyView& view;
  const JourneyHits& hits;
};

/// Sums up customer by customer; both views number customers alike.
///
/// Shape:   one entry a number; `base_of` says for each what it is a share of: kOfAll, or a number.
/// Order:   customers rise in both views.
/// Open are the journeys of the base that run and do not count for the number.
/// Cost:    one pass over hits and journeys.
/// Errors:  Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
[[nodiscard]] std::vector<CustomerSums> sum_by_customer(const HitGroup& a, const HitGroup& b,
                                                        std::span<const std::uint32_t> base_of,
                                                        const Execution& run);

/// Some journeys of one side, whose hits are asked for.
struct HitPart {
  std::size_t range;  ///< Which of the ranges it is.
  std::size_t side;
  journey::JourneyView view;  ///< These journeys alone, from 0.
  Block journeys;             ///< Where they stand in the whole view.
};
/// Adds the hits of the part's journeys, ending each. Threads: called from several.
using TakeHits = std::function<void(const HitPart& part, JourneyHits& hits)>;

/// The same for hits that are found range by range and kept no longer.
///
/// Memory:  400 bytes a number and thread, and the hits of a range.
/// Threads: as above.
[[nodiscard]] std::vector<CustomerSums> sum_by_customer(const TwoViews& views,
                                                        std::span<const CustomerRange> ranges,
                                                        std::span<const std::uint32_t> base_of,
                                                        const TakeHits& take, const Execution& run);

/// The sums of what is counted without hits: `count` adds the parts of the customers of a range.
///
/// Threads: as above.
[[nodiscard]] CustomerSums sum_ranges(
    std::span<const CustomerRange> ranges,
    const std::function<void(const CustomerRange& range, CustomerSums& sums)>& count,
    const Execution& run);

/// The places of the `most` with the most hits on both sides together; equal ones by place.
[[nodiscard]] std::vector<std::size_t> most_frequent(const std::vector<CustomerSums>& sums,
                                                     std::size_t most);

}  // namespace parcours::analysis
