#include "analysis/calendar_periods.h"

#include <algorithm>

#include "base/instant.h"

namespace parcours::analysis {
namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

constexpr std::int64_t kMondayShift = 3;  // 1970-01-01 was a Thursday

}  // namespace

std::int64_t period_of_day(CalendarUnit unit, std::int64_t day) {
  if (unit == CalendarUnit::Day) return day;
  if (unit == CalendarUnit::Week) return floor_div(day + kMondayShift, 7);
  const CivilDate date = civil_from_days(day);
  return date.year * 12 + date.month - 1;
}

std::int64_t first_day_of(CalendarUnit unit, std::int64_t number) {
  if (unit == CalendarUnit::Day) return number;
  if (unit == CalendarUnit::Week) return number * 7 - kMondayShift;
  const std::int64_t year = floor_div(number, 12);
  return days_from_civil(year, static_cast<unsigned>(number - year * 12 + 1), 1);
}

CalendarPeriods::CalendarPeriods(const Zone& zone, CalendarUnit unit, std::int64_t from_us,
                                 std::int64_t to_us) {
  const auto begins = [&](std::int64_t number) {
    return zone.instant_us(first_day_of(unit, number) * kDayUs);
  };
  first_ = period_of_day(unit, floor_div(from_us + zone.offset_us(from_us), kDayUs));
  // Where clocks go back over midnight, the day has already begun by then.
  while (begins(first_) > from_us) --first_;
  while (begins(first_ + 1) <= from_us) ++first_;
  begins_us_.push_back(begins(first_));
  while (begins_us_.back() <= to_us) {
    begins_us_.push_back(begins(first_ + static_cast<std::int64_t>(begins_us_.size())));
  }
  if (begins_us_.size() == 1) begins_us_.push_back(begins(first_ + 1));
  usual_us_ = static_cast<double>(begins_us_.back() - begins_us_.front()) /
              static_cast<double>(begins_us_.size() - 1);
}

std::int64_t CalendarPeriods::number_of(std::int64_t at_us) const {
  const double guess = static_cast<double>(at_us - begins_us_.front()) / usual_us_;
  const auto last = static_cast<double>(begins_us_.size() - 2);
  auto place = static_cast<std::size_t>(std::clamp(guess, 0.0, last));
  while (place > 0 && begins_us_[place] > at_us) --place;
  while (place + 2 < begins_us_.size() && begins_us_[place + 1] <= at_us) ++place;
  return first_ + static_cast<std::int64_t>(place);
}

}  // namespace parcours::analysis
