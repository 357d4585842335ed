// Contact drivers: what was planted is found, what is mixed at random is not, patterns are those
// of a search that tries them all.

#include "analysis/contact_drivers.h"

#include <gtest/gtest.h>
#include <oneapi/tbb/global_control.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include "base/error.h"
#include "base/instant.h"
#include "support/snapshot_builder.h"

namespace parcours::analysis {
namespace {

using testing::SnapshotBuilder;

constexpr std::array<const char*, 6> kNames = {"call", "search", "order", "login", "pay", "read"};

// Customers who come in bursts. After a search, a call follows within the burst `planted` times out
// of ten; all else is drawn alike.
journey::Snapshot company(std::uint64_t seed, std::size_t customers, unsigned planted) {
  std::mt19937_64 random(seed);
  SnapshotBuilder log;
  // Names in a fixed order, whatever is met first.
  log.journey("nobody");
  for (const char* name : kNames) log.event(name, 0);
  for (std::size_t c = 0; c < customers; ++c) {
    log.journey("c" + std::to_string(c));
    std::int64_t at_us = static_cast<std::int64_t>(random() % 1'000) * kMinuteUs;
    const std::size_t events = 4 + random() % 12;
    bool searched = false;
    for (std::size_t e = 0; e < events; ++e) {
      const bool calls = searched && random() % 10 < planted;
      const std::size_t name = calls ? 0 : random() % kNames.size();
      log.event(kNames[name], at_us);
      searched = name == 1;
      at_us +=
          static_cast<std::int64_t>(1 + random() % (random() % 4 == 0 ? 3'000 : 30)) * kMinuteUs;
    }
  }
  return log.build(365 * kDayUs);
}

DriverSpec calls(std::uint64_t seed = 1) {
  return {.risk = {.contacts = {model::TouchpointId{0}}, .window_us = kDayUs, .seed = seed},
          .gap_us = 6 * kHourUs,
          .length = 3,
          .support = 15};
}

// The same log with its touchpoints dealt out anew: times and journeys stay, what led to what is
// gone.
journey::Snapshot permuted(journey::Snapshot log, std::uint64_t seed) {
  std::vector<model::TouchpointId> touchpoints(log.touchpoint.begin(), log.touchpoint.end());
  std::mt19937_64 random(seed);
  std::shuffle(touchpoints.begin(), touchpoints.end(), random);
  log.touchpoint = std::move(touchpoints);
  return log;
}

// In how many of 200 runs anything is taken for a driver.
template <typename Log>
int runs_with_findings(const Log& log_of) {
  int runs = 0;
  std::size_t compared = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const journey::Snapshot log = log_of(seed);
    const ContactDrivers found = find_contact_drivers(log.view(), calls(seed));
    compared += found.drivers.size();
    const auto is_found = [](const Driver& driver) { return driver.q <= 0.05; };
    runs += std::ranges::any_of(found.drivers, is_found) ? 1 : 0;
  }
  EXPECT_GT(compared, 200U * 20U) << "there is something to compare";
  return runs;
}

// With nothing to find, each finding is false: no more than one run in twenty may have any. Ten of
// 200 are expected at most; twenty or more would have a chance below one in a thousand.
TEST(ContactDrivers, APermutedLogHasNone) {
  EXPECT_LT(
      runs_with_findings([](std::uint64_t seed) { return permuted(company(seed, 250, 5), seed); }),
      20);
}

TEST(ContactDrivers, OneDrawnFromNothingHasNone) {
  EXPECT_LT(runs_with_findings([](std::uint64_t seed) { return company(seed, 250, 0); }), 20);
}

// Most customers call, and each stands beside several others: the same few windows are met again
// and again. Were they taken for different ones, 30 runs and more would have findings.
TEST(ContactDrivers, CustomersWhoStandInManySetsAddNone) {
  EXPECT_LT(runs_with_findings(
                [](std::uint64_t seed) { return permuted(company(seed, 1'000, 5), seed); }),
            20);
}

TEST(ContactDrivers, WhatIsPlantedComesFirst) {
  const journey::Snapshot log = company(7, 800, 5);
  const ContactDrivers found = find_contact_drivers(log.view(), calls());
  ASSERT_FALSE(found.drivers.empty());
  const Driver& first = found.drivers.front();
  EXPECT_EQ(first.pattern.back(), model::TouchpointId{1});
  EXPECT_LT(first.q, 1e-6);
  ASSERT_TRUE(first.bounds.has_value());
  EXPECT_GT(first.bounds->low, 1.2);
  EXPECT_EQ(found.cases, found.sets + found.unmatched);
}

TEST(ContactDrivers, EachOpensAsItsCustomers) {
  const journey::Snapshot log = company(8, 200, 5);
  const DriverSpec spec = calls();
  const ContactDrivers found = find_contact_drivers(log.view(), spec);
  ASSERT_GT(found.drivers.size(), 10U);
  for (const Driver& driver : found.drivers) {
    const journey::JourneySet set = journeys_driven(log.view(), spec, driver.pattern);
    EXPECT_EQ(set.size(), driver.customers);
    std::set<std::uint32_t> customers;
    for (const std::uint32_t j : set) customers.insert(log.customer[j]);
    EXPECT_EQ(customers.size(), set.size());
  }
}

TEST(ContactDrivers, ContactsOpenAsTheirCustomers) {
  const journey::Snapshot log = company(11, 120, 5);
  DriverSpec spec = calls();
  spec.risk.controls = 12;  // so many that some contacts find too few
  const ContactDrivers found = find_contact_drivers(log.view(), spec);
  EXPECT_GT(found.unmatched, 0U);
  EXPECT_GT(found.sets, 0U);
  const auto part = [&](ContactPart one) { return journeys_with_contact(log.view(), spec, one); };
  EXPECT_EQ(part(ContactPart::Contact).size(), found.cases);
  EXPECT_EQ(part(ContactPart::Unmatched).size(), found.unmatched);
  journey::JourneySet both = part(ContactPart::Compared);
  EXPECT_EQ(both.size(), found.sets);
  const journey::JourneySet others = part(ContactPart::Unmatched);
  both.insert(both.end(), others.begin(), others.end());
  std::ranges::sort(both);
  EXPECT_EQ(both, part(ContactPart::Contact));
}

TEST(ContactDrivers, AssociatedIsSaidOnlyWhereTheIntervalClears) {
  const journey::Snapshot log = company(7, 800, 5);
  const ContactDrivers found = find_contact_drivers(log.view(), calls());
  std::uint64_t associated = 0;
  for (const Driver& driver : found.drivers) {
    const bool clears = !driver.bounds || driver.bounds->low > 1;
    EXPECT_EQ(driver.associated, driver.q <= 0.05 && clears);
    associated += driver.associated ? 1 : 0;
  }
  EXPECT_EQ(found.associated, associated);
  EXPECT_GT(associated, 0U);
  EXPECT_LT(associated, found.drivers.size());
}

void expect_same(const ContactDrivers& one, const ContactDrivers& two) {
  EXPECT_EQ(one.sets, two.sets);
  EXPECT_EQ(one.unmatched, two.unmatched);
  ASSERT_EQ(one.drivers.size(), two.drivers.size());
  for (std::size_t i = 0; i < one.drivers.size(); ++i) {
    const Driver& a = one.drivers[i];
    const Driver& b = two.drivers[i];
    EXPECT_EQ(a.pattern, b.pattern);
    EXPECT_EQ(a.customers, b.customers);
    EXPECT_EQ(a.comparable, b.comparable);
    EXPECT_EQ(a.p, b.p);  // to the bit
    EXPECT_EQ(a.q, b.q);
    EXPECT_EQ(a.lift, b.lift);
    ASSERT_EQ(a.bounds.has_value(), b.bounds.has_value());
    if (a.bounds) {
      EXPECT_EQ(a.bounds->low, b.bounds->low);
    }
  }
}

TEST(ContactDrivers, ThreadsAndBlocksChangeNothing) {
  const journey::Snapshot log = company(9, 400, 5);
  const auto ask = [&](std::size_t threads, std::uint64_t block_events) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    return find_contact_drivers(log.view(), calls(3), {{}, block_events});
  };
  const ContactDrivers one = ask(1, Execution::kBlockEvents);
  ASSERT_GT(one.drivers.size(), 10U);
  expect_same(one, ask(8, Execution::kBlockEvents));
  expect_same(one, ask(8, 2));
  expect_same(one, ask(8, 700));
}

TEST(ContactDrivers, AStopEndsTheQuestion) {
  const journey::Snapshot log = company(9, 50, 5);
  std::stop_source stop;
  stop.request_stop();
  const std::vector<model::TouchpointId> search = {model::TouchpointId{1}};
  const Execution run(stop.get_token());
  EXPECT_THROW((void)find_contact_drivers(log.view(), calls(), run), Error);
  EXPECT_THROW((void)journeys_driven(log.view(), calls(), search, run), Error);
  EXPECT_THROW((void)journeys_with_contact(log.view(), calls(), ContactPart::Contact, run), Error);
}

TEST(ContactDrivers, WithoutASupportOneMomentInAThousandCounts) {
  const journey::Snapshot log = company(9, 50, 5);
  DriverSpec spec = calls();
  spec.support = 0;
  const ContactDrivers few = find_contact_drivers(log.view(), spec);
  EXPECT_EQ(few.support, 20U);
  for (const Driver& driver : few.drivers) EXPECT_GE(driver.customers + driver.comparable, 20U);
  const journey::Snapshot many = company(9, 9'000, 5);
  const ContactDrivers found = find_contact_drivers(many.view(), spec);
  EXPECT_EQ(found.support, (found.sets + found.comparable) / 1000);
  EXPECT_GT(found.support, 20U);
}

// Whether the events picked one by one make the pattern; every choice is tried.
bool occurs(const journey::JourneyView& view, const DriverSpec& spec, const Moment& moment,
            const std::vector<model::TouchpointId>& pattern, std::size_t place,
            std::uint64_t before) {
  if (place == pattern.size()) return true;
  for (std::uint64_t e = place == 0 ? moment.first : before + 1; e < moment.event; ++e) {
    if (view.touchpoint[e] != pattern[place]) continue;
    if (place > 0 && view.at_us[e] - view.at_us[before] > spec.gap_us) continue;
    if (occurs(view, spec, moment, pattern, place + 1, e)) return true;
  }
  return false;
}

TEST(ContactDrivers, PatternsAreTheClosedOnesOfASearchThatTriesAll) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const journey::Snapshot log = company(seed, 60, 3);
    const journey::JourneyView view = log.view();
    DriverSpec spec = calls(seed);
    spec.support = 8;
    // From no time between neighbours to no limit of its own; windows of one event and of all.
    spec.gap_us = seed % 4 == 0 ? spec.risk.window_us : static_cast<std::int64_t>(seed) * kHourUs;
    spec.risk.window_us = seed % 3 == 0 ? 60 * kDayUs : kDayUs;
    spec.length = 1 + seed % 3;
    const RiskSets sets = draw_risk_sets(view, spec.risk);
    std::map<std::vector<model::TouchpointId>, std::set<std::size_t>> met;
    std::vector<std::vector<model::TouchpointId>> open = {{}};
    while (!open.empty()) {
      const auto pattern = open.back();
      open.pop_back();
      for (std::uint16_t t = 0; t < kNames.size() && pattern.size() < spec.length; ++t) {
        auto longer = pattern;
        longer.push_back(model::TouchpointId{t});
        open.push_back(longer);
        for (std::size_t m = 0; m < sets.moments.size(); ++m) {
          if (occurs(view, spec, sets.moments[m], longer, 0, 0)) met[longer].insert(m);
        }
      }
    }
    std::set<std::vector<model::TouchpointId>> wanted;
    for (const auto& [pattern, moments] : met) {
      if (moments.size() < spec.support) continue;
      bool held = false;
      for (const auto& [other, same] : met) {
        if (other.size() <= pattern.size() || same != moments) continue;
        auto at = pattern.begin();
        for (const auto id : other) at += at != pattern.end() && *at == id ? 1 : 0;
        held = held || at == pattern.end();
      }
      if (!held) wanted.insert(pattern);
    }
    std::set<std::vector<model::TouchpointId>> found;
    for (const Driver& driver : find_contact_drivers(view, spec).drivers) {
      found.insert(driver.pattern);
      std::uint64_t cases = 0;
      for (const std::size_t m : met[driver.pattern]) cases += m % 6 == 0 ? 1 : 0;
      EXPECT_EQ(driver.customers, cases);
      EXPECT_EQ(driver.comparable, met[driver.pattern].size() - cases);
    }
    EXPECT_EQ(found, wanted) << "seed " << seed;
  }
}

TEST(ContactDrivers, ControlsAreOthersWithoutAContactSoFar) {
  const journey::Snapshot log = company(10, 150, 5);
  const journey::JourneyView view = log.view();
  const RiskSets sets = draw_risk_sets(view, calls().risk);
  ASSERT_GT(sets.moments.size(), 100U);
  for (std::size_t m = 0; m < sets.moments.size(); ++m) {
    const Moment& one = sets.moments[m];
    const bool is_case = m % 6 == 0;
    EXPECT_EQ(view.touchpoint[one.event] == model::TouchpointId{0}, is_case);
    for (std::uint64_t e = view.begin_of(one.journey); e < one.event; ++e) {
      EXPECT_NE(view.touchpoint[e], model::TouchpointId{0});
      EXPECT_EQ(view.at_us[one.event] - view.at_us[e] <= kDayUs, e >= one.first);
    }
    if (!is_case) {
      EXPECT_NE(view.customer[one.journey], view.customer[sets.moments[m - m % 6].journey]);
    }
  }
}

// Sets of three: [case did not, case did meet it] x [none, one, both of the others did].
using SetsOfThree = std::array<std::vector<std::uint64_t>, 2>;

TEST(ContactDrivers, ChancesAreThoseOfAllOutcomes) {
  // Two sets of three of whom one met it, one of whom two did: 1/3, 1/3, 2/3.
  EXPECT_DOUBLE_EQ(chance_of_cases(SetsOfThree{{{5, 2, 1}, {0, 0, 0}}}, 1), 1);
  EXPECT_NEAR(chance_of_cases(SetsOfThree{{{5, 1, 1}, {1, 0, 0}}}, 1), 1 - 4.0 / 27, 1e-12);
  EXPECT_NEAR(chance_of_cases(SetsOfThree{{{5, 0, 0}, {2, 1, 0}}}, 1), 2.0 / 27, 1e-12);
  // Sets in which all met it count for sure.
  EXPECT_NEAR(chance_of_cases(SetsOfThree{{{0, 0, 0}, {1, 0, 4}}}, 1), 1.0 / 3, 1e-12);
  // Many sets: the exact sum and the curve that takes its place agree.
  const double exact = chance_of_cases(SetsOfThree{{{0, 310, 0}, {190, 0, 0}}}, 1);
  const double curve = chance_of_cases(SetsOfThree{{{0, 311, 0}, {190, 0, 0}}}, 1);
  EXPECT_NEAR(exact, curve, 0.002);
}

TEST(ContactDrivers, OthersWhoTellLessWeighLess) {
  // Two of the others tell as much as one: of four trials that may go either way three are cases.
  EXPECT_NEAR(chance_of_cases(SetsOfThree{{{0, 2, 0}, {3, 0, 0}}}, 2), 5.0 / 16, 1e-12);
  // Parts of a trial are rounded up.
  EXPECT_NEAR(chance_of_cases(SetsOfThree{{{0, 1, 0}, {3, 0, 0}}}, 2), 5.0 / 16, 1e-12);
  // The less they tell, the less it takes for a chance, in the sum and in the curve.
  for (const std::uint64_t times : {1U, 40U}) {
    const SetsOfThree sets{{{9, 11 * times, times}, {9 * times, 2 * times, 0}}};
    EXPECT_LT(chance_of_cases(sets, 1), chance_of_cases(sets, 1.5)) << times;
    EXPECT_LT(chance_of_cases(sets, 1.5), chance_of_cases(sets, 3)) << times;
  }
}

}  // namespace
}  // namespace parcours::analysis
