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

std::optional<Bounds> shares_around(const CustomerSums::Side& below, double p) {
  if (below.base == 0) return std::nullopt;
  const double n = effective_base(below);
  return n < kLeastValues ? std::nullopt : wilson_bounds(p * n, n);
}

Compared compared_of(const QuantileParts& parts) {
  Compared out;
  for (std::size_t s = 0; s < 2; ++s) {
    ComparedSide& side = out.side[s];
    side.count = side.base = parts.below_own.side[s].base;
    side.customers = parts.below_own.side[s].customers;
    if (side.base == 0) continue;
    side.value = parts.at[s];
    side.bounds = parts.bounds[s];
  }
  const auto& [a, b] = out.side;
  if (!a.value || !b.value) return out;
  out.difference = *a.value - *b.value;
  if (a.bounds && b.bounds) {
    out.bounds = difference_bounds({*a.value, *a.bounds}, {*b.value, *b.bounds},
                                   share_correlation(parts.below_own));
  }
  out.p = compare_shares(parts.below_both).p;
  return out;
}

Compared compare_quantiles(const CustomerValueSpan& a, const CustomerValueSpan& b, double p) {
  const std::array<CustomerValueSpan, 2> sides = {a, b};
  const std::array<std::span<const std::int64_t>, 2> values = {a.value, b.value};
  QuantileParts parts;
  for (std::size_t s = 0; s < 2; ++s) {
    if (sides[s].size() != 0) parts.at[s] = quantile(std::span(&values[s], 1), p);
  }
  const SharesBelow below = shares_below(sides, parts.at, quantile(values, p));
  parts.below_own = below.own;
  parts.below_both = below.both;
  for (std::size_t s = 0; s < 2; ++s) {
    if (const auto shares = shares_around(below.own.side[s], p)) {
      parts.bounds[s] = quantiles(values[s], *shares);
    }
  }
  return compared_of(parts);
}

}  // namespace parcours::analysis
