#pragma once
// Intervals of a share, and of the difference of two estimates that have one.
//
//   hits of n               ->  Wilson's score interval
//   estimate, estimate      ->  the interval of their difference (square and add)
//
// Counts may be fractions: what customers who count several times leave of them
// (customer_sums.h).

#include <optional>

#include "analysis/bounds.h"

namespace parcours::analysis {

inline constexpr double kNormal95 = 1.959963984540054;  ///< 97.5 % quantile of the normal curve.

/// Wilson's score interval of hits of n; nothing if n is not above 0.
///
/// Source: docs/methods/stage-lived.md (E. B. Wilson, 1927).
[[nodiscard]] std::optional<Bounds> wilson_bounds(double hits, double n);

/// An estimate with its 95 % interval.
struct Estimate {
  double value = 0;
  Bounds bounds{};
};

/// The interval of a - b: distances of the bounds from their estimates, squared and added, less
/// what two estimates that move together (`correlation`, -1..1) take from their difference.
///
/// Of two shares with Wilson's bounds and without correlation this is Newcombe's score interval.
/// Source: docs/methods/compare.md (R. G. Newcombe, 1998; G. Y. Zou and A. Donner, 2008).
[[nodiscard]] Bounds difference_bounds(const Estimate& a, const Estimate& b, double correlation);

/// Twice the smaller tail of the normal curve beyond z.
[[nodiscard]] double normal_two_sided(double z);

}  // namespace parcours::analysis
