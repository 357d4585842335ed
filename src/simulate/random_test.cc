#include "simulate/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace parcours::simulate {
namespace {

// The first outputs of splitmix64 from state 0, as published with the generator.
TEST(Random, MixesLikeSplitmix64) {
  constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;
  EXPECT_EQ(mix64(1 * kStep), 0xe220a8397b1dcdafULL);
  EXPECT_EQ(mix64(2 * kStep), 0x6e789e6aa1b965f4ULL);
  EXPECT_EQ(mix64(3 * kStep), 0x06c45d188009454fULL);
}

TEST(Random, SameKeyGivesSameNumbersAndAnotherStreamOthers) {
  Random one(7, 1);
  Random same(7, 1);
  Random other(7, 2);
  int equal = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t number = one.next();
    EXPECT_EQ(number, same.next());
    equal += number == other.next() ? 1 : 0;
  }
  EXPECT_EQ(equal, 0);
}

TEST(Random, SharesAndWeightsAreKept) {
  constexpr int kDraws = 200'000;
  Random random(1, 1);
  int hits = 0;
  std::array<int, 3> picked{};
  for (int i = 0; i < kDraws; ++i) {
    hits += random.chance(Share{2400}) ? 1 : 0;
    ++picked[random.pick(std::array<std::uint16_t, 3>{1, 0, 3})];
  }
  // Five standard errors of a proportion.
  const auto slack = [](double p) { return 5 * std::sqrt(p * (1 - p) * kDraws); };
  EXPECT_NEAR(hits, 0.24 * kDraws, slack(0.24));
  EXPECT_NEAR(picked[0], 0.25 * kDraws, slack(0.25));
  EXPECT_EQ(picked[1], 0);
}

TEST(Random, BetweenReachesBothEndsAndNothingElse) {
  Random random(3, 9);
  std::array<int, 5> seen{};
  for (int i = 0; i < 1000; ++i) ++seen.at(static_cast<std::size_t>(random.between(-2, 2) + 2));
  for (const int count : seen) EXPECT_GT(count, 100);
}

TEST(Deciles, DrawnValuesHaveTheStatedMeanAndShare) {
  constexpr Deciles kDeciles = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 200};
  EXPECT_DOUBLE_EQ(mean_of(kDeciles), 55.0);
  EXPECT_DOUBLE_EQ(share_above(kDeciles, 50), 0.5);
  EXPECT_NEAR(share_above(kDeciles, 145), 0.05, 1e-12);
  EXPECT_DOUBLE_EQ(share_above(kDeciles, 200), 0.0);
  Random random(5, 5);
  double sum = 0;
  int above = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::int64_t value = random.drawn(kDeciles);
    sum += static_cast<double>(value);
    above += value > 50 ? 1 : 0;
  }
  EXPECT_NEAR(sum / 100'000, 55.0, 1.5);
  EXPECT_NEAR(above / 100'000.0, 0.5, 0.02);
}

}  // namespace
}  // namespace parcours::simulate
