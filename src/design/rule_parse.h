#pragma once
// Reads the rules of a design.

#include <vector>

#include "base/document.h"
#include "design/rule.h"

namespace parcours::design {

struct Design;

/// Reads the list of rules; `design` has its stages already.
///
/// Errors: Error(BadInput) at the place at fault: no list, a doubled id, a kind or stage that is
///         not known (with the nearest), a stage without contact, an event that is neither
///         touchpoint nor stage, the same events twice in a
///         rule that nobody could keep to; Error(TooLarge) past kMaxRules.
[[nodiscard]] std::vector<Rule> parse_rules(const Node& list, const Design& design);

}  // namespace parcours::design
