#include "analysis/fisher_exact.h"

#include <algorithm>
#include <cmath>

namespace parcours::analysis {
namespace {

double log_choose(std::uint64_t n, std::uint64_t k) {
  const auto number = [](std::uint64_t x) { return static_cast<double>(x); };
  return std::lgamma(number(n) + 1) - std::lgamma(number(k) + 1) - std::lgamma(number(n - k) + 1);
}

}  // namespace

double fisher_exact(const Hits& a, const Hits& b) {
  // Ways that differ by rounding alone are equally likely.
  constexpr double kHair = 1e-7;
  const std::uint64_t hits = a.hits + b.hits;
  const std::uint64_t least = hits > b.n ? hits - b.n : 0;
  const std::uint64_t most = std::min(hits, a.n);
  const auto log_chance = [&](std::uint64_t of_a) {
    return log_choose(a.n, of_a) + log_choose(b.n, hits - of_a) - log_choose(a.n + b.n, hits);
  };
  const double seen = log_chance(a.hits);
  double sum = 0;
  for (std::uint64_t of_a = least; of_a <= most; ++of_a) {
    const double chance = log_chance(of_a);
    if (chance <= seen + kHair) sum += std::exp(chance);
  }
  return std::min(1.0, sum);
}

}  // namespace parcours::analysis
