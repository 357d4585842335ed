#include "store/message_filter.h"

#include <gtest/gtest.h>

#include <string>

namespace parcours::store {
namespace {

Hash128 message(std::uint64_t number) {
  return hash128(std::to_string(number));
}

TEST(MessageFilter, KnowsAllThatWereAddedAndHardlyAnyOther) {
  constexpr std::uint64_t kMessages = 400'000;  // several tables
  MessageFilter filter;
  for (std::uint64_t i = 0; i < kMessages; ++i) filter.add(message(i));
  EXPECT_EQ(filter.size(), kMessages);
  std::uint64_t taken_for_known = 0;
  for (std::uint64_t i = 0; i < kMessages; ++i) {
    ASSERT_TRUE(filter.may_hold(message(i))) << i;
    taken_for_known += filter.may_hold(message(kMessages + i)) ? 1 : 0;
  }
  EXPECT_LE(taken_for_known, 2U);
}

TEST(MessageFilter, HoldsMessagesThatShareABucketAndATagOfZero) {
  MessageFilter filter;
  EXPECT_FALSE(filter.may_hold({.high = 7, .low = 0}));
  for (std::uint64_t i = 0; i < 100; ++i) filter.add({.high = 7, .low = i});
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_TRUE(filter.may_hold({.high = 7, .low = i}));
  EXPECT_FALSE(filter.may_hold({.high = 7, .low = 100}));
}

}  // namespace
}  // namespace parcours::store
