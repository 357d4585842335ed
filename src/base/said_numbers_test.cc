#include "base/said_numbers.h"

#include <gtest/gtest.h>

#include "base/instant.h"

namespace parcours {
namespace {

std::string french(const Message& message) {
  return message.text(Language::French);
}

TEST(SaidNumbers, AreWrittenAsTheLanguageDoes) {
  EXPECT_EQ(said_count(999).text(), "999");
  EXPECT_EQ(said_count(1'002'003).text(), "1,002,003");
  EXPECT_EQ(french(said_count(1'002'003)), "1\u202f002\u202f003");
  EXPECT_EQ(said_decimal(-0.256, 2).text(), "-0.26");
  EXPECT_EQ(french(said_decimal(-0.256, 2)), "-0,26");
  EXPECT_EQ(french(said_decimal(3.4, 0)), "3");
  EXPECT_EQ(said_percent(0.1234).text(), "12.3%");
  EXPECT_EQ(french(said_percent(0.1234)), "12,3\u00a0%");
}

TEST(SaidNumbers, DurationsHaveTwoUnitsAtMost) {
  EXPECT_EQ(said_duration(2 * kDayUs + 3 * kHourUs + 5).text(), "2d 3h");
  EXPECT_EQ(french(said_duration(2 * kDayUs + 3 * kHourUs + 5)), "2\u00a0j 3\u00a0h");
  EXPECT_EQ(french(said_duration(5 * kMinuteUs + 2 * kSecondUs)), "5\u00a0min 2\u00a0s");
  EXPECT_EQ(said_duration(120'000).text(), "120ms");
  EXPECT_EQ(said_duration(-120'000).text(), "-120ms");
  EXPECT_EQ(said_duration(0).text(), "0s");
  EXPECT_EQ(format_duration(61 * kMinuteUs), "1h 1m");
}

}  // namespace
}  // namespace parcours
