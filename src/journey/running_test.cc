#include "journey/running.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace parcours::journey {
namespace {

std::int64_t by_passes(const std::vector<std::int64_t>& gaps) {
  QuietTime quiet;
  do {
    for (const std::int64_t gap : gaps) quiet.add(gap);
  } while (quiet.another_pass());
  return quiet.us();
}

// The definition: the least gap that at least 99 of 100 do not exceed.
std::int64_t by_sorting(std::vector<std::int64_t> gaps) {
  std::sort(gaps.begin(), gaps.end());
  std::size_t rank = 0;
  while ((rank + 1) * 100 < gaps.size() * 99) ++rank;
  return gaps[rank];
}

TEST(QuietTime, IsTheExactPercentile) {
  std::mt19937_64 random(3);
  for (const std::size_t count : {1U, 2U, 99U, 100U, 101U, 199U, 1'000U, 5'000U}) {
    for (const unsigned bits : {1U, 15U, 17U, 33U, 50U, 62U}) {
      std::vector<std::int64_t> gaps;
      for (std::size_t i = 0; i < count; ++i) {
        gaps.push_back(1 + static_cast<std::int64_t>(random() >> (64U - bits)));
      }
      EXPECT_EQ(by_passes(gaps), by_sorting(gaps)) << count << " gaps of " << bits << " bits";
    }
  }
}

TEST(QuietTime, ManyEqualGapsNeedNoMoreMemory) {
  std::vector<std::int64_t> gaps(10'000, 86'400'000'000);
  gaps.resize(10'100, 86'400'000'001);
  EXPECT_EQ(by_passes(gaps), 86'400'000'000);
  gaps.resize(10'103, 86'400'000'001);
  EXPECT_EQ(by_passes(gaps), 86'400'000'001);
}

TEST(QuietTime, IsADayWithoutGapsAndAtLeastAnInstant) {
  EXPECT_EQ(by_passes({}), 86'400'000'000);
  EXPECT_EQ(by_passes({0, 0, 0}), 1);
}

TEST(LastSigns, AreClosedByAnyEvent) {
  Snapshot s;
  s.first_event = {0, 2, 3};
  s.touchpoint = {model::TouchpointId{1}, model::TouchpointId{0}, model::TouchpointId{0}};
  s.at_us = {5, 7, 9};
  EXPECT_EQ(last_signs(s, {}), (std::vector<std::int64_t>{7, 9}));
  const auto closing = closing_codes({"pay", "absent"}, {"view", "pay"});
  ASSERT_EQ(closing.size(), 1U);
  EXPECT_EQ(last_signs(s, closing), (std::vector<std::int64_t>{kClosed, 9}));
  EXPECT_FALSE(still_running(kClosed, 9, 100));
  EXPECT_TRUE(still_running(7, 9, 3));
  EXPECT_FALSE(still_running(7, 9, 2));
}

}  // namespace
}  // namespace parcours::journey
