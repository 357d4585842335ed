#include "base/zone.h"

#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/instant.h"
#include "base/text.h"

namespace parcours {
namespace {

std::vector<std::string> known_zones() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> all(icu::TimeZone::createEnumeration(status));
  std::vector<std::string> names;
  if (U_FAILURE(status) || !all) return names;
  while (const char* name = all->next(nullptr, status)) names.emplace_back(name);
  return names;
}

}  // namespace

Zone Zone::named(std::string_view name) {
  if (name == "UTC" || name == "Z") return utc();
  if (const auto fixed = parse_iso_time("2000-01-01T00:00:00" + std::string(name));
      fixed && fixed->has_offset) {
    Zone zone{std::string(name)};
    zone.first_offset_us_ = days_from_civil(2000, 1, 1) * kDayUs - fixed->at_us;
    return zone;
  }

  const std::unique_ptr<icu::TimeZone> found(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(std::string(name))));
  const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(found.get());
  if (rules == nullptr || *found == icu::TimeZone::getUnknown()) {
    throw Error(ErrorCode::BadInput, said("unknown time zone '{}'", shortened(name, 60)), {},
                suggest_name(name, known_zones()));
  }

  Zone zone{std::string(name)};
  constexpr double kMillisecondsADay = 86'400'000;
  double after = static_cast<double>(days_from_civil(1900, 1, 1)) * kMillisecondsADay;
  const double last = static_cast<double>(days_from_civil(2100, 1, 1)) * kMillisecondsADay;
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t raw = 0;
  std::int32_t dst = 0;
  rules->getOffset(after, 0, raw, dst, status);
  zone.first_offset_us_ = (std::int64_t{raw} + dst) * 1000;
  icu::TimeZoneTransition next;
  while (rules->getNextTransition(after, 0, next) != 0 && next.getTime() < last) {
    after = next.getTime();
    const std::int64_t offset =
        (std::int64_t{next.getTo()->getRawOffset()} + next.getTo()->getDSTSavings()) * 1000;
    zone.changes_.push_back({static_cast<std::int64_t>(after) * 1000, offset});
  }
  return zone;
}

std::int64_t Zone::offset_us(std::int64_t at_us) const {
  const auto after =
      std::upper_bound(changes_.begin(), changes_.end(), at_us,
                       [](std::int64_t at, const Change& c) { return at < c.at_us; });
  return after == changes_.begin() ? first_offset_us_ : std::prev(after)->offset_us;
}

std::int64_t Zone::instant_us(std::int64_t local_us) const {
  // The offset in force shortly before the local time gives the first of two readings, and for a
  // skipped time moves it forward by the gap.
  const std::int64_t before = offset_us(local_us - offset_us(local_us) - kDayUs);
  const std::int64_t guess = local_us - before;
  const std::int64_t offset = offset_us(guess);
  if (offset == before) return guess;
  const std::int64_t corrected = local_us - offset;
  return offset_us(corrected) == offset ? corrected : guess;
}

}  // namespace parcours
