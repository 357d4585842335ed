#pragma once
// Numbers as people export them: 12.5 and 12,5.

#include <optional>
#include <string_view>

namespace parcours::collect {

/// Reads a decimal number with a point or a comma as its mark.
///
/// A comma before exactly three digits may be a mark of thousands: it is not guessed, and the text
/// is no number. Blanks are not allowed.
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

}  // namespace parcours::collect
