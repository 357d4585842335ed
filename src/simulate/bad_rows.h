#pragma once
// bad_rows.csv: a small export with one row for each way of being wrong, and good rows between.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/rows.h"

namespace parcours::simulate {

/// The reasons for which a row of bad_rows.csv is refused, in file order; one row each. The broken
/// quote stands last, because it swallows what follows.
inline constexpr std::array<std::string_view, 12> kBadRows = {
    "no_customer",       "no_time",          "bad_time",   "bad_time",
    "time_out_of_range", "no_activity",      "bad_number", "score_out_of_scale",
    "wrong_cell_count",  "wrong_cell_count", "not_utf8",   "broken_quote",
};
/// Good rows of the file, one of them over two lines.
inline constexpr std::uint64_t kGoodRows = 6;

/// The whole file. `seed` makes its event ids differ from other companies'.
[[nodiscard]] std::string bad_rows(std::uint64_t seed);

}  // namespace parcours::simulate
