#include "experience/intervals.h"

#include <algorithm>
#include <cmath>

#include "analysis/share_interval.h"
#include "analysis/student.h"

namespace parcours::experience {
namespace {

using analysis::kNormal95;

}  // namespace

std::optional<Interval> wilson_interval(std::uint64_t hits, std::uint64_t n) {
  const auto bounds = analysis::wilson_bounds(static_cast<double>(hits), static_cast<double>(n));
  if (!bounds) return std::nullopt;
  return Interval{.low = bounds->low, .high = bounds->high};
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
  const double half = analysis::student_quantile(clusters - 1) * error;
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
  const double half = kNormal95 * std::sqrt((p + d - (p - d) * (p - d)) / (n + 3));
  const auto points = [](double share) { return std::clamp(100 * share, -100.0, 100.0); };
  return NpsEstimate{.score = 100 * (up - down) / n,
                     .adjusted = 100 * (p - d),
                     .interval = {.low = points(p - d - half), .high = points(p - d + half)}};
}

}  // namespace parcours::experience
