#include "simulate/calendar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/instant.h"
#include "base/zone.h"

namespace parcours::simulate {
namespace {

TEST(Calendar, WritesTimesThatReadBack) {
  const std::int64_t first_us = days_from_civil(2025, 1, 1) * kDayUs;
  for (const std::int64_t at : {std::int64_t{0}, std::int64_t{1}, 88 * kDayMs + 7'654'321,
                                58 * kDayMs + kDayMs - 1, kDataEndMs - 1}) {
    std::array<char, 23> text{};
    ASSERT_EQ(write_time(at, text.data()), text.data() + text.size());
    const auto read = parse_iso_time(std::string_view(text.data(), text.size()));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->at_us, first_us + at * 1000);
    EXPECT_FALSE(read->has_offset);
    EXPECT_EQ(read->precision, Precision::Millisecond);
  }
}

// Europe/Paris went from 02:00 to 03:00 on 30 March 2025: local times between do not exist. Read as
// instants, existing times keep their order.
TEST(Calendar, TheSkippedHourDoesNotOccur) {
  const Zone paris = Zone::named("Europe/Paris");
  const std::int64_t first_us = days_from_civil(2025, 1, 1) * kDayUs;
  std::int64_t before = 0;
  for (std::int64_t at = 88 * kDayMs; at < 88 * kDayMs + 5 * kHourMs; at += 10 * kMinuteMs) {
    const std::int64_t local_us = first_us + existing_time(at) * 1000;
    const std::int64_t instant = paris.instant_us(local_us);
    EXPECT_EQ(instant + paris.offset_us(instant), local_us) << at;
    EXPECT_GE(instant, before);
    before = instant;
  }
}

TEST(Season, RisesWithThePositionOverTheWholeYear) {
  const Season season;
  constexpr std::uint64_t kWhole = std::uint64_t{1} << Season::kPositionBits;
  std::int64_t before = 0;
  std::array<int, kDays> starts{};
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const std::int64_t start = season.start_ms(i * (kWhole / 100'000));
    ASSERT_GE(start, before);
    ASSERT_LT(start, kDataEndMs);
    ++starts[static_cast<std::size_t>(day_of(start))];
    before = start;
  }
  EXPECT_LT(season.start_ms(0), kDayMs);
  EXPECT_GE(season.start_ms(kWhole - 1), kDataEndMs - kHourMs);
  // 28 November 2025 was Black Friday, day 331 of the year counted from 0.
  EXPECT_EQ(std::max_element(starts.begin(), starts.end()) - starts.begin(), 331);
  for (const int count : starts) EXPECT_GT(count, 0);
}

TEST(Calendar, CallsComeWithinADayWhileThePhoneIsAnswered) {
  Random random(11, 3);
  for (int i = 0; i < 50'000; ++i) {
    const std::int64_t at = random.between(0, 10 * kDayMs);
    const std::int64_t call = call_within_a_day(at, random);
    ASSERT_GE(call, at + 5 * kMinuteMs) << at;
    ASSERT_LT(call, at + kDayMs) << at;
    ASSERT_GE(clock_of(call), kPhoneOpensMs) << at;
    ASSERT_LT(clock_of(call), kPhoneClosesMs) << at;
  }
}

}  // namespace
}  // namespace parcours::simulate
