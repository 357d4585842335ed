// Retention and re-entry: the engine against the written definitions, the SQL twin, and the sets
// behind each number.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/instant.h"
#include "laws/random_specs.h"
#include "store/sql/duckdb_twin.h"
#include "support/answer_text.h"
#include "support/small_worlds.h"

namespace parcours::testing {
namespace {

using namespace analysis;

constexpr std::size_t kWorlds = 5'000;

World world_number(std::size_t i) {
  return random_world({.seed = i + 130'001, .journeys = 1 + i % 14, .touchpoints = 1 + i % 4});
}

// The same world over days, weeks or months of a spring or an autumn in which clocks change.
World spread(World world, std::size_t i) {
  const std::int64_t factor = (i % 2 == 0 ? 7 : i % 3 == 0 ? 300 : 61) * kHourUs;
  const std::int64_t begin = days_from_civil(2024, i % 3 == 0 ? 3 : 10, 20) * kDayUs;
  for (Journey& journey : world.journeys) {
    for (Event& event : journey.events) event.at_us = begin + event.at_us * factor;
  }
  world.data_end_us = begin + world.data_end_us * factor;
  return world;
}

const Zone& zone_number(std::size_t i) {
  static const std::array<Zone, 4> kZones = {Zone::utc(), Zone::named("Europe/Paris"),
                                             Zone::named("America/Havana"),
                                             Zone::named("Asia/Kolkata")};
  return kZones[i % kZones.size()];
}

Execution cut(std::size_t i) {
  return {{}, i % 5 == 0 ? Execution::kBlockEvents : i % 5};
}

TEST(Retention, IsItsDefinition) {
  std::mt19937_64 random(31);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = spread(world_number(i), i);
    RetentionSpec spec = random_retention(random, world.touchpoints.size());
    spec.zone = zone_number(i);
    ASSERT_EQ(text_of(measure_retention(snapshot_of(world).view(), spec, cut(i))),
              text_of(define_retention(world, spec)))
        << text_of(world) << spec.zone.name();
  }
}

TEST(Reentry, IsItsDefinition) {
  std::mt19937_64 random(32);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const ReentrySpec spec = random_reentry(random);
    ASSERT_EQ(text_of(measure_reentry(snapshot_of(world).view(), spec, cut(i))),
              text_of(define_reentry(world, spec)))
        << text_of(world);
  }
}

TEST(Retention, AndReentryAreTheirTwins) {
  store::Database database{{}, {.memory_bytes = 1U << 30U, .threads = 2}};
  store::Connection connection{database};
  store::DuckDbTwin twin{connection};
  std::mt19937_64 random(33);
  for (std::size_t i = 0; i < 120; ++i) {
    const World world = spread(world_number(i), i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    store::load_journey_events(connection, view);
    RetentionSpec spec = random_retention(random, world.touchpoints.size());
    spec.zone = zone_number(i);
    ASSERT_EQ(text_of(twin.retention(spec, view.data_end_us)),
              text_of(measure_retention(view, spec)))
        << text_of(world);
    const ReentrySpec again{.within_us = i % 3 == 0 ? std::optional<std::int64_t>{}
                                                    : static_cast<std::int64_t>(i) * kHourUs};
    ASSERT_EQ(text_of(twin.reentry(again, view.data_end_us)), text_of(measure_reentry(view, again)))
        << text_of(world);
  }
}

TEST(Retention, EachNumberOpensAsItsCustomers) {
  std::mt19937_64 random(34);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = spread(world_number(i), i);
    const journey::Snapshot snapshot = snapshot_of(world);
    RetentionSpec spec = random_retention(random, world.touchpoints.size());
    spec.zone = zone_number(i);
    const Retention a = measure_retention(snapshot.view(), spec);
    const auto size = [&](const RetentionChoice& choice) {
      const journey::JourneySet set = journeys_in_retention(snapshot.view(), spec, choice);
      std::set<std::uint32_t> customers;
      for (const std::uint32_t j : set) customers.insert(world.journeys[j].customer);
      EXPECT_EQ(customers.size(), set.size());
      EXPECT_TRUE(std::is_sorted(set.begin(), set.end()));
      return set.size();
    };
    using enum RetentionState;
    ASSERT_EQ(size({.state = WithoutStart}), a.without_start) << text_of(world);
    ASSERT_EQ(size({.state = Started}) + a.without_start, a.customers);
    for (const RetentionCohort& cohort : a.cohorts) {
      ASSERT_EQ(size({.state = Started, .cohort = cohort.number}), cohort.customers);
      for (std::size_t age = 0; age <= spec.periods; ++age) {
        const bool known = age < cohort.returned.size();
        const std::size_t came = size({.state = Returned, .cohort = cohort.number, .age = age});
        ASSERT_EQ(came, known ? cohort.returned[age] : 0) << text_of(world);
        ASSERT_EQ(size({.state = Away, .cohort = cohort.number, .age = age}),
                  known ? cohort.customers - came : 0);
      }
    }
    for (std::size_t age = 0; age <= spec.periods; ++age) {
      ASSERT_EQ(size({.state = Returned, .age = age}), a.ages[age].returned);
      ASSERT_EQ(size({.state = Started, .age = age}), a.ages[age].customers);
    }
  }
}

TEST(Reentry, EachNumberOpensAsItsJourneys) {
  std::mt19937_64 random(35);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const ReentrySpec spec = random_reentry(random);
    const Reentry a = measure_reentry(snapshot.view(), spec);
    const auto size = [&](const ReentryChoice& choice) {
      return journeys_in_reentry(snapshot.view(), spec, choice).size();
    };
    using enum ReentryState;
    ASSERT_EQ(size({.state = Journeys}), a.customers) << text_of(world);
    for (const auto& one : a.by_journeys) {
      ASSERT_EQ(size({.state = Journeys, .journeys = one.journeys}), one.customers);
    }
    ASSERT_EQ(size({.state = Gap}), a.gaps.count) << text_of(world);
    ASSERT_EQ(size({.state = Joined}), a.joined);
    ASSERT_EQ(size({.state = InFirst}), a.in_first);
    ASSERT_EQ(size({.state = Again}), a.again);
    ASSERT_EQ(size({.state = Away}), a.away);
    ASSERT_EQ(size({.state = Open}), a.open);
    ASSERT_EQ(a.in_first + a.again + a.away + a.open, a.customers);
    ASSERT_EQ(a.customers + a.gaps.count + a.joined, a.journeys);
  }
}

// Coming back in a period is coming back then or later, and the later one asks the fewer did.
TEST(Retention, UnboundedNeverRisesAndHoldsTheOther) {
  std::mt19937_64 random(36);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = spread(world_number(i), i);
    const journey::Snapshot snapshot = snapshot_of(world);
    RetentionSpec spec = random_retention(random, world.touchpoints.size());
    spec.kind = RetentionKind::Within;
    const Retention within = measure_retention(snapshot.view(), spec);
    spec.kind = RetentionKind::OrLater;
    const Retention later = measure_retention(snapshot.view(), spec);
    ASSERT_EQ(within.cohorts.size(), later.cohorts.size());
    for (std::size_t c = 0; c < later.cohorts.size(); ++c) {
      const auto& returned = later.cohorts[c].returned;
      ASSERT_TRUE(std::is_sorted(returned.rbegin(), returned.rend())) << text_of(world);
      for (std::size_t age = 0; age < returned.size(); ++age) {
        ASSERT_LE(within.cohorts[c].returned[age], returned[age]);
      }
    }
  }
}

TEST(Retention, AShiftByWholeWeeksMovesCohortsAlone) {
  std::mt19937_64 random(37);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = spread(world_number(i), i);
    RetentionSpec spec = random_retention(random, world.touchpoints.size());
    spec.unit = i % 2 == 0 ? CalendarUnit::Week : CalendarUnit::Day;
    const std::int64_t moved = i % 2 == 0 ? 50 : 350;
    World other = world;
    for (Journey& journey : other.journeys) {
      for (Event& event : journey.events) event.at_us -= 350 * kDayUs;
    }
    other.data_end_us -= 350 * kDayUs;
    Retention shifted = measure_retention(snapshot_of(other).view(), spec);
    for (RetentionCohort& cohort : shifted.cohorts) cohort.number += moved;
    ASSERT_EQ(text_of(measure_retention(snapshot_of(world).view(), spec)), text_of(shifted));
  }
}

}  // namespace
}  // namespace parcours::testing
