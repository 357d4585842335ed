#include "simulate/calendar.h"

#include <algorithm>
#include <cstring>

#include "base/instant.h"

namespace parcours::simulate {
namespace {

constexpr std::int64_t kSkippedMs = (31 + 28 + 29) * kDayMs + 2 * kHourMs;  // 30 March, 02:00
constexpr std::size_t kDateBytes = 11;                                      // "2025-03-01T"

// Which day of the year a date is, from 0.
std::int64_t day_number(unsigned month, unsigned day) {
  return days_from_civil(2025, month, day) - days_from_civil(2025, 1, 1);
}

std::uint64_t weight_of(std::int64_t day) {
  // 1 January 2025 was a Wednesday; the list begins there.
  constexpr std::array<std::uint64_t, 7> kWeek = {92, 94, 98, 122, 112, 90, 90};
  std::uint64_t weight = 10 * kWeek[static_cast<std::size_t>(day % 7)];
  const auto within = [day](unsigned month, unsigned first, unsigned until_month, unsigned last) {
    return day >= day_number(month, first) && day <= day_number(until_month, last);
  };
  if (within(1, 8, 2, 4)) weight = weight * 13 / 10;     // winter sales
  if (within(6, 25, 7, 22)) weight = weight * 12 / 10;   // summer sales
  if (within(8, 1, 8, 24)) weight = weight * 7 / 10;     // holidays
  if (within(11, 24, 12, 1)) weight = weight * 22 / 10;  // the week of Black Friday
  if (within(11, 28, 11, 28)) weight = weight * 17 / 10;
  if (within(12, 2, 12, 20)) weight = weight * 15 / 10;  // before Christmas
  if (within(12, 24, 12, 25) || within(1, 1, 1, 1)) weight = weight * 4 / 10;
  return weight;
}

// The dates of the year as they stand in the file.
struct Dates {
  std::array<std::array<char, kDateBytes>, kDays> text{};
  Dates() {
    const std::int64_t first = days_from_civil(2025, 1, 1);
    for (std::int64_t day = 0; day < kDays; ++day) {
      const std::string instant = format_instant((first + day) * kDayUs);
      std::copy_n(instant.begin(), kDateBytes, text[static_cast<std::size_t>(day)].begin());
    }
  }
};

char* two_digits(std::int64_t value, char* to) {
  to[0] = static_cast<char>('0' + value / 10);
  to[1] = static_cast<char>('0' + value % 10);
  return to + 2;
}

}  // namespace

std::int64_t on_day(std::int64_t day, const Hours& hours, Random& random) {
  const auto hour = static_cast<std::int64_t>(random.pick(hours));
  return day * kDayMs + hour * kHourMs + random.between(0, kHourMs - 1);
}

std::int64_t call_within_a_day(std::int64_t at_ms, Random& random) {
  constexpr std::int64_t kOpenMs = kPhoneClosesMs - kPhoneOpensMs - 10 * kMinuteMs;
  const std::int64_t earliest = std::max(clock_of(at_ms) + 5 * kMinuteMs, kPhoneOpensMs);
  const std::int64_t today = std::max(kPhoneClosesMs - earliest, std::int64_t{0});
  const std::int64_t near = random.between(0, 999);
  const std::int64_t open = kOpenMs * near / 1000 * near / 1000 + random.between(0, 20'000);
  const std::int64_t midnight = day_of(at_ms) * kDayMs;
  return open < today ? midnight + earliest + open
                      : midnight + kDayMs + kPhoneOpensMs + (open - today);
}

std::int64_t existing_time(std::int64_t at_ms) {
  return at_ms >= kSkippedMs && at_ms < kSkippedMs + kHourMs ? kSkippedMs + kHourMs : at_ms;
}

Season::Season() {
  for (std::size_t day = 0; day < kDays; ++day) {
    before_day_[day + 1] = before_day_[day] + weight_of(static_cast<std::int64_t>(day));
  }
  for (std::size_t hour = 0; hour < 24; ++hour) {
    before_hour_[hour + 1] = before_hour_[hour] + kShopping[hour];
  }
}

std::int64_t Season::start_ms(std::uint64_t position) const {
  // 40 bits of position times 19 bits of weight stay below 64 bits.
  const std::uint64_t weight = position * before_day_.back();
  const std::uint64_t whole = weight >> kPositionBits;
  const auto day = static_cast<std::size_t>(
      std::upper_bound(before_day_.begin(), before_day_.end(), whole) - before_day_.begin() - 1);
  const std::uint64_t day_weight = before_day_[day + 1] - before_day_[day];
  const std::uint64_t in_day =
      ((weight - (before_day_[day] << kPositionBits)) / day_weight) >> 8;  // of 2^32
  const std::uint64_t hour_weight = in_day * before_hour_.back();
  const auto hour = static_cast<std::size_t>(
      std::upper_bound(before_hour_.begin(), before_hour_.end(), hour_weight >> 32) -
      before_hour_.begin() - 1);
  const std::uint64_t in_hour =
      (hour_weight - (before_hour_[hour] << 32)) / (before_hour_[hour + 1] - before_hour_[hour]);
  return static_cast<std::int64_t>(day) * kDayMs + static_cast<std::int64_t>(hour) * kHourMs +
         static_cast<std::int64_t>((in_hour * static_cast<std::uint64_t>(kHourMs)) >> 32);
}

char* write_time(std::int64_t at_ms, char* to) {
  static const Dates kDates;
  std::memcpy(to, kDates.text[static_cast<std::size_t>(day_of(at_ms))].data(), kDateBytes);
  const std::int64_t clock = clock_of(at_ms);
  to = two_digits(clock / kHourMs, to + kDateBytes);
  *to++ = ':';
  to = two_digits(clock / kMinuteMs % 60, to);
  *to++ = ':';
  to = two_digits(clock / kSecondMs % 60, to);
  *to++ = '.';
  *to++ = static_cast<char>('0' + clock % 1000 / 100);
  return two_digits(clock % 100, to);
}

}  // namespace parcours::simulate
