#pragma once
// Control charts of a share: which periods lie outside of what the periods before them let expect.
//
//   hits of n, a period each, in order  ->  a ControlPoint each: its limits, inside or outside
//
// Each period is held against those before it alone, so what was said of it never changes when
// later ones come. A period outside is no part of what later ones are held against, so that a shift
// stays outside; after kRenew of them in a row on one side, these are the new level.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace parcours::analysis {

inline constexpr std::uint64_t kControlLeast = 10;  ///< A period with fewer is not judged.
inline constexpr std::size_t kControlFirst = 12;    ///< Periods that are needed before one.
inline constexpr std::size_t kControlMost = 52;     ///< The newest ones that are looked at.
inline constexpr std::size_t kControlRenew = 12;    ///< In a row outside: the new level.

struct ShareOf {
  std::uint64_t hits = 0;
  std::uint64_t n = 0;
};

enum class Control : std::uint8_t {
  Early,     ///< One of the first, which are said to be unlike the others.
  TooFew,    ///< Fewer than kControlLeast.
  Learning,  ///< Not enough periods before it.
  Inside,
  Below,
  Above,
};
/// "early", "too_few", "learning", "inside", "below", "above".
[[nodiscard]] std::string_view name_of(Control control);

/// What the periods before let expect; a share on a limit is inside.
struct ControlLimits {
  double centre = 0;  ///< Their share.
  double low = 0;
  double high = 1;
};

struct ControlPoint {
  Control state = Control::TooFew;
  std::optional<ControlLimits> limits;  ///< Of Inside, Below and Above.
};

/// The limits for a period of `n`.
///
/// The wider of two: Laney's p' chart, with what a period differs from the next beside chance, for
/// a new period; and the counts that chance alone would leave in 27 periods of 10,000. Both sides
/// together, each leaves about 3 in 1,000 periods outside that are as those before.
/// Cost:   that of `before`, and some incomplete beta functions.
/// Source: docs/methods/alerts.md
[[nodiscard]] ControlLimits control_limits(std::span<const ShareOf> before, std::uint64_t n);

/// One point a period; the first `early` are neither judged nor learnt from.
///
/// Cost: kControlMost a period.
[[nodiscard]] std::vector<ControlPoint> control_points(std::span<const ShareOf> periods,
                                                       std::size_t early = 0);

/// Points on one side, one after the other, up to the last one judged.
struct OutOfControl {
  Control side = Control::Below;
  std::size_t since = 0;    ///< The first of them.
  std::size_t last = 0;     ///< The last of them, and the last one judged.
  std::size_t periods = 0;  ///< How many; those with too few are not among them.
};
[[nodiscard]] std::optional<OutOfControl> out_of_control(std::span<const ControlPoint> points);

}  // namespace parcours::analysis
