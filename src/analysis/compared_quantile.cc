#include "analysis/compared_quantile.h"

#include <algorithm>
#include <array>

#include "analysis/percentile.h"
#include "analysis/share_interval.h"
#include "analysis/two_groups.h"

namespace parcours::analysis {
namespace {

// From the smallest to the largest of fewer values lies the median less than nineteen times in
// twenty: there is no interval to give.
constexpr double kLeastValues = 6;

double quantile(std::span<const std::span<const std::int64_t>> parts, double p) {
  std::array<PercentileRequest, 1> asked = {{{p, 0}}};
  exact_percentiles(parts, asked);
  return asked[0].value;
}

// Both ends of an interval, ends of an interval of shares.
Bounds quantiles(std::span<const std::int64_t> values, const Bounds& shares) {
  std::array<PercentileRequest, 2> asked = {{{shares.low, 0}, {shares.high, 0}}};
  exact_percentiles(std::span(&values, 1), asked);
  return {asked[0].value, asked[1].value};
}

// How many of each customer's values are no larger than the limit of their side, and no larger than
// that of both.
struct SharesBelow {
  CustomerSums own{};
  CustomerSums both{};
};
SharesBelow shares_below(const std::array<CustomerValueSpan, 2>& sides,
                         const std::array<double, 2>& own, double both) {
  SharesBelow sums;
  const CustomerRange all = {Block{0, sides[0].size()}, Block{0, sides[1].size()}};
  for_each_customer(
      all, [&](std::size_t s, std::size_t i) { return sides[s].customer[i]; },
      [&](const CustomerRange& theirs) {
        std::array<CustomerPart, 2> below_own{};
        std::array<CustomerPart, 2> below_both{};
        for (std::size_t s = 0; s < 2; ++s) {
          below_own[s].base = below_both[s].base = theirs[s].end - theirs[s].begin;
          for (std::size_t i = theirs[s].begin; i < theirs[s].end; ++i) {
            const auto value = static_cast<double>(sides[s].value[i]);
            below_own[s].hits += value <= own[s] ? 1U : 0U;
            below_both[s].hits += value <= both ? 1U : 0U;
          }
        }
        sums.own.add(below_own[0], below_own[1]);
        sums.both.add(below_both[0], below_both[1]);
      });
  return sums;
}

}  // namespace

void CustomerValues::append(const CustomerValues& other) {
  customer_.insert(customer_.end(), other.customer_.begin(), other.customer_.end());
  value_.insert(value_.end(), other.value_.begin(), other.value_.end());
}

Compared compare_quantiles(const CustomerValueSpan& a, const CustomerValueSpan& b, double p) {
  const std::array<CustomerValueSpan, 2> sides = {a, b};
  const std::array<std::span<const std::int64_t>, 2> values = {a.value, b.value};
  Compared out;
  std::array<double, 2> at{};
  for (std::size_t s = 0; s < 2; ++s) {
    out.side[s].count = out.side[s].base = sides[s].size();
    if (sides[s].size() == 0) continue;
    at[s] = quantile(std::span(&values[s], 1), p);
    out.side[s].value = at[s];
  }
  const SharesBelow below = shares_below(sides, at, quantile(values, p));
  for (std::size_t s = 0; s < 2; ++s) {
    out.side[s].customers = below.own.side[s].customers;
    if (sides[s].size() == 0) continue;
    const double n = effective_base(below.own.side[s]);
    if (n < kLeastValues) continue;
    out.side[s].bounds = quantiles(values[s], *wilson_bounds(p * n, n));
  }
  if (!out.side[0].value || !out.side[1].value) return out;
  out.difference = at[0] - at[1];
  if (out.side[0].bounds && out.side[1].bounds) {
    out.bounds = difference_bounds({at[0], *out.side[0].bounds}, {at[1], *out.side[1].bounds},
                                   share_correlation(below.own));
  }
  out.p = compare_shares(below.both).p;
  return out;
}

}  // namespace parcours::analysis
