#include "base/said_numbers.h"

#include <fmt/core.h>

#include <array>
#include <string>

#include "base/instant.h"

namespace parcours {
namespace {

Message said_unit(std::size_t unit, std::int64_t count) {
  switch (unit) {
    case 0:
      return said("{}d", count);
    case 1:
      return said("{}h", count);
    case 2:
      return said("{}m", count);
    case 3:
      return said("{}s", count);
    default:
      return said("{}ms", count);
  }
}

}  // namespace

Message said_count(std::uint64_t count) {
  if (count < 1000) return Message::verbatim(std::to_string(count));
  return said("{},{}", said_count(count / 1000), fmt::format("{:03}", count % 1000));
}

Message said_decimal(double number, int digits) {
  const std::string text = fmt::format("{:.{}f}", number, digits);
  const std::size_t mark = text.find('.');
  if (mark == std::string::npos) return Message::verbatim(text);
  return said("{}.{}", text.substr(0, mark), text.substr(mark + 1));
}

Message said_percent(double share) {
  return said("{}%", said_decimal(100 * share, 1));
}

Message said_duration(std::int64_t duration_us) {
  static constexpr std::array<std::int64_t, 5> kUnits = {kDayUs, kHourUs, kMinuteUs, kSecondUs,
                                                         1000};
  if (duration_us < 0) return said("-{}", said_duration(-duration_us));
  for (std::size_t unit = 0; unit < kUnits.size(); ++unit) {
    const std::int64_t whole = duration_us / kUnits[unit];
    if (whole == 0) continue;
    const Message most = said_unit(unit, whole);
    const std::int64_t rest =
        unit < 3 ? duration_us % kUnits[unit] / kUnits[unit + 1] : std::int64_t{0};
    return rest == 0 ? most : said("{} {}", most, said_unit(unit + 1, rest));
  }
  return said("{}s", 0);
}

}  // namespace parcours
