#pragma once
// A median (or another quantile) of two groups, compared by the customer.
//
//   values, each a customer's  ->  Compared
//
// The interval of a quantile lies between the values at the ends of the interval of the share that
// lies below it (R. S. Woodruff, 1952). The test asks whether as large a share of both sides lies
// below the quantile of both together (Mood's test). Both look at shares by customer, so that the
// values of one customer are not taken for independent, and no random numbers are drawn.

#include <cstdint>
#include <vector>

#include "analysis/customer_sums.h"

namespace parcours::analysis {

/// One value.
struct CustomerValue {
  std::uint32_t customer = 0;
  std::int64_t value = 0;
};

/// Values of one side; those of a customer stand side by side, customers rise.
using CustomerValues = std::vector<CustomerValue>;

/// Compares the quantile `p` (0..1) of the values. Count and base are the number of values.
///
/// Cost:   a sort of the values.
/// Source: docs/methods/compare.md
[[nodiscard]] Compared compare_quantiles(const CustomerValues& a, const CustomerValues& b,
                                         double p);

}  // namespace parcours::analysis
