#include "base/opening_hours.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "base/instant.h"

namespace parcours {
namespace {

std::int64_t at(std::string_view text) {
  return parse_iso_time(text)->at_us;
}
std::int64_t between(const OpeningHours& hours, std::string_view from, std::string_view to) {
  const OpenClock clock(hours, at("2024-01-01"), at("2025-01-01"));
  return (clock.open_us(at(to)) - clock.open_us(at(from))) / kMinuteUs;
}

TEST(OpeningHours, CountsWhatIsOpen) {
  const OpeningHours hours =
      OpeningHours::parsed("mon-fri 09:00-12:00 14:00-18:00, sat 10:00-12:00", Zone::utc());
  // 2024-03-04 is a Monday.
  EXPECT_EQ(between(hours, "2024-03-04T09:30", "2024-03-04T10:15"), 45);
  EXPECT_EQ(between(hours, "2024-03-04T11:30", "2024-03-04T14:10"), 40);
  EXPECT_EQ(between(hours, "2024-03-04T12:30", "2024-03-04T13:30"), 0);
  EXPECT_EQ(between(hours, "2024-03-04T17:00", "2024-03-05T09:20"), 80);
  EXPECT_EQ(between(hours, "2024-03-08T17:00", "2024-03-11T09:05"), 60 + 120 + 5);
  EXPECT_EQ(between(hours, "2024-03-04T00:00", "2024-03-11T00:00"), 5 * 7 * 60 + 120);
}

TEST(OpeningHours, ClosedDaysAndRangesPastTheWeeksEnd) {
  const std::int64_t monday = days_from_civil(2024, 3, 4);
  const OpeningHours hours = OpeningHours::parsed("sam-lun 00:00-24:00", Zone::utc(), {monday});
  EXPECT_EQ(between(hours, "2024-03-02T00:00", "2024-03-05T12:00"), 2 * 24 * 60);
  EXPECT_EQ(between(hours, "2024-03-09T00:00", "2024-03-12T12:00"), 3 * 24 * 60);
}

TEST(OpeningHours, FollowTheClocksOfTheirZone) {
  const OpeningHours hours =
      OpeningHours::parsed("mon-sun 01:00-05:00", Zone::named("Europe/Paris"));
  EXPECT_EQ(between(hours, "2024-03-30T22:00", "2024-03-31T12:00"), 3 * 60);  // an hour is skipped
  EXPECT_EQ(between(hours, "2024-10-26T22:00", "2024-10-27T12:00"), 5 * 60);  // one comes twice
  const OpeningHours day = OpeningHours::parsed("mon-fri 09:00-18:00", Zone::named("Europe/Paris"));
  EXPECT_EQ(between(day, "2024-01-15T07:00", "2024-01-15T09:00"), 60);
  EXPECT_EQ(between(day, "2024-07-15T06:00", "2024-07-15T08:00"), 60);
}

// Minute by minute, against the week as it is written.
TEST(OpeningHours, TheClockIsTheSumOfOpenMinutes) {
  const OpeningHours hours =
      OpeningHours::parsed("mon 08:00-09:30, wed-thu 00:00-00:10 23:50-24:00", Zone::utc());
  const std::int64_t begin = at("2024-02-26");  // a Monday
  const OpenClock clock(hours, begin, begin + 14 * kDayUs);
  std::int64_t open = clock.open_us(begin);
  for (std::int64_t minute = 0; minute < 14 * 24 * 60; ++minute) {
    const auto weekday = static_cast<std::size_t>(minute / (24 * 60) % 7);
    const std::int64_t of_day = minute % (24 * 60);
    for (const OpeningHours::Part& part : hours.of_weekday(weekday)) {
      if (of_day >= part.from && of_day < part.to) open += kMinuteUs;
    }
    ASSERT_EQ(clock.open_us(begin + (minute + 1) * kMinuteUs), open) << minute;
  }
}

TEST(OpeningHours, StandsStillOutsideOfItsPeriod) {
  const OpeningHours hours = OpeningHours::parsed("mon-sun 00:00-24:00", Zone::utc());
  const OpenClock clock(hours, at("2024-03-04"), at("2024-03-05"));
  EXPECT_EQ(clock.open_us(at("1950-01-01")), 0);
  EXPECT_EQ(clock.open_us(at("2090-01-01")), clock.open_us(at("2080-01-01")));
}

TEST(OpeningHours, SaysWhatIsWrong) {
  const auto message_of = [](std::string_view text) -> std::string {
    try {
      (void)OpeningHours::parsed(text, Zone::utc());
      return "";
    } catch (const Error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.message().text();
    }
  };
  EXPECT_EQ(message_of("mon-fry 09:00-18:00"), "'fry' is no day of the week");
  EXPECT_EQ(message_of("mon 9:00-18:00"), "'9:00-18:00' is no time from and to");
  EXPECT_EQ(message_of("mon 22:00-06:00"), "'22:00-06:00' ends before it begins");
  EXPECT_EQ(message_of("mon 24:00-24:30"), "'24:00-24:30' is no time from and to");
  EXPECT_EQ(message_of("mon"), "'mon' is no day with its times");
  EXPECT_EQ(message_of(""), "'' is no day with its times");
  EXPECT_EQ(message_of("mon 09:00-12:00 11:00-13:00"), "opening hours of one day overlap");
}

}  // namespace
}  // namespace parcours
