#pragma once
// False discovery rates: what share of findings are chance, when many are looked for at once.
//
//   p of each  ->  q of each, in the same order
//
// Taking everything with q up to 0.05 for a finding, one in twenty of these is expected to be
// chance, whatever the number looked at.

#include <span>
#include <vector>

namespace parcours::analysis {

/// q of each p, in its order: the least share of false findings among those up to it.
///
/// Cost:   a sort.
/// Source: docs/methods/compare.md (Y. Benjamini and Y. Hochberg, 1995).
[[nodiscard]] std::vector<double> false_discovery_rates(std::span<const double> p);

}  // namespace parcours::analysis
