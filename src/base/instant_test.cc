#include "base/instant.h"

#include <gtest/gtest.h>

namespace parcours {
namespace {

TEST(Instant, ReadsIsoForms) {
  const auto with_offset = parse_iso_time("2011-10-01T00:38:44.546+02:00");
  ASSERT_TRUE(with_offset);
  EXPECT_TRUE(with_offset->has_offset);
  EXPECT_EQ(with_offset->precision, Precision::Millisecond);
  EXPECT_EQ(format_instant(with_offset->at_us), "2011-09-30T22:38:44.546Z");

  const auto micros = parse_iso_time("2019-11-01 17:59:13.273932");
  ASSERT_TRUE(micros);
  EXPECT_FALSE(micros->has_offset);
  EXPECT_EQ(format_instant(micros->at_us), "2019-11-01T17:59:13.273932Z");

  EXPECT_EQ(parse_iso_time("20111001")->precision, Precision::Day);
  EXPECT_EQ(parse_iso_time("2011-10-01 00:38")->precision, Precision::Minute);
}

TEST(Instant, RefusesDatesThatDoNotExist) {
  EXPECT_FALSE(parse_iso_time("2023-02-29"));
  EXPECT_TRUE(parse_iso_time("2024-02-29"));
  EXPECT_FALSE(parse_iso_time("2023-13-01"));
  EXPECT_FALSE(parse_iso_time("2023-01-01T25:00:00"));
  EXPECT_FALSE(parse_iso_time("2023-01-01T10:00:00junk"));
  EXPECT_FALSE(parse_iso_time(""));
}

TEST(Instant, ReadsByPattern) {
  EXPECT_EQ(format_instant(parse_time("31/12/2020 23:05", "%d/%m/%Y %H:%M")->at_us),
            "2020-12-31T23:05:00Z");
  EXPECT_EQ(format_instant(parse_time("3/4/99 1:05 PM", "%m/%d/%y %I:%M %p")->at_us),
            "1999-03-04T13:05:00Z");
  EXPECT_EQ(format_instant(parse_time("1325376000.25", "%s")->at_us), "2012-01-01T00:00:00.250Z");
  EXPECT_EQ(format_instant(parse_time("1325376000250", "%L")->at_us), "2012-01-01T00:00:00.250Z");
  EXPECT_FALSE(parse_time("31/02/2020", "%d/%m/%Y"));
}

TEST(Instant, CalendarInvertsItself) {
  for (std::int64_t day = -800'000; day < 800'000; day += 37) {
    const CivilDate date = civil_from_days(day);
    ASSERT_EQ(days_from_civil(date.year, date.month, date.day), day);
  }
}

TEST(Instant, Durations) {
  EXPECT_EQ(parse_duration_us("14d"), 14 * kDayUs);
  EXPECT_EQ(parse_duration_us("1d 12h"), 36 * kHourUs);
  EXPECT_EQ(parse_duration_us("250ms"), 250'000);
  EXPECT_FALSE(parse_duration_us("14"));
  EXPECT_FALSE(parse_duration_us("d"));
  EXPECT_FALSE(parse_duration_us("999999999w"));
  EXPECT_EQ(format_duration(2 * kDayUs + 3 * kHourUs + 5), "2d 3h");
  EXPECT_EQ(format_duration(0), "0s");
}

}  // namespace
}  // namespace parcours
