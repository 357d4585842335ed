#include "analysis/share_interval.h"

#include <algorithm>
#include <cmath>

namespace parcours::analysis {

std::optional<Bounds> wilson_bounds(double hits, double n) {
  if (!(n > 0)) return std::nullopt;
  const double p = hits / n;
  const double z2 = kNormal95 * kNormal95;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half =
      kNormal95 * std::sqrt(std::max(0.0, p * (1 - p)) / n + z2 / (4 * n * n)) / (1 + z2 / n);
  // At the ends the formula gives 0 and 1 up to rounding.
  return Bounds{.low = hits <= 0 ? 0 : std::max(0.0, centre - half),
                .high = hits >= n ? 1 : std::min(1.0, centre + half)};
}

Bounds difference_bounds(const Estimate& a, const Estimate& b, double correlation) {
  const auto joined = [correlation](double of_a, double of_b) {
    return std::sqrt(std::max(0.0, of_a * of_a - 2 * correlation * of_a * of_b + of_b * of_b));
  };
  const double difference = a.value - b.value;
  return {.low = difference - joined(a.value - a.bounds.low, b.bounds.high - b.value),
          .high = difference + joined(a.bounds.high - a.value, b.value - b.bounds.low)};
}

double normal_two_sided(double z) {
  return std::erfc(std::abs(z) / std::sqrt(2.0));
}

}  // namespace parcours::analysis
