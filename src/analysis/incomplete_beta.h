#pragma once
// The regularised incomplete beta function, and the tails of counts that it gives.

#include <cstdint>

namespace parcours::analysis {

/// I_x(a, b) for a, b > 0; 0 for x <= 0, 1 for x >= 1. Exact to about 1e-12.
///
/// Cost: a few microseconds; grows with the root of the larger of a and b.
[[nodiscard]] double incomplete_beta(double a, double b, double x);

/// P(X <= hits) of a binomial count X of n with probability p.
[[nodiscard]] double binomial_at_most(std::uint64_t hits, std::uint64_t n, double p);

}  // namespace parcours::analysis
