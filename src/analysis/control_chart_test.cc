#include "analysis/control_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "analysis/incomplete_beta.h"
#include "analysis/student.h"

namespace parcours::analysis {
namespace {

TEST(BinomialTail, IsTheSumOfItsTerms) {
  for (const double p : {0.02, 0.5, 0.93}) {
    for (const int n : {1, 12, 60}) {
      double sum = 0;
      for (int k = 0; k <= n; ++k) {
        sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                        k * std::log(p) + (n - k) * std::log1p(-p));
        EXPECT_NEAR(
            binomial_at_most(static_cast<std::uint64_t>(k), static_cast<std::uint64_t>(n), p), sum,
            1e-11)
            << n << ' ' << k << ' ' << p;
      }
    }
  }
  EXPECT_NEAR(binomial_at_most(900'000, 1'000'000, 0.9), 0.5, 1e-3);
}

TEST(Student, TailsAreThoseOfTheTables) {
  EXPECT_NEAR(student_quantile(1), 12.7062047, 1e-6);
  EXPECT_NEAR(student_quantile(10, 0.005), 3.1692727, 1e-6);
  EXPECT_NEAR(student_quantile(1e7, 0.00135), 2.99998, 1e-4);
}

// Laney's definition by hand: equal periods, z scores that jump.
TEST(ControlLimits, AreThoseOfTheDefinition) {
  std::vector<ShareOf> before;
  for (int i = 0; i < 12; ++i) before.push_back({.hits = i % 2 == 0 ? 880U : 920U, .n = 1000});
  const ControlLimits limits = control_limits(before, 500);
  EXPECT_DOUBLE_EQ(limits.centre, 0.9);
  const double chance = 10'800.5 / 12'001;
  const double spread = 0.04 / std::sqrt(chance * (1 - chance) / 1000) / 1.1283791670955126;
  const double half = student_quantile(0.62 * 11, 0.00135) * spread *
                      std::sqrt(chance * (1 - chance) * (1.0 / 500 + 1.0 / 12'000));
  EXPECT_NEAR(limits.low, 0.9 - half, 1e-12);
  EXPECT_DOUBLE_EQ(limits.high, 1);
}

// Where all went well, one or two that did not are no news; four of fifty are.
TEST(ControlLimits, ChanceOfSmallCountsIsExact) {
  const std::vector<ShareOf> before(12, ShareOf{.hits = 50, .n = 50});
  const ControlLimits limits = control_limits(before, 50);
  EXPECT_DOUBLE_EQ(limits.centre, 1);
  const double chance = 600.5 / 601;
  EXPECT_GT(binomial_at_most(static_cast<std::uint64_t>(std::llround(limits.low * 50)), 50, chance),
            0.00135);
  EXPECT_LE(limits.low, 0.98);
  EXPECT_GE(limits.low, 0.92);
}

TEST(ControlPoints, StatesAreSaidApart) {
  std::vector<ShareOf> periods(kControlFirst, ShareOf{.hits = 90, .n = 100});
  periods.insert(periods.end(), {{.hits = 9, .n = 9},
                                 {.hits = 91, .n = 100},
                                 {.hits = 50, .n = 100},
                                 {.hits = 0, .n = 0},
                                 {.hits = 55, .n = 100}});
  const std::vector<ControlPoint> points = control_points(periods);
  EXPECT_EQ(points[kControlFirst - 1].state, Control::Learning);
  EXPECT_FALSE(points[kControlFirst - 1].limits);
  EXPECT_EQ(points[kControlFirst].state, Control::TooFew);
  EXPECT_EQ(points[kControlFirst + 1].state, Control::Inside);
  EXPECT_EQ(points[kControlFirst + 2].state, Control::Below);
  EXPECT_EQ(points[kControlFirst + 4].state, Control::Below);
  const auto found = out_of_control(points);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->side, Control::Below);
  EXPECT_EQ(found->since, kControlFirst + 2);
  EXPECT_EQ(found->last, kControlFirst + 4);
  EXPECT_EQ(found->periods, 2U);
  EXPECT_FALSE(out_of_control(std::span(points).first(kControlFirst + 2)));
}

TEST(ControlPoints, TheFirstAreNotLearntFrom) {
  std::vector<ShareOf> periods(4, ShareOf{.hits = 1, .n = 100});
  periods.insert(periods.end(), kControlFirst + 1, ShareOf{.hits = 90, .n = 100});
  const std::vector<ControlPoint> points = control_points(periods, 4);
  EXPECT_EQ(points[3].state, Control::Early);
  EXPECT_EQ(points[4].state, Control::Learning);
  ASSERT_TRUE(points.back().limits);
  EXPECT_DOUBLE_EQ(points.back().limits->centre, 0.9);
}

// A shift stays outside until it has lasted long enough to be the level.
TEST(ControlPoints, ALastingShiftBecomesTheLevel) {
  std::vector<ShareOf> periods(20, ShareOf{.hits = 90, .n = 100});
  periods.insert(periods.end(), kControlRenew + 5, ShareOf{.hits = 60, .n = 100});
  const std::vector<ControlPoint> points = control_points(periods);
  for (std::size_t i = 20; i < 20 + kControlRenew; ++i) {
    EXPECT_EQ(points[i].state, Control::Below) << i;
  }
  EXPECT_EQ(points[20 + kControlRenew].state, Control::Inside);
  EXPECT_FALSE(out_of_control(points));
}

// Periods of a process: its share wanders by `wander` from one to the next, besides chance.
struct Process {
  double share;
  double wander;
  double n;
};

std::vector<ShareOf> lived(const Process& of, std::size_t periods, std::mt19937_64& random) {
  std::normal_distribution<double> level(0, 1);
  std::poisson_distribution<int> count(of.n);
  std::vector<ShareOf> out;
  for (std::size_t i = 0; i < periods; ++i) {
    const int n = std::max(1, count(random));
    const double p = std::clamp(of.share + of.wander * level(random), 0.0, 1.0);
    std::binomial_distribution<int> hits(n, p);
    out.push_back(
        {.hits = static_cast<std::uint64_t>(hits(random)), .n = static_cast<std::uint64_t>(n)});
  }
  return out;
}

struct Found {
  std::size_t alarms = 0;   // periods outside that are as those before
  std::size_t plain = 0;    // the same by chance alone: three deviations of a binomial count
  std::size_t shifted = 0;  // periods outside that are eight deviations lower
};

Found simulated(const Process& of, std::size_t before, std::size_t runs) {
  std::mt19937_64 random(7);
  Found found;
  for (std::size_t run = 0; run < runs; ++run) {
    std::vector<ShareOf> periods = lived(of, before + 1, random);
    const auto limits = [&] {
      return control_limits(std::span(periods).first(before), periods.back().n);
    };
    const auto share = [&] {
      return static_cast<double>(periods.back().hits) / static_cast<double>(periods.back().n);
    };
    const ControlLimits now = limits();
    found.alarms += share() < now.low || share() > now.high ? 1U : 0U;
    const double chance =
        std::sqrt(now.centre * (1 - now.centre) / static_cast<double>(periods.back().n));
    found.plain += std::abs(share() - now.centre) > 3 * chance ? 1U : 0U;
    const double apart = std::sqrt(of.share * (1 - of.share) / of.n + of.wander * of.wander);
    const Process lower = {.share = of.share - 8 * apart, .wander = of.wander, .n = of.n};
    periods.back() = lived(lower, 1, random).front();
    found.shifted += share() < limits().low ? 1U : 0U;
  }
  return found;
}

// The law: a process that stays as it is leaves about 3 periods in 1,000 outside, on whatever
// level, however many journeys a period has and however much periods differ; a shift is found.
TEST(ControlLaw, FalseAlarmsAreRareAndShiftsAreFound) {
  constexpr std::size_t kRuns = 2'000;
  const std::vector<Process> processes = {
      {.share = 0.9, .wander = 0, .n = 80},     {.share = 0.98, .wander = 0, .n = 40},
      {.share = 0.6, .wander = 0, .n = 20'000}, {.share = 0.8, .wander = 0.03, .n = 5'000},
      {.share = 0.9, .wander = 0.02, .n = 400}, {.share = 0.5, .wander = 0.05, .n = 100'000}};
  for (const std::size_t before : {kControlFirst, kControlMost}) {
    for (const Process& of : processes) {
      const Found found = simulated(of, before, kRuns);
      const std::string what = "share " + std::to_string(of.share) + ", wander " +
                               std::to_string(of.wander) + ", before " + std::to_string(before);
      // 0.27 % of 2,000 is 5; more than 18 comes less than once in 100,000 times.
      EXPECT_LE(found.alarms, 18U) << what;
      EXPECT_GE(found.shifted, kRuns * (before == kControlFirst ? 70 : 80) / 100) << what;
      // Where periods differ, limits of chance alone cry wolf.
      if (of.wander > 0.02) {
        EXPECT_GE(found.plain, kRuns / 2) << what;
      }
    }
  }
}

}  // namespace
}  // namespace parcours::analysis
