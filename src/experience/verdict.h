#pragma once
// Disappointing, neutral or delight: said only where a 95 % interval clears the line.
//
//   estimate with interval and base  +  two lines  ->  Judgement with its reason in words

#include <cstdint>
#include <optional>
#include <string_view>

#include "design/local_text.h"
#include "experience/intervals.h"

namespace parcours::experience {

/// Journeys below which no verdict is said, whatever the interval.
inline constexpr std::uint64_t kMinimumBase = 10;

enum class Verdict : std::uint8_t { Disappointing, Neutral, Delight, Unknown };
enum class Basis : std::uint8_t { Satisfaction, Cx, None };
[[nodiscard]] std::string_view name_of(Verdict verdict);  ///< "disappointing" …
[[nodiscard]] std::string_view name_of(Basis basis);      ///< "satisfaction", "cx", "none".

/// The two lines of a scale; disappointing_below <= delight_from.
struct VerdictLines {
  double disappointing_below = 0;
  double delight_from = 0;
};

/// What a verdict is drawn from.
struct Evidence {
  double mean = 0;
  std::optional<Interval> interval;
  std::uint64_t journeys = 0;  ///< The base: journeys that gave an answer or met an interaction.
};

struct Judgement {
  Verdict verdict = Verdict::Unknown;
  Basis basis = Basis::None;
  design::LocalText reason;
};

/// Draws the verdict of a stage.
///
/// Disappointing if the whole interval lies below the first line; delight if it lies at or above
/// the second; neutral if it lies between the two; unknown otherwise, or below kMinimumBase
/// journeys. Satisfaction is asked first; the CX score decides only where too few journeys were
/// asked. Source: docs/methods/verdict.md
[[nodiscard]] Judgement judge(const std::optional<Evidence>& satisfaction,
                              const VerdictLines& satisfaction_lines,
                              const std::optional<Evidence>& cx, const VerdictLines& cx_lines);

}  // namespace parcours::experience
