#include "analysis/compared_quantile.h"

#include <algorithm>
#include <array>

#include "analysis/percentile.h"
#include "analysis/share_interval.h"

namespace parcours::analysis {
namespace {

// From the smallest to the largest of fewer values lies the median less than nineteen times in
// twenty: there is no interval to give.
constexpr double kLeastValues = 6;

std::vector<std::int64_t> sorted_values(const CustomerValues& values) {
  std::vector<std::int64_t> out;
  out.reserve(values.size());
  for (const CustomerValue& one : values) out.push_back(one.value);
  std::sort(out.begin(), out.end());
  return out;
}

double quantile(const std::vector<std::int64_t>& sorted, double p) {
  const RankBetween rank = rank_of(p, sorted.size());
  return interpolated(sorted[rank.low], sorted[rank.high], rank.fraction);
}

// How many of each customer's values are no larger than the limit of their side.
CustomerSums shares_below(const CustomerValues& a, const CustomerValues& b,
                          const std::array<double, 2>& limit) {
  CustomerSums sums;
  const auto part = [](const CustomerValues& values, std::size_t& at, std::uint32_t customer,
                       double below) {
    CustomerPart out;
    for (; at < values.size() && values[at].customer == customer; ++at) {
      ++out.base;
      out.hits += static_cast<double>(values[at].value) <= below ? 1U : 0U;
    }
    return out;
  };
  std::size_t at_a = 0;
  std::size_t at_b = 0;
  while (at_a < a.size() || at_b < b.size()) {
    const std::uint32_t customer = at_b == b.size() ? a[at_a].customer
                                   : at_a == a.size()
                                       ? b[at_b].customer
                                       : std::min(a[at_a].customer, b[at_b].customer);
    const CustomerPart of_a = part(a, at_a, customer, limit[0]);
    sums.add(of_a, part(b, at_b, customer, limit[1]));
  }
  return sums;
}

}  // namespace

Compared compare_quantiles(const CustomerValues& a, const CustomerValues& b, double p) {
  const std::array<std::vector<std::int64_t>, 2> sorted = {sorted_values(a), sorted_values(b)};
  Compared out;
  std::array<double, 2> at{};
  for (std::size_t s = 0; s < 2; ++s) {
    out.side[s].count = out.side[s].base = sorted[s].size();
    if (sorted[s].empty()) continue;
    at[s] = quantile(sorted[s], p);
    out.side[s].value = at[s];
  }
  const CustomerSums below = shares_below(a, b, at);
  for (std::size_t s = 0; s < 2; ++s) {
    out.side[s].customers = below.side[s].customers;
    if (sorted[s].empty()) continue;
    const double n = effective_base(below.side[s]);
    if (n < kLeastValues) continue;
    const Bounds share = *wilson_bounds(p * n, n);
    out.side[s].bounds = Bounds{quantile(sorted[s], share.low), quantile(sorted[s], share.high)};
  }
  if (!out.side[0].value || !out.side[1].value) return out;
  out.difference = at[0] - at[1];
  if (out.side[0].bounds && out.side[1].bounds) {
    out.bounds = difference_bounds({at[0], *out.side[0].bounds}, {at[1], *out.side[1].bounds},
                                   share_correlation(below));
  }
  std::vector<std::int64_t> together(sorted[0].size() + sorted[1].size());
  std::merge(sorted[0].begin(), sorted[0].end(), sorted[1].begin(), sorted[1].end(),
             together.begin());
  const double limit = quantile(together, p);
  out.p = compare_shares(shares_below(a, b, {limit, limit})).p;
  return out;
}

}  // namespace parcours::analysis
