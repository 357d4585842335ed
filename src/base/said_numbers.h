#pragma once
// Numbers as people write them, each in its language: parts of what is said.
//
//               English    French
//   count       1,234      1 234
//   decimal     0.5        0,5
//   percent     12.3%      12,3 %
//   duration    1d 7h      1 j 7 h
//
// Other programs read numbers from JSON and CSV, where none of this is done.

#include <cstdint>

#include "base/message.h"

namespace parcours {

[[nodiscard]] Message said_count(std::uint64_t count);
/// With that many digits behind the mark.
[[nodiscard]] Message said_decimal(double number, int digits);
/// A share of 1, with one digit.
[[nodiscard]] Message said_percent(double share);
/// Two units at most: "2d 3h", "5m 2s", "120ms", "0s"; in English as format_duration.
[[nodiscard]] Message said_duration(std::int64_t duration_us);

}  // namespace parcours
