#include "experience/intervals.h"

#include <algorithm>
#include <cmath>

namespace parcours::experience {
namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % quantile of the normal distribution

// Continued fraction of the incomplete beta function (modified Lentz).
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  const auto away_from_zero = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double h = d;
  for (int m = 1; m <= 500; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    h *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    const double step = d * c;
    h *= step;
    if (std::abs(step - 1) < 1e-15) break;
  }
  return h;
}

double incomplete_beta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

// P(T > t) for t >= 0.
double upper_tail(double t, double degrees) {
  return 0.5 * incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

}  // namespace

std::optional<Interval> wilson_interval(std::uint64_t hits, std::uint64_t n) {
  if (n == 0) return std::nullopt;
  const auto size = static_cast<double>(n);
  const double p = static_cast<double>(hits) / size;
  const double z2 = kZ * kZ;
  const double centre = (p + z2 / (2 * size)) / (1 + z2 / size);
  const double half = kZ * std::sqrt(p * (1 - p) / size + z2 / (4 * size * size)) / (1 + z2 / size);
  // At the ends the formula gives 0 and 1 up to rounding.
  return Interval{.low = hits == 0 ? 0 : std::max(0.0, centre - half),
                  .high = hits == n ? 1 : std::min(1.0, centre + half)};
}

double student_quantile(double degrees) {
  double low = 0;
  double high = 13;  // above the quantile of one degree of freedom, 12.7062
  if (degrees < 1) high = 1e12;
  for (int i = 0; i < 200 && high - low > 1e-13 * high; ++i) {
    const double middle = (low + high) / 2;
    (upper_tail(middle, degrees) > 0.025 ? low : high) = middle;
  }
  return (low + high) / 2;
}

void ClusterSums::add(const ClusterSums& other) {
  clusters += other.clusters;
  items += other.items;
  y += other.y;
  yy += other.yy;
  ym += other.ym;
  mm += other.mm;
}

std::optional<MeanEstimate> mean_estimate(const ClusterSums& sums) {
  if (sums.items == 0) return std::nullopt;
  const auto items = static_cast<double>(sums.items);
  MeanEstimate estimate{.mean = sums.y / items, .interval = std::nullopt};
  if (sums.clusters < 2) return estimate;
  const auto clusters = static_cast<double>(sums.clusters);
  // Sum over journeys of (its values' sum - mean x its number of items)².
  const double residual = std::max(
      0.0, sums.yy - 2 * estimate.mean * sums.ym + estimate.mean * estimate.mean * sums.mm);
  const double error = std::sqrt(residual * clusters / (clusters - 1)) / items;
  const double half = student_quantile(clusters - 1) * error;
  estimate.interval = Interval{.low = estimate.mean - half, .high = estimate.mean + half};
  return estimate;
}

std::optional<NpsEstimate> nps_estimate(std::uint64_t promoters, std::uint64_t passives,
                                        std::uint64_t detractors) {
  const auto n = static_cast<double>(promoters + passives + detractors);
  if (n == 0) return std::nullopt;
  const auto up = static_cast<double>(promoters);
  const auto down = static_cast<double>(detractors);
  const double p = (up + 0.75) / (n + 3);
  const double d = (down + 0.75) / (n + 3);
  const double half = kZ * std::sqrt((p + d - (p - d) * (p - d)) / (n + 3));
  const auto points = [](double share) { return std::clamp(100 * share, -100.0, 100.0); };
  return NpsEstimate{.score = 100 * (up - down) / n,
                     .adjusted = 100 * (p - d),
                     .interval = {.low = points(p - d - half), .high = points(p - d + half)}};
}

}  // namespace parcours::experience
