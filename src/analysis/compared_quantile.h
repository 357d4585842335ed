#pragma once
// A median (or another quantile) of two groups, compared by the customer.
//
//   values, each a customer's  ->  Compared
//
// The interval of a quantile lies between the values at the ends of the interval of the share that
// lies below it (R. S. Woodruff, 1952). The test asks whether as large a share of both sides lies
// below the quantile of both together (Mood's test). Both look at shares by customer, so that the
// values of one customer are not taken for independent, and no random numbers are drawn.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/customer_sums.h"

namespace parcours::analysis {

/// One value.
struct CustomerValue {
  std::uint32_t customer = 0;
  std::int64_t value = 0;
};

/// Values of one side; those of a customer stand side by side, customers rise.
class CustomerValues {
 public:
  void push_back(const CustomerValue& one) {
    customer_.push_back(one.customer);
    value_.push_back(one.value);
  }
  void append(const CustomerValues& other);
  void resize(std::size_t size) {
    customer_.resize(size);
    value_.resize(size);
  }
  [[nodiscard]] std::size_t size() const { return value_.size(); }
  [[nodiscard]] std::span<const std::uint32_t> customer() const { return customer_; }
  [[nodiscard]] std::span<const std::int64_t> value() const { return value_; }

 private:
  std::vector<std::uint32_t> customer_;
  std::vector<std::int64_t> value_;
};

/// The same, borrowed.
struct CustomerValueSpan {
  std::span<const std::uint32_t> customer{};
  std::span<const std::int64_t> value{};

  CustomerValueSpan() = default;
  CustomerValueSpan(std::span<const std::uint32_t> customers, std::span<const std::int64_t> values)
      : customer(customers), value(values) {}
  CustomerValueSpan(const CustomerValues& values)  // NOLINT(google-explicit-constructor)
      : customer(values.customer()), value(values.value()) {}
  [[nodiscard]] std::size_t size() const { return value.size(); }
};

/// Compares the quantile `p` (0..1) of the values. Count and base are the number of values.
///
/// Cost:   a few selections among the values and one pass, about 15 ns a value.
/// Source: docs/methods/compare.md
[[nodiscard]] Compared compare_quantiles(const CustomerValueSpan& a, const CustomerValueSpan& b,
                                         double p);

/// What a comparison is made of, for those who find values elsewhere.
struct QuantileParts {
  std::array<double, 2> at{};  ///< The quantile of each side.
  CustomerSums below_own{};    ///< Of each customer's values, those no larger than their side's …
  CustomerSums below_both{};   ///< … and no larger than that of both sides together.
  std::array<std::optional<Bounds>, 2> bounds{};  ///< Quantiles at the ends of shares_around.
};
[[nodiscard]] Compared compared_of(const QuantileParts& parts);
/// Between which shares the interval of a quantile lies; nothing where too few customers tell.
[[nodiscard]] std::optional<Bounds> shares_around(const CustomerSums::Side& below, double p);

}  // namespace parcours::analysis
