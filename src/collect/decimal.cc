#include "collect/decimal.h"

#include <string>

#include "base/text.h"

namespace parcours::collect {

std::optional<double> parse_decimal(std::string_view text) {
  if (const auto number = parse_number(text)) return number;
  constexpr std::size_t kLongest = 40;
  const std::size_t comma = text.find(',');
  if (comma == text.npos || text.find('.') != text.npos || text.size() > kLongest) {
    return std::nullopt;
  }
  constexpr std::size_t kThousands = 4;  // the comma and three digits
  if (text.size() - comma == kThousands) return std::nullopt;
  std::string point(text);
  point[comma] = '.';
  return parse_number(point);
}

}  // namespace parcours::collect
