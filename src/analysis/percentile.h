#pragma once
// Exact percentiles of many values without sorting them.

#include <cstddef>
#include <cstdint>
#include <span>

namespace parcours::analysis {

/// The two ranks around a percentile, and how far it lies between them.
struct RankBetween {
  std::size_t low;
  std::size_t high;  ///< low + 1, or low where it is the last.
  double fraction;   ///< 0..1, from low to high.
};

/// Where percentile p (0..1) of n > 0 values lies: at p * (n - 1), the "linear" method (type 7).
[[nodiscard]] RankBetween rank_of(double p, std::size_t n);

/// The value between the values at the two ranks.
[[nodiscard]] double interpolated(std::int64_t low, std::int64_t high, double fraction);

/// Percentiles asked for and answered together.
struct PercentileRequest {
  double p;      ///< 0..1
  double value;  ///< Out: linear interpolation between the ranks around p * (n - 1).
};

/// Answers all requests over `values`, which it reorders.
///
/// Requests must rise in p; values span less than 2^63. The same values in another order give the
/// same answer. Cost:   about 2 ns a value for a handful of requests; no allocation beyond a few
/// kilobytes. Source: the "linear" method (type 7) of R and NumPy, and of DuckDB's quantile_cont.
void exact_percentiles(std::span<std::int64_t> values, std::span<PercentileRequest> requests);

/// The same over values that stand in several parts, which it leaves as they are.
void exact_percentiles(std::span<const std::span<const std::int64_t>> parts,
                       std::span<PercentileRequest> requests);

}  // namespace parcours::analysis
