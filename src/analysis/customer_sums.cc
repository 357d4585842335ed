#include "analysis/customer_sums.h"

#include <algorithm>
#include <cmath>

#include "analysis/fisher_exact.h"
#include "analysis/share_interval.h"
#include "analysis/student.h"

namespace parcours::analysis {
namespace {

using Side = CustomerSums::Side;

// With fewer, how much customers differ cannot be seen; each then counts once.
constexpr std::uint64_t kFewCustomers = 10;
constexpr double kLeastExpected = 5;

double number(std::uint64_t n) {
  return static_cast<double>(n);
}

double share_of(const Side& side) {
  return number(side.hits) / number(side.base);
}

// Variance of hits by base, from customer to customer.
double ratio_variance(const Side& side) {
  if (side.customers < 2) return 0;
  const double r = share_of(side);
  const double residual =
      number(side.hit_hit) - 2 * r * number(side.hit_base) + r * r * number(side.base_base);
  const double customers = number(side.customers);
  return std::max(0.0, residual) * customers / (customers - 1) /
         (number(side.base) * number(side.base));
}

double ratio_covariance(const CustomerSums& sums) {
  const double a = share_of(sums.side[0]);
  const double b = share_of(sums.side[1]);
  const double residual = number(sums.shared.hit_hit) - b * number(sums.shared.hit_base) -
                          a * number(sums.shared.base_hit) + a * b * number(sums.shared.base_base);
  return residual / (number(sums.side[0].base) * number(sums.side[1].base));
}

ComparedSide described(const Side& side) {
  ComparedSide out{
      .count = side.hits, .base = side.base, .customers = side.customers, .open = side.open};
  if (side.base != 0) out.value = share_of(side);
  return out;
}

Hits rounded(double share, double n) {
  const auto whole = static_cast<std::uint64_t>(std::llround(n));
  return {std::min(whole, static_cast<std::uint64_t>(std::llround(share * n))), whole};
}

// The chance of shares as different or more, if there were but one.
double share_test(const CustomerSums& sums, const std::array<double, 2>& n, double correlation) {
  const Side& a = sums.side[0];
  const Side& b = sums.side[1];
  const double pooled = number(a.hits + b.hits) / number(a.base + b.base);
  if (pooled <= 0 || pooled >= 1) return 1;
  if (std::min(n[0], n[1]) * std::min(pooled, 1 - pooled) < kLeastExpected) {
    return fisher_exact(rounded(share_of(a), n[0]), rounded(share_of(b), n[1]));
  }
  const double together = 2 * correlation / std::sqrt(n[0] * n[1]);
  const double variance = pooled * (1 - pooled) * (1 / n[0] + 1 / n[1] - together);
  const double difference = share_of(a) - share_of(b);
  if (difference == 0 || variance <= 0) return difference == 0 ? 1 : 0;
  return normal_two_sided(difference / std::sqrt(variance));
}

}  // namespace

void CustomerSums::add(const CustomerSums& others) {
  for (std::size_t s = 0; s < side.size(); ++s) {
    const Side& from = others.side[s];
    side[s].customers += from.customers;
    side[s].hits += from.hits;
    side[s].base += from.base;
    side[s].hit_hit += from.hit_hit;
    side[s].hit_base += from.hit_base;
    side[s].base_base += from.base_base;
    side[s].open += from.open;
  }
  shared.hit_hit += others.shared.hit_hit;
  shared.hit_base += others.shared.hit_base;
  shared.base_hit += others.shared.base_hit;
  shared.base_base += others.shared.base_base;
}

bool Compared::is_unsettled() const {
  if (!difference || side[0].open + side[1].open == 0) return false;
  const auto open = [&](std::size_t s) { return number(side[s].open) / number(side[s].base); };
  const double excess = *difference < 0 ? open(0) - open(1) : open(1) - open(0);
  return excess > 0 && excess >= std::abs(*difference);
}

double effective_base(const Side& side) {
  const double base = number(side.base);
  if (side.base_base == side.base) return base;
  const double all_alike = base * base / number(side.base_base);
  const double p = share_of(side);
  const double variance = ratio_variance(side);
  if (side.customers < kFewCustomers || variance <= 0) return all_alike;
  return std::min(base, p * (1 - p) / variance);
}

double share_correlation(const CustomerSums& sums) {
  if (sums.shared.base_base == 0) return 0;
  const double product = ratio_variance(sums.side[0]) * ratio_variance(sums.side[1]);
  if (product <= 0) return 0;
  return std::clamp(ratio_covariance(sums) / std::sqrt(product), -1.0, 1.0);
}

Compared compare_shares(const CustomerSums& sums) {
  Compared out{.side = {described(sums.side[0]), described(sums.side[1])}};
  std::array<double, 2> n{};
  for (std::size_t s = 0; s < n.size(); ++s) {
    if (!out.side[s].value) continue;
    n[s] = effective_base(sums.side[s]);
    out.side[s].bounds = wilson_bounds(*out.side[s].value * n[s], n[s]);
  }
  const auto& [a, b] = out.side;
  if (!a.value || !b.value) return out;
  const double correlation = share_correlation(sums);
  out.difference = *a.value - *b.value;
  out.bounds = difference_bounds({*a.value, *a.bounds}, {*b.value, *b.bounds}, correlation);
  out.p = share_test(sums, n, correlation);
  return out;
}

Compared compare_means(const CustomerSums& sums) {
  Compared out{.side = {described(sums.side[0]), described(sums.side[1])}};
  std::array<double, 2> variance{};
  for (std::size_t s = 0; s < variance.size(); ++s) {
    ComparedSide& side = out.side[s];
    side.count = side.base;
    if (side.customers < 2) continue;
    variance[s] = ratio_variance(sums.side[s]);
    const double half = student_quantile(number(side.customers - 1)) * std::sqrt(variance[s]);
    side.bounds = Bounds{*side.value - half, *side.value + half};
  }
  const auto& [a, b] = out.side;
  if (!a.value || !b.value) return out;
  out.difference = *a.value - *b.value;
  if (!a.bounds || !b.bounds) return out;
  const double apart = variance[0] + variance[1];
  const double spread = std::max(0.0, apart - 2 * ratio_covariance(sums));
  if (apart <= 0 || spread <= 0) {
    out.bounds = Bounds{*out.difference, *out.difference};
    if (*out.difference == 0) out.p = 1;
    return out;
  }
  const double degrees = apart * apart /
                         (variance[0] * variance[0] / number(a.customers - 1) +
                          variance[1] * variance[1] / number(b.customers - 1));
  const double error = std::sqrt(spread);
  const double half = student_quantile(degrees) * error;
  out.bounds = Bounds{*out.difference - half, *out.difference + half};
  out.p = 2 * student_tail(std::abs(*out.difference) / error, degrees);
  return out;
}

}  // namespace parcours::analysis
