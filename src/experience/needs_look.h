#pragma once
// Which stages need a look first, and why: one rule for the overview and for the canvas's last
// lane.
//
//   Canvas  +  its Design  ->  Look per stage that stands out, first rank first
//
// A stage stands out for a reason only where a whole 95 % interval clears its line and at least
// kMinimumBase journeys stand behind it: chance alone puts nothing on the list.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "design/design.h"
#include "design/local_text.h"
#include "experience/canvas.h"

namespace parcours::experience {

/// A promise is broken too often if even the low end of the interval is above this share.
inline constexpr double kBrokenTooOften = 0.1;

/// Why a stage needs a look.
enum class LookReason : std::uint8_t {
  Verdict,  ///< Felt disappointing.
  Gap,      ///< Felt below its target.
  Promise,  ///< Its promise is broken in more than kBrokenTooOften of the journeys decided.
};
[[nodiscard]] std::string_view name_of(LookReason reason);  ///< "verdict", "gap", "promise".

/// One reason with the figure that it is drawn from.
///
/// Units: a mean on the basis' scale (Verdict), a difference on it (Gap), a share (Promise).
struct LookWhy {
  LookReason reason = LookReason::Verdict;
  double value = 0;
  Interval interval;
  design::LocalText text;  ///< In words, with the figure.
};

/// A stage that needs a look.
struct Look {
  std::size_t stage = 0;     ///< Index in the design.
  std::uint64_t rank = 1;    ///< 1 is looked at first.
  std::vector<LookWhy> why;  ///< At least one; in the order of LookReason.
};

/// Ranks the stages that need a look.
///
/// Order:  moments of truth; then disappointing stages; then by importance of the moment of truth,
///         width of the gap as a part of its scale, share of broken promises, each the higher
///         first; then as in the design.
/// Cost:   O(stages).
/// Source: docs/methods/needs-look.md
[[nodiscard]] std::vector<Look> stages_to_look_at(const design::Design& design,
                                                  const Canvas& canvas);

}  // namespace parcours::experience
