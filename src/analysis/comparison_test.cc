// Two groups compared by the customer: what the published methods say, and what chance does.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>

#include "analysis/compared_curves.h"
#include "analysis/compared_quantile.h"
#include "analysis/customer_sums.h"
#include "analysis/false_discovery.h"
#include "analysis/journey_hits.h"
#include "analysis/share_interval.h"
#include "base/instant.h"
#include "support/snapshot_builder.h"

namespace parcours::analysis {
namespace {

using parcours::testing::hours;
using parcours::testing::SnapshotBuilder;

// Customers with one journey each, none on both sides.
CustomerSums plain(std::uint64_t hits_a, std::uint64_t n_a, std::uint64_t hits_b,
                   std::uint64_t n_b) {
  CustomerSums sums;
  for (std::uint64_t i = 0; i < n_a; ++i) sums.add({i < hits_a ? 1U : 0U, 1}, {});
  for (std::uint64_t i = 0; i < n_b; ++i) sums.add({}, {i < hits_b ? 1U : 0U, 1});
  return sums;
}

TEST(CompareShares, OneJourneyEachIsNewcombesInterval) {
  const Compared c = compare_shares(plain(56, 70, 48, 80));
  EXPECT_NEAR(*c.difference, 0.2, 1e-12);
  EXPECT_NEAR(c.bounds->low, 0.0524, 5e-5);
  EXPECT_NEAR(c.bounds->high, 0.3339, 5e-5);
  // The test of two proportions with a pooled share: z = 0.2 / sqrt(.6933 .3067 (1/70 + 1/80)).
  EXPECT_NEAR(*c.p, 0.008045, 1e-6);
  EXPECT_EQ(c.side[0].count, 56U);
  EXPECT_EQ(c.side[1].base, 80U);
}

TEST(CompareShares, SmallCountsAreTestedExactly) {
  EXPECT_NEAR(*compare_shares(plain(3, 4, 1, 4)).p, 0.4857142857, 1e-9);
  EXPECT_NEAR(*compare_shares(plain(1, 100, 0, 10'000)).p, 100.0 / 10'100, 1e-9);
}

TEST(CompareShares, WhatOneSideLacksIsAShareOfNothing) {
  const Compared c = compare_shares(plain(9, 40, 0, 40));
  EXPECT_EQ(*c.side[1].value, 0);
  EXPECT_LT(*c.p, 0.01);
  const Compared empty = compare_shares(plain(9, 40, 0, 0));
  EXPECT_FALSE(empty.side[1].value.has_value());
  EXPECT_FALSE(empty.difference.has_value());
  EXPECT_FALSE(empty.p.has_value());
}

// Ten journeys that all go alike tell no more than one.
TEST(CompareShares, JourneysOfOneCustomerAreNotIndependent) {
  CustomerSums alike;
  for (std::uint64_t i = 0; i < 70; ++i) alike.add({i < 56 ? 10U : 0U, 10}, {});
  for (std::uint64_t i = 0; i < 80; ++i) alike.add({}, {i < 48 ? 10U : 0U, 10});
  const Compared once = compare_shares(plain(56, 70, 48, 80));
  const Compared ten = compare_shares(alike);
  EXPECT_EQ(*ten.difference, *once.difference);
  EXPECT_NEAR(ten.bounds->low, once.bounds->low, 0.002);
  EXPECT_NEAR(*ten.p, *once.p, 0.001);
  EXPECT_NEAR(effective_base(alike.side[0]), 69, 1e-9);
}

// The same customers in both periods, each as before: nothing differs, and the interval knows it.
TEST(CompareShares, CustomersOnBothSidesMoveTogether) {
  CustomerSums same;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const std::uint64_t hit = i < 60 ? 1 : 0;
    same.add({hit, 1}, {hit, 1});
  }
  const Compared c = compare_shares(same);
  EXPECT_EQ(*c.difference, 0);
  EXPECT_EQ(*c.p, 1);
  EXPECT_NEAR(share_correlation(same), 1, 0.011);
  const Compared apart = compare_shares(plain(60, 100, 60, 100));
  EXPECT_LT(c.bounds->high - c.bounds->low, 0.35 * (apart.bounds->high - apart.bounds->low));
}

// More of the later period still runs: what it lacks may still come.
TEST(CompareShares, RunningJourneysOfTheLowerSideMaySettleIt) {
  CustomerSums sums = plain(900, 1'000, 960, 1'000);
  EXPECT_FALSE(compare_shares(sums).is_unsettled());
  sums.side[0].open = 70;
  EXPECT_TRUE(compare_shares(sums).is_unsettled());
  sums.side[1].open = 20;
  EXPECT_FALSE(compare_shares(sums).is_unsettled()) << "70 - 20 of 1,000 are fewer than 6 in 100";
  sums.side[0].open = 0;
  EXPECT_FALSE(compare_shares(sums).is_unsettled()) << "those of the higher side only add to it";
}

// Two samples of unequal size and spread.
TEST(CompareMeans, IsWelchsForOneJourneyEach) {
  CustomerSums sums;
  for (const std::uint64_t x : {27U, 20U, 21U, 26U, 27U, 31U, 24U, 21U, 20U, 19U, 23U, 24U, 28U,
                                19U, 24U, 29U, 18U, 20U, 17U, 31U, 20U, 25U, 28U, 21U, 27U}) {
    sums.add({x, 1}, {});
  }
  for (const std::uint64_t x : {27U, 22U, 15U, 12U, 23U, 22U, 20U, 18U, 16U, 29U}) {
    sums.add({}, {x, 1});
  }
  const Compared c = compare_means(sums);
  EXPECT_NEAR(*c.side[0].value, 23.6, 1e-12);
  EXPECT_NEAR(*c.side[1].value, 20.4, 1e-12);
  // t = 3.2 / sqrt(17.0833/25 + 28.2667/10) = 1.70803, 13.5798 degrees: worked out apart.
  EXPECT_NEAR(*c.p, 0.1103758, 1e-6);
  EXPECT_LT(c.bounds->low, 0);
  EXPECT_GT(c.bounds->high, 6.4);
}

TEST(CompareQuantiles, MediansWithWhatOneSideLacks) {
  CustomerValues a;
  CustomerValues b;
  for (std::uint32_t i = 0; i < 200; ++i) a.push_back({i, 10 + i});
  for (std::uint32_t i = 0; i < 200; ++i) b.push_back({1'000 + i, 60 + i});
  const Compared c = compare_quantiles(a, b, 0.5);
  EXPECT_EQ(*c.side[0].value, 109.5);
  EXPECT_EQ(*c.side[1].value, 159.5);
  EXPECT_EQ(*c.difference, -50);
  EXPECT_LT(c.bounds->high, 0);
  EXPECT_LT(*c.p, 1e-4);
  EXPECT_FALSE(compare_quantiles(a, {}, 0.5).difference.has_value());
  // Of five values the smallest and the largest say too little.
  a.resize(5);
  EXPECT_EQ(*compare_quantiles(a, b, 0.5).side[0].value, 12);
  EXPECT_FALSE(compare_quantiles(a, b, 0.5).side[0].bounds.has_value());
  EXPECT_FALSE(compare_quantiles(a, b, 0.5).bounds.has_value());
}

CustomerSpells spells_of(std::initializer_list<int> weeks, std::uint32_t first) {
  CustomerSpells out;
  for (const int w : weeks) {
    out.push_back({first++, spell(std::abs(w), w < 0 ? kSpellQuiet : 0)});
  }
  return out;
}

// Freireich and others 1963 (remission, weeks; negative: censored): chi-square 16.79, outcomes 9 of
// 19.25 expected under treatment, 21 of 10.75 without.
TEST(CompareCurves, LogRankOfTheRemissions) {
  const CustomerSpells treated = spells_of(
      {6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35},
      0);
  const CustomerSpells placebo =
      spells_of({1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}, 100);
  const ComparedCurves c = compare_curves(treated, placebo, 1, 35);
  EXPECT_NEAR(*c.curve.side[0].value, 9 / 19.2505, 1e-4);
  EXPECT_NEAR(*c.curve.side[1].value, 21 / 10.7495, 1e-4);
  const double chi = std::sqrt(16.7929);
  EXPECT_NEAR(*c.curve.p, normal_two_sided(chi), 1e-7);
  EXPECT_EQ(*c.median.side[0].value, 23);
  EXPECT_EQ(*c.median.side[1].value, 8);
  const ComparedCurves ten = compare_curves(treated, placebo, 1, 10);
  // Kaplan-Meier by week 10: 0.7529 and 8 of 21.
  EXPECT_NEAR(*ten.any.side[0].value, 1 - 0.7529, 1e-4);
  EXPECT_NEAR(*ten.any.side[1].value, 13.0 / 21, 1e-9);
  EXPECT_LT(ten.any.bounds->high, 0);
  EXPECT_LT(*ten.any.p, 0.02);
  EXPECT_GT(*ten.mean.difference, 0);
  EXPECT_LT(*ten.mean.p, 0.01);
}

TEST(CompareCurves, SpellsTwiceTellNoMoreThanOnce) {
  CustomerSpells a;
  CustomerSpells b;
  CustomerSpells a_twice;
  CustomerSpells b_twice;
  std::mt19937_64 random(5);
  for (std::uint32_t i = 0; i < 60; ++i) {
    const Spell one = spell(static_cast<std::int64_t>(1 + random() % 40), i % 5 == 0 ? 15 : 0);
    const Spell other = spell(static_cast<std::int64_t>(1 + random() % 60), i % 4 == 0 ? 15 : 1);
    a.push_back({i, one});
    b.push_back({100 + i, other});
    for (int n = 0; n < 2; ++n) a_twice.push_back({i, one});
    for (int n = 0; n < 2; ++n) b_twice.push_back({100 + i, other});
  }
  const ComparedCurves once = compare_curves(a, b, 2, 30);
  const ComparedCurves twice = compare_curves(a_twice, b_twice, 2, 30);
  EXPECT_NEAR(*twice.any.side[0].value, *once.any.side[0].value, 1e-12);
  EXPECT_NEAR(*twice.any.p, *once.any.p, 1e-3);
  EXPECT_NEAR(twice.any.bounds->low, once.any.bounds->low, 2e-3);
  EXPECT_NEAR(*twice.mean.p, *once.mean.p, 1e-3);
  EXPECT_NEAR(*twice.curve.p, *once.curve.p, 0.02);
  EXPECT_NEAR(*twice.causes[0].side[0].value, *once.causes[0].side[0].value, 1e-12);
}

// One customer after the other, both sides, shares of all and shares of another number.
TEST(SumByCustomer, IsWhatALoopOverCustomersCounts) {
  SnapshotBuilder log;
  std::mt19937_64 random(11);
  std::array<JourneyHits, 2> hits;
  std::vector<std::vector<std::uint32_t>> keys;
  for (int c = 0; c < 40; ++c) {
    for (std::uint64_t j = 0, n = 1 + random() % 3; j < n; ++j) {
      log.journey("c" + std::to_string(c)).event("e", hours(static_cast<std::int64_t>(j)));
      keys.emplace_back();
      if (random() % 2 == 0) {
        keys.back().push_back(0);
        if (random() % 2 == 0) keys.back().push_back(1);  // a share of number 0
      }
      if (random() % 3 == 0) keys.back().push_back(2);
    }
  }
  const journey::Snapshot all = log.build(hours(100));
  journey::JourneySet of_a;
  journey::JourneySet of_b;
  for (std::uint32_t j = 0; j < keys.size(); ++j) {
    if (j % 3 != 0) of_a.push_back(j);
    if (j % 2 == 0) of_b.push_back(j);
  }
  const auto one_side = [&](const journey::JourneySet& set, JourneyHits& out) {
    for (const std::uint32_t j : set) {
      for (const std::uint32_t n : keys[j]) out.add(n);
      out.end_journey();
    }
    return journey::select_journeys(all, set);
  };
  const journey::Snapshot a = one_side(of_a, hits[0]);
  const journey::Snapshot b = one_side(of_b, hits[1]);
  const std::vector<std::uint32_t> base_of = {kOfAll, 0, kOfAll};
  const auto sums = sum_by_customer({a.view(), hits[0]}, {b.view(), hits[1]}, base_of, {});
  ASSERT_EQ(sums.size(), base_of.size());
  const auto part = [&](const journey::JourneySet& set, std::uint32_t customer, std::uint32_t n) {
    CustomerPart out;
    const auto holds = [&](std::uint32_t j, std::uint32_t number) {
      return std::find(keys[j].begin(), keys[j].end(), number) != keys[j].end();
    };
    for (const std::uint32_t j : set) {
      if (all.customer[j] != customer) continue;
      out.hits += holds(j, n) ? 1U : 0U;
      out.base += base_of[n] == kOfAll || holds(j, base_of[n]) ? 1U : 0U;
    }
    return out;
  };
  for (std::uint32_t n = 0; n < base_of.size(); ++n) {
    EXPECT_EQ(sums[n].side[0].open, 0U);
    CustomerSums wanted;
    for (std::uint32_t c = 0; c < 40; ++c) wanted.add(part(of_a, c, n), part(of_b, c, n));
    for (std::size_t s = 0; s < 2; ++s) {
      EXPECT_EQ(sums[n].side[s].customers, wanted.side[s].customers) << n;
      EXPECT_EQ(sums[n].side[s].hits, wanted.side[s].hits) << n;
      EXPECT_EQ(sums[n].side[s].base, wanted.side[s].base) << n;
      EXPECT_EQ(sums[n].side[s].hit_hit, wanted.side[s].hit_hit) << n;
      EXPECT_EQ(sums[n].side[s].hit_base, wanted.side[s].hit_base) << n;
      EXPECT_EQ(sums[n].side[s].base_base, wanted.side[s].base_base) << n;
    }
    EXPECT_EQ(sums[n].shared.hit_hit, wanted.shared.hit_hit) << n;
    EXPECT_EQ(sums[n].shared.hit_base, wanted.shared.hit_base) << n;
    EXPECT_EQ(sums[n].shared.base_hit, wanted.shared.base_hit) << n;
    EXPECT_EQ(sums[n].shared.base_base, wanted.shared.base_base) << n;
  }
}

// Customers who differ, with few or many journeys that go alike, fall on the two sides by chance:
// whatever is looked at, something is found in one company of twenty at most.
TEST(Compare, ByChanceAloneNothingIsFound) {
  constexpr int kCompanies = 400;
  constexpr std::size_t kNumbers = 40;
  int with_finding = 0;
  int low_p = 0;
  for (int company = 0; company < kCompanies; ++company) {
    std::mt19937_64 random(static_cast<std::uint64_t>(company) + 1);
    const auto chance = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
    const double of_a = 0.1 + 0.4 * chance();
    std::vector<CustomerSums> sums(kNumbers);
    for (int c = 0; c < 150; ++c) {
      const bool in_a = chance() < of_a;
      const std::uint64_t journeys = 1 + random() % 6;
      for (std::size_t n = 0; n < kNumbers; ++n) {
        // How often a number occurs falls from number to number, and customers keep their habits.
        const double share = 0.6 / static_cast<double>(n + 1);
        const double habit = chance() < share ? 0.8 : 0.8 * share / 4;
        std::uint64_t hits = 0;
        for (std::uint64_t j = 0; j < journeys; ++j) hits += chance() < habit ? 1U : 0U;
        const CustomerPart part{hits, journeys};
        sums[n].add(in_a ? part : CustomerPart{}, in_a ? CustomerPart{} : part);
      }
    }
    std::vector<double> p;
    for (const CustomerSums& one : sums) p.push_back(*compare_shares(one).p);
    for (const double one : p) low_p += one < 0.05 ? 1 : 0;
    const std::vector<double> q = false_discovery_rates(p);
    with_finding += std::any_of(q.begin(), q.end(), [](double one) { return one <= 0.05; }) ? 1 : 0;
  }
  // Three standard errors above one in twenty.
  EXPECT_LT(with_finding, kCompanies * (0.05 + 3 * std::sqrt(0.05 * 0.95 / kCompanies)));
  EXPECT_LT(low_p, 0.06 * kCompanies * kNumbers);
  EXPECT_GT(low_p, 0.005 * kCompanies * kNumbers) << "tests that find nothing at all";
}

// Medians, means, waits and the log-rank test of customers who keep their pace, by chance on one
// side or, half of them, on both: each test finds something in about one of twenty companies.
TEST(Compare, ByChanceAloneEveryTestHoldsItsLevel) {
  constexpr int kCompanies = 600;
  std::map<std::string, int> low_p;
  for (int company = 0; company < kCompanies; ++company) {
    std::mt19937_64 random(static_cast<std::uint64_t>(company) + 7'000);
    const auto chance = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
    std::array<CustomerValues, 2> values;
    std::array<CustomerSpells, 2> spells;
    CustomerSums mean;
    CustomerSums share;
    for (std::uint32_t c = 0; c < 160; ++c) {
      const double pace = std::exp(chance() + chance());
      const double habit = chance();
      const double where = chance();
      std::array<CustomerPart, 2> events{};
      std::array<CustomerPart, 2> hits{};
      for (std::size_t s = 0; s < 2; ++s) {
        const bool here = where > 0.5 || (where < 0.2) == (s == 0);
        const std::uint64_t journeys = here ? 1 + random() % 4 : 0;
        for (std::uint64_t j = 0; j < journeys; ++j) {
          const auto wait = static_cast<std::int64_t>(-1'000 * pace * std::log(1 - chance()));
          const auto seen = static_cast<std::int64_t>(4'000 * chance());
          values[s].push_back({c, wait});
          spells[s].push_back({c, wait <= seen ? spell(wait, 0) : spell(seen, kSpellRunning)});
          events[s] = {events[s].hits + static_cast<std::uint64_t>(pace * 4 * chance()),
                       events[s].base + 1};
          hits[s] = {hits[s].hits + (chance() < habit ? 1U : 0U), hits[s].base + 1};
        }
      }
      mean.add(events[0], events[1]);
      share.add(hits[0], hits[1]);
    }
    const ComparedCurves curves = compare_curves(spells[0], spells[1], 1, 2'500);
    low_p["median"] += *compare_quantiles(values[0], values[1], 0.5).p < 0.05 ? 1 : 0;
    low_p["mean"] += *compare_means(mean).p < 0.05 ? 1 : 0;
    low_p["share"] += *compare_shares(share).p < 0.05 ? 1 : 0;
    low_p["had"] += *curves.any.p < 0.05 ? 1 : 0;
    low_p["wait"] += *curves.mean.p < 0.05 ? 1 : 0;
    low_p["log-rank"] += *curves.curve.p < 0.05 ? 1 : 0;
  }
  // Four standard errors around one in twenty, and not far below.
  for (const auto& [test, times] : low_p) {
    EXPECT_LT(times, kCompanies * (0.05 + 4 * std::sqrt(0.05 * 0.95 / kCompanies))) << test;
    EXPECT_GT(times, kCompanies * 0.015) << test;
  }
}

}  // namespace
}  // namespace parcours::analysis
