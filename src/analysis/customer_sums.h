#pragma once
// Two groups compared by the customer: shares and means whose parts are not independent.
//
//   hits of a base, customer by customer, on both sides  ->  CustomerSums  ->  Compared
//
// A customer may count several times on a side (several journeys), and on both sides (two
// periods): such counts move together and are not taken for independent. The sums below are whole
// numbers and add up in any order, so an answer does not depend on who counted what.

#include <array>
#include <cstdint>
#include <optional>

#include "analysis/bounds.h"

namespace parcours::analysis {

/// What one customer adds on one side: `hits` of `base`. For a mean, hits are what is averaged.
struct CustomerPart {
  std::uint64_t hits = 0;
  std::uint64_t base = 0;
};

/// Sums over customers.
struct CustomerSums {
  /// Of one side.
  struct Side {
    std::uint64_t customers = 0;  ///< With a base.
    std::uint64_t hits = 0;
    std::uint64_t base = 0;
    std::uint64_t hit_hit = 0;    ///< Of hits².
    std::uint64_t hit_base = 0;   ///< Of hits x base.
    std::uint64_t base_base = 0;  ///< Of base².
    std::uint64_t open = 0;       ///< Of the base, no hits yet, but may become some.
  };
  std::array<Side, 2> side{};
  /// Of products of the first side by the second: hits or base of each.
  struct Shared {
    std::uint64_t hit_hit = 0;
    std::uint64_t hit_base = 0;
    std::uint64_t base_hit = 0;
    std::uint64_t base_base = 0;
  } shared{};

  /// Adds one customer.
  void add(const CustomerPart& a, const CustomerPart& b) {
    add_side(side[0], a);
    add_side(side[1], b);
    // Most customers stand on one side.
    if ((a.base | a.hits) == 0 || (b.base | b.hits) == 0) return;
    shared.hit_hit += a.hits * b.hits;
    shared.hit_base += a.hits * b.base;
    shared.base_hit += a.base * b.hits;
    shared.base_base += a.base * b.base;
  }
  /// Adds the sums over other customers.
  void add(const CustomerSums& others);

 private:
  static void add_side(Side& sums, const CustomerPart& part) {
    sums.customers += part.base != 0 ? 1U : 0U;
    sums.hits += part.hits;
    sums.base += part.base;
    sums.hit_hit += part.hits * part.hits;
    sums.hit_base += part.hits * part.base;
    sums.base_base += part.base * part.base;
  }
};

/// One number on one side.
struct ComparedSide {
  std::optional<double> value{};   ///< Nothing without a base.
  std::optional<Bounds> bounds{};  ///< 95 %.
  std::uint64_t count = 0;         ///< What is counted: hits of a share, otherwise its base.
  std::uint64_t base = 0;
  std::uint64_t customers = 0;  ///< Behind the base.
  std::uint64_t open = 0;       ///< Of the base: not counted, but may be yet.
};

/// One number of both sides, and how they differ.
struct Compared {
  std::array<ComparedSide, 2> side{};
  std::optional<double> difference{};  ///< First less second; nothing if either is missing.
  std::optional<Bounds> bounds{};      ///< 95 %, of the difference.
  std::optional<double> p{};           ///< Two-sided; nothing where it is not tested.

  /// True if so many more of the lower side are open that they could make up the difference.
  [[nodiscard]] bool is_unsettled() const;
};

/// Compares two shares: hits of each customer are no more than their base.
///
/// Hits and base of a side are divided by how much less its customers tell than as many that are
/// independent (J. N. K. Rao and A. J. Scott, 1992); then Newcombe's interval, and the test of two
/// shares, or Fisher's where fewer than five hits or misses are expected on a side.
/// Source: docs/methods/compare.md
[[nodiscard]] Compared compare_shares(const CustomerSums& sums);

/// Compares two means, hits by base, with Welch's interval and test over customers.
///
/// Source: docs/methods/compare.md
[[nodiscard]] Compared compare_means(const CustomerSums& sums);

/// How many independent ones the base of a side tells as much as, of a share.
[[nodiscard]] double effective_base(const CustomerSums::Side& side);
/// How much the shares of the two sides move together, -1..1: 0 where no customer is on both.
[[nodiscard]] double share_correlation(const CustomerSums& sums);

}  // namespace parcours::analysis
