// Curves of known data: values printed by R's survival package, and laws of the estimates.

#include "analysis/survival.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace parcours::analysis {
namespace {

// Weeks in remission; a censored time is written negative.
std::vector<Spell> spells_of(const std::vector<int>& times) {
  std::vector<Spell> spells;
  for (const int t : times) {
    spells.push_back(spell(std::abs(t), t < 0 ? kSpellRunning : 0));
  }
  std::sort(spells.begin(), spells.end());
  return spells;
}

const SurvivalStep& at(const SurvivalCurves& curves, std::int64_t at_us) {
  for (const SurvivalStep& step : curves.steps) {
    if (step.at_us == at_us) return step;
  }
  throw std::runtime_error("no such step");
}

// Acute myelogenous leukaemia: R's survival::aml (Miller, 1981).
const std::vector<int> kMaintained = {9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161};
const std::vector<int> kNonmaintained = {5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45};

TEST(Survival, LeukaemiaMaintained) {
  const SurvivalCurves curves = estimate_survival(spells_of(kMaintained), {});
  const std::vector<std::array<double, 4>> printed = {
      // time, at risk, survival, std.err of R
      {9, 11, 0.909, 0.0867}, {13, 10, 0.818, 0.1163}, {18, 8, 0.716, 0.1397},
      {23, 7, 0.614, 0.1526}, {31, 5, 0.491, 0.1642},  {34, 4, 0.368, 0.1627},
      {48, 2, 0.184, 0.1535}};
  for (const auto& [time, n, share, error] : printed) {
    const SurvivalStep& step = at(curves, static_cast<std::int64_t>(time));
    EXPECT_EQ(step.at_risk, static_cast<std::uint64_t>(n));
    EXPECT_NEAR(step.remaining.share, share, 0.0005);
    const auto wanted = log_log_bounds(step.remaining.share, error * error);
    EXPECT_NEAR(step.remaining.bounds->low, wanted->low, 0.0005);
    EXPECT_NEAR(step.remaining.bounds->high, wanted->high, 0.0005);
  }
  EXPECT_EQ(curves.any[1].at_us, 31);
  EXPECT_EQ(curves.until_us, 161);
  EXPECT_EQ(curves.event_times, 7U);
}

TEST(Survival, LeukaemiaNonmaintained) {
  const SurvivalCurves curves = estimate_survival(spells_of(kNonmaintained), {});
  EXPECT_EQ(curves.any[1].at_us, 23);
  EXPECT_NEAR(at(curves, 23).remaining.share, 0.4861, 0.0001);
  EXPECT_EQ(at(curves, 45).remaining.share, 0);
  EXPECT_FALSE(at(curves, 45).remaining.bounds.has_value());
}

// R's print(survfit(Surv(time, status) ~ x, aml), print.rmean = TRUE), up to the longest time.
TEST(Survival, LeukaemiaRestrictedMeans) {
  const auto error = [](const SurvivalCurves& curves) {
    return (curves.mean_bounds_us->high - curves.mean_us) / 1.959964;
  };
  const SurvivalFrame frame{.horizon_us = 161};
  const SurvivalCurves maintained = estimate_survival(spells_of(kMaintained), frame);
  EXPECT_NEAR(maintained.mean_us, 52.6, 0.05);
  EXPECT_NEAR(error(maintained), 19.83, 0.005);
  const SurvivalCurves nonmaintained = estimate_survival(spells_of(kNonmaintained), frame);
  EXPECT_NEAR(nonmaintained.mean_us, 22.7, 0.05);
  EXPECT_NEAR(error(nonmaintained), 4.18, 0.005);
}

// Where nothing is censored the curve is the share that lasted longer, its variance binomial.
TEST(Survival, WithoutCensoringItIsPlainCounting) {
  const SurvivalCurves curves = estimate_survival(spells_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), {});
  for (const SurvivalStep& step : curves.steps) {
    const double share = static_cast<double>(10 - step.at_us) / 10;
    EXPECT_NEAR(step.remaining.share, share, 1e-12);
    const auto wanted = log_log_bounds(share, share * (1 - share) / 10);
    ASSERT_EQ(step.remaining.bounds.has_value(), share > 0);
    if (wanted) {
      EXPECT_NEAR(step.remaining.bounds->low, wanted->low, 1e-9);
    }
  }
  EXPECT_EQ(curves.any[0].at_us, 3);
  EXPECT_EQ(curves.any[1].at_us, 5);
  EXPECT_EQ(curves.any[2].at_us, 8);
  EXPECT_NEAR(curves.mean_us, 5.5, 1e-12);
  // The standard error of a mean of 1..10 over n: sqrt(8.25 / 10).
  EXPECT_NEAR((curves.mean_bounds_us->high - curves.mean_us) / 1.959964, std::sqrt(0.825), 1e-6);
}

TEST(Survival, AHorizonEndsTheLooking) {
  const SurvivalCurves curves =
      estimate_survival(spells_of({1, 2, -3, 4, 8, -9}), {.horizon_us = 5});
  EXPECT_EQ(curves.until_us, 5);
  EXPECT_EQ(curves.steps.back().at_us, 5);
  EXPECT_EQ(curves.steps.back().at_risk, 2U);
  EXPECT_EQ(curves.event_times, 3U);
  EXPECT_FALSE(curves.any[2].at_us.has_value());
}

TEST(Survival, NothingToEstimateFrom) {
  const SurvivalCurves none = estimate_survival({}, {});
  ASSERT_EQ(none.steps.size(), 1U);
  EXPECT_EQ(none.steps[0].at_risk, 0U);
  EXPECT_EQ(none.steps[0].remaining.share, 1);
  EXPECT_FALSE(none.any[1].at_us.has_value());
  EXPECT_FALSE(none.mean_bounds_us.has_value());
  const SurvivalCurves censored = estimate_survival(spells_of({-3, -7}), {});
  EXPECT_EQ(censored.steps.back().at_us, 7);
  EXPECT_EQ(censored.steps.back().censored, 2U);
  EXPECT_EQ(censored.steps.back().remaining.share, 1);
  EXPECT_EQ(censored.mean_us, 7);
}

std::vector<Spell> random_spells(std::uint64_t seed, std::size_t n, std::uint32_t causes) {
  std::mt19937_64 random(seed);
  std::vector<Spell> spells;
  for (std::size_t i = 0; i < n; ++i) {
    const auto kind = static_cast<std::uint32_t>(random() % (causes + 1));
    spells.push_back(
        spell(static_cast<std::int64_t>(random() % 50), kind == causes ? kSpellQuiet : kind));
  }
  std::sort(spells.begin(), spells.end());
  return spells;
}

TEST(Survival, SharesOfAllCausesSumToOne) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto spells = random_spells(seed, 1 + seed, 4);
    for (const SurvivalStep& step : estimate_survival(spells, {.causes = 4}).steps) {
      double sum = step.remaining.share;
      for (const auto& cause : step.causes) sum += cause.incidence.share;
      ASSERT_NEAR(sum, 1, 1e-12);
    }
  }
}

// With one cause its share and interval are those that the Kaplan-Meier curve leaves.
TEST(Survival, OneCauseIsTheRestOfTheCurve) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    for (const SurvivalStep& step : estimate_survival(random_spells(seed, 60, 1), {}).steps) {
      const ShareEstimate& had = step.causes.at(0).incidence;
      ASSERT_NEAR(had.share, 1 - step.remaining.share, 1e-12);
      if (!step.remaining.bounds || step.remaining.share < 1e-9) continue;
      ASSERT_NEAR(had.bounds->low, 1 - step.remaining.bounds->high, 1e-6);
      ASSERT_NEAR(had.bounds->high, 1 - step.remaining.bounds->low, 1e-6);
    }
  }
}

// Two outcomes and no censoring: the share of each is a plain share, its variance binomial.
TEST(Survival, CompetingSharesWithoutCensoringAreBinomial) {
  std::vector<Spell> spells;
  for (std::uint32_t i = 1; i <= 20; ++i) spells.push_back(spell(i, i % 4 == 0 ? 1 : 0));
  const SurvivalStep& last =
      estimate_survival(spells, {.causes = 2, .horizon_us = 16}).steps.back();
  EXPECT_NEAR(last.causes.at(0).incidence.share, 0.6, 1e-12);
  EXPECT_NEAR(last.causes.at(1).incidence.share, 0.2, 1e-12);
  const auto binomial = log_log_bounds(0.8, 0.8 * 0.2 / 20);
  EXPECT_NEAR(last.causes.at(1).incidence.bounds->low, 1 - binomial->high, 1e-9);
  EXPECT_NEAR(last.causes.at(1).incidence.bounds->high, 1 - binomial->low, 1e-9);
}

// Over many spells most times are far from every quartile, and no interval is reckoned there.
TEST(Survival, QuartilesAreWhereTheCurvesCrossThem) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto spells = random_spells(seed, 20'000 * seed, 2);
    const SurvivalCurves curves = estimate_survival(spells, {.causes = 2});
    for (std::size_t i = 0; i < 3; ++i) {
      const double rest = 0.75 - 0.25 * static_cast<double>(i);
      const auto first = [&](const auto& crosses) -> std::optional<std::int64_t> {
        for (const SurvivalStep& step : curves.steps) {
          if (crosses(step)) return step.at_us;
        }
        return std::nullopt;
      };
      const ShareTime& any = curves.any[i];
      EXPECT_EQ(any.at_us, first([&](const auto& s) { return s.remaining.share <= rest; }));
      EXPECT_EQ(any.low_us, first([&](const auto& s) {
                  return s.remaining.bounds && s.remaining.bounds->low <= rest;
                }));
      EXPECT_EQ(any.high_us, first([&](const auto& s) {
                  return s.remaining.bounds && s.remaining.bounds->high <= rest;
                }));
      const ShareTime& had = curves.causes.at(1)[i];
      EXPECT_EQ(had.low_us, first([&](const auto& s) {
                  const auto& bounds = s.causes.at(1).incidence.bounds;
                  return bounds && bounds->high >= 1 - rest;
                }));
    }
  }
}

// Fewer points leave times out, and change no value at those that stay.
TEST(Survival, PointsAreExactHoweverFew) {
  const auto spells = random_spells(7, 4'000, 3);
  const SurvivalCurves all = estimate_survival(spells, {.causes = 3});
  const SurvivalCurves few = estimate_survival(spells, {.causes = 3, .points = 8});
  ASSERT_LT(few.steps.size(), all.steps.size());
  ASSERT_LE(few.steps.size(), 2U * 8 + 2);
  std::uint64_t events = 0;
  std::uint64_t censored = 0;
  for (const SurvivalStep& step : few.steps) {
    EXPECT_EQ(step.at_risk, at(all, step.at_us).at_risk);
    EXPECT_EQ(step.remaining.share, at(all, step.at_us).remaining.share);
    censored += step.censored;
    for (const auto& cause : step.causes) events += cause.events;
  }
  EXPECT_EQ(events + censored, spells.size());
  EXPECT_EQ(few.any[1].at_us, all.any[1].at_us);
  EXPECT_EQ(few.mean_us, all.mean_us);
}

}  // namespace
}  // namespace parcours::analysis
