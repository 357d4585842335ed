#include "experience/intervals.h"

#include <gtest/gtest.h>

#include <cmath>

#include "experience/verdict.h"

namespace parcours::experience {
namespace {

// Source of the figures: the published formulas, worked out apart.
TEST(Wilson, EighteenOfThirtyOne) {
  const Interval interval = *wilson_interval(18, 31);
  EXPECT_NEAR(interval.low, 0.4077, 5e-5);
  EXPECT_NEAR(interval.high, 0.7358, 5e-5);
}

TEST(Wilson, EndsAreInside) {
  EXPECT_EQ(wilson_interval(0, 5)->low, 0);
  EXPECT_GT(wilson_interval(0, 5)->high, 0.3);
  EXPECT_EQ(wilson_interval(5, 5)->high, 1);
  EXPECT_FALSE(wilson_interval(0, 0).has_value());
  for (std::uint64_t hits = 0; hits <= 40; ++hits) {
    const Interval interval = *wilson_interval(hits, 40);
    const double share = static_cast<double>(hits) / 40;
    EXPECT_LE(interval.low, share);
    EXPECT_GE(interval.high, share);
  }
}

TEST(Nps, AdjustedWald) {
  const NpsEstimate small = *nps_estimate(18, 11, 2);
  EXPECT_NEAR(small.score, 51.61, 5e-3);
  EXPECT_NEAR(small.adjusted, 47.06, 5e-3);
  EXPECT_NEAR(small.interval.low, 25.51, 5e-3);
  EXPECT_NEAR(small.interval.high, 68.61, 5e-3);
  const NpsEstimate large = *nps_estimate(500, 300, 200);
  EXPECT_NEAR(large.adjusted, 29.91, 5e-3);
  EXPECT_NEAR(large.interval.low, 25.08, 5e-3);
  EXPECT_NEAR(large.interval.high, 34.74, 5e-3);
  EXPECT_FALSE(nps_estimate(0, 0, 0).has_value());
}

TEST(Mean, IsTheOrdinaryIntervalForSingleAnswers) {
  ClusterSums sums;
  for (const double score : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) sums.add(score, 1);
  const MeanEstimate estimate = *mean_estimate(sums);
  EXPECT_DOUBLE_EQ(estimate.mean, 5);
  const double half = 2.36462425 * std::sqrt(32.0 / 7 / 8);  // t of 7 degrees, s²/n
  EXPECT_NEAR(estimate.interval->low, 5 - half, 1e-6);
  EXPECT_NEAR(estimate.interval->high, 5 + half, 1e-6);
}

// The same answer given four times by each journey tells no more than once.
TEST(Mean, RepeatedAnswersOfOneJourneyAddNothing) {
  ClusterSums once;
  ClusterSums often;
  for (const double score : {1.0, 3.0, 8.0, 9.0}) {
    once.add(score, 1);
    often.add(4 * score, 4);
  }
  EXPECT_DOUBLE_EQ(mean_estimate(once)->mean, mean_estimate(often)->mean);
  EXPECT_NEAR(mean_estimate(once)->interval->low, mean_estimate(often)->interval->low, 1e-12);
}

TEST(Mean, PartsAddUp) {
  ClusterSums whole;
  ClusterSums left;
  ClusterSums right;
  for (int i = 0; i < 20; ++i) {
    whole.add(i, 1 + static_cast<std::uint64_t>(i % 3));
    (i < 7 ? left : right).add(i, 1 + static_cast<std::uint64_t>(i % 3));
  }
  left.add(right);
  EXPECT_DOUBLE_EQ(mean_estimate(whole)->mean, mean_estimate(left)->mean);
  EXPECT_DOUBLE_EQ(mean_estimate(whole)->interval->low, mean_estimate(left)->interval->low);
  ClusterSums alone;
  alone.add(4, 1);
  EXPECT_FALSE(mean_estimate(alone)->interval.has_value());
  EXPECT_FALSE(mean_estimate({}).has_value());
}

Verdict verdict_of(double low, double high, std::uint64_t journeys) {
  const Evidence evidence{.mean = (low + high) / 2,
                          .interval = Interval{.low = low, .high = high},
                          .journeys = journeys};
  return judge(evidence, {.disappointing_below = 6, .delight_from = 8}, std::nullopt, {}).verdict;
}

TEST(Verdict, OnlyWhereTheIntervalClearsTheLine) {
  EXPECT_EQ(verdict_of(4, 5.9, 50), Verdict::Disappointing);
  EXPECT_EQ(verdict_of(4, 6, 50), Verdict::Unknown);  // touches the line
  EXPECT_EQ(verdict_of(6, 7.9, 50), Verdict::Neutral);
  EXPECT_EQ(verdict_of(6, 8, 50), Verdict::Unknown);
  EXPECT_EQ(verdict_of(8, 9, 50), Verdict::Delight);
  EXPECT_EQ(verdict_of(7.9, 9, 50), Verdict::Unknown);
  EXPECT_EQ(verdict_of(8, 9, kMinimumBase - 1), Verdict::Unknown);
  EXPECT_EQ(verdict_of(8, 9, kMinimumBase), Verdict::Delight);
}

TEST(Verdict, CxDecidesWhereTooFewWereAsked) {
  const Evidence few{.mean = 9, .interval = Interval{.low = 8.5, .high = 9.5}, .journeys = 3};
  const Evidence observed{
      .mean = -1, .interval = Interval{.low = -2, .high = -0.5}, .journeys = 40};
  const Judgement judgement = judge(few, {.disappointing_below = 6, .delight_from = 8}, observed,
                                    {.disappointing_below = 0, .delight_from = 1});
  EXPECT_EQ(judgement.basis, Basis::Cx);
  EXPECT_EQ(judgement.verdict, Verdict::Disappointing);
  const Judgement asked = judge(few, {}, std::nullopt, {});
  EXPECT_EQ(asked.verdict, Verdict::Unknown);
  EXPECT_NE(asked.reason.en.find("3 journeys"), std::string::npos);
  EXPECT_EQ(judge(std::nullopt, {}, std::nullopt, {}).basis, Basis::None);
}

}  // namespace
}  // namespace parcours::experience
