#pragma once
// 95 % intervals: of a share, of a mean over journeys, of a Net Promoter Score.
//
//   counts or sums  ->  estimate [low, high]
//
// All are closed formulas: the same data give the same interval, without drawing random numbers.

#include <cstdint>
#include <optional>

namespace parcours::experience {

/// Both ends of a 95 % interval.
struct Interval {
  double low = 0;
  double high = 0;
  bool operator==(const Interval&) const = default;
};

/// Wilson's score interval of a share; nothing if n = 0.
///
/// Source: docs/methods/stage-lived.md (E. B. Wilson, 1927).
[[nodiscard]] std::optional<Interval> wilson_interval(std::uint64_t hits, std::uint64_t n);

/// Sums over journeys from which a mean over their items and its interval follow.
///
/// A journey that has several items (two answers, say) is one cluster: its items are not taken for
/// independent. Sums of two sets of journeys add up.
struct ClusterSums {
  std::uint64_t clusters = 0;  ///< Journeys that have an item.
  std::uint64_t items = 0;
  double y = 0;   ///< Sum of all items' values.
  double yy = 0;  ///< Sum over journeys of (sum of its values)².
  double ym = 0;  ///< Sum over journeys of (sum of its values) x (number of its items).
  double mm = 0;  ///< Sum over journeys of (number of its items)².

  /// Adds one journey that has `count` > 0 items with the sum `sum`.
  void add(double sum, std::uint64_t count) {
    const auto m = static_cast<double>(count);
    ++clusters;
    items += count;
    y += sum;
    yy += sum * sum;
    ym += sum * m;
    mm += m * m;
  }
  void add(const ClusterSums& other);
};

/// Mean over items with the interval that treats journeys as clusters (a t interval with
/// clusters - 1 degrees of freedom; the ordinary one where every journey has one item).
struct MeanEstimate {
  double mean = 0;
  std::optional<Interval> interval;  ///< Nothing below two journeys.
};

/// Nothing if there is no item.
///
/// Source: docs/methods/satisfaction.md
[[nodiscard]] std::optional<MeanEstimate> mean_estimate(const ClusterSums& sums);

/// A Net Promoter Score, in points from -100 to 100.
struct NpsEstimate {
  double score = 0;     ///< % promoters - % detractors, as counted.
  double adjusted = 0;  ///< The interval's centre.
  Interval interval;
};

/// Adjusted-Wald interval: three answers more, three quarters of a promoter and of a detractor
/// more. Passives belong in n. Nothing if there is no answer.
///
/// Source: docs/methods/satisfaction.md (B. Rocks, 2016).
[[nodiscard]] std::optional<NpsEstimate> nps_estimate(std::uint64_t promoters,
                                                      std::uint64_t passives,
                                                      std::uint64_t detractors);

}  // namespace parcours::experience
