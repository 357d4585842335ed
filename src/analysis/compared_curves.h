#pragma once
// Survival curves of two groups, compared by the customer.
//
//   spells, each a customer's  ->  shares that had an outcome, mean wait, median, log-rank test
//
// Values and their spread are those of survival.h. Where a customer has several spells, or spells
// on both sides, the spread grows by as much as the sums of their influences say (L.-J. Wei, D. Y.
// Lin and L. Weissfeld, 1989); where none has, nothing changes.

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/customer_sums.h"
#include "analysis/side_curve.h"

namespace parcours::analysis {

/// What is compared. Shares and means are those up to `until_us`.
struct ComparedCurves {
  std::int64_t until_us = 0;       ///< The horizon, or the shorter of both longest spells.
  Compared any{};                  ///< Had any outcome. Count: those seen; base: spells.
  std::vector<Compared> causes{};  ///< [causes] Had this one, the others being what they are.
  Compared mean{};                 ///< Wait in microseconds, none counted longer than until_us.
  Compared median{};               ///< Time by which half had an outcome; not tested.
  /// Outcomes seen by those expected if both waited alike, and the log-rank test.
  Compared curve{};
};

/// Fewer outcomes, or fewer without one, on a side: the share is not tested.
inline constexpr std::uint64_t kLeastOutcomes = 5;

/// Compares two groups of spells.
///
/// Cost:    a sort of the spells, and a few passes; about 100 bytes a spell.
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/compare.md
[[nodiscard]] ComparedCurves compare_curves(const CustomerSpells& a, const CustomerSpells& b,
                                            std::size_t causes,
                                            std::optional<std::int64_t> horizon_us);

/// The spells of journeys, customer by customer.
///
/// Errors:  those of SpellReader; Error(Cancelled).
/// Threads: as above.
[[nodiscard]] CustomerSpells spells_by_customer(const journey::JourneyView& view,
                                                const SpellRule& rule, const Execution& run = {});

/// Lists one after the other, of which nothing is left.
[[nodiscard]] CustomerSpells joined_spells(std::vector<CustomerSpells>& parts);

}  // namespace parcours::analysis
