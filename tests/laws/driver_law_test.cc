// Contact drivers: the engine against the written definition, its SQL twin, and a published count
// of sequences.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

#include "laws/random_specs.h"
#include "store/sql/duckdb_twin.h"
#include "support/answer_text.h"
#include "support/small_worlds.h"

namespace parcours::testing {
namespace {

using namespace analysis;

World world_number(std::size_t i) {
  return random_world({.seed = i + 250'001,
                       .journeys = 2 + i % 40,
                       .max_events = 4 + i % 12,
                       .touchpoints = 3 + i % 5});
}

Execution cut(std::size_t i) {
  return {{}, i % 5 == 0 ? Execution::kBlockEvents : i % 5};
}

TEST(ContactDriversLaw, AreTheirDefinition) {
  std::mt19937_64 random(51);
  std::size_t compared = 0;
  std::size_t unmatched = 0;
  for (std::size_t i = 0; i < 2'000; ++i) {
    const World world = world_number(i);
    const DriverSpec spec = random_drivers(random, world.touchpoints.size());
    const ContactDrivers found = find_contact_drivers(snapshot_of(world).view(), spec, cut(i));
    ASSERT_EQ(text_of(found), text_of(define_contact_drivers(world, spec)))
        << text_of(world) << "world " << i;
    compared += found.drivers.size();
    unmatched += found.unmatched;
  }
  EXPECT_GT(compared, 2'000U * 5U);
  EXPECT_GT(unmatched, 1'000U);
}

TEST(ContactDriversLaw, AreTheirTwins) {
  store::Database database{{}, {.memory_bytes = 1U << 30U, .threads = 2}};
  store::Connection connection{database};
  store::DuckDbTwin twin{connection};
  std::mt19937_64 random(52);
  for (std::size_t i = 0; i < 100; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    store::load_journey_events(connection, view);
    const DriverSpec spec = random_drivers(random, world.touchpoints.size());
    const RiskSets sets = draw_risk_sets(view, spec.risk);
    ASSERT_EQ(text_of(twin.contact_drivers(view, sets, spec)),
              text_of(find_contact_drivers(view, spec)))
        << text_of(world) << "world " << i;
  }
}

// What is met at one time together has no order.
using Together = std::vector<int>;
using Sequence = std::vector<Together>;

void add_subsequences(const Sequence& whole, std::size_t from, const Sequence& so_far,
                      std::set<Sequence>& out) {
  for (std::size_t i = from; i < whole.size(); ++i) {
    for (unsigned chosen = 1; chosen < 1U << whole[i].size(); ++chosen) {
      Together items;
      for (std::size_t k = 0; k < whole[i].size(); ++k) {
        if ((chosen >> k & 1U) != 0) items.push_back(whole[i][k]);
      }
      Sequence longer = so_far;
      longer.push_back(items);
      out.insert(longer);
      add_subsequences(whole, i + 1, longer, out);
    }
  }
}

std::map<Sequence, std::set<std::size_t>> met_by(const std::vector<Sequence>& all) {
  std::map<Sequence, std::set<std::size_t>> met;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::set<Sequence> of_one;
    add_subsequences(all[i], 0, {}, of_one);
    for (const Sequence& one : of_one) met[one].insert(i);
  }
  return met;
}

// The four sequences of the example of PrefixSpan (Pei et al., 2001), and each of their items alone
// in the order in which they are written.
const std::vector<Sequence> kExample = {{{1}, {1, 2, 3}, {1, 3}, {4}, {3, 6}},
                                        {{1, 4}, {3}, {2, 3}, {1, 5}},
                                        {{5, 6}, {1, 2}, {4, 6}, {3}, {2}},
                                        {{5}, {7}, {1, 6}, {3}, {2}, {3}}};

std::vector<Sequence> one_by_one(const std::vector<Sequence>& all) {
  std::vector<Sequence> out;
  for (const Sequence& sequence : all) {
    out.emplace_back();
    for (const Together& items : sequence) {
      for (const int item : items) out.back().push_back({item});
    }
  }
  return out;
}

TEST(ContactDriversLaw, TheExampleOfPrefixSpanHas53Patterns) {
  std::array<int, 5> by_items{};
  for (const auto& [pattern, met] : met_by(kExample)) {
    std::size_t items = 0;
    for (const Together& together : pattern) items += together.size();
    if (met.size() >= 2) ++by_items.at(items);
  }
  EXPECT_EQ(by_items, (std::array<int, 5>{0, 6, 22, 21, 4}));
}

// Events have an order even where their times are equal, so the engine is held to the same search
// over the items one by one; of both, the closed ones of up to four.
TEST(ContactDriversLaw, ItsSequencesOneByOneAreThoseOfTheSearch) {
  const std::vector<Sequence> sequences = one_by_one(kExample);
  const auto met = met_by(sequences);
  std::set<Sequence> wanted;
  for (const auto& [pattern, by] : met) {
    if (by.size() < 2 || pattern.size() > kMaxDriverLength) continue;
    const bool held = std::ranges::any_of(met, [&](const auto& other) {
      if (other.first.size() > kMaxDriverLength || other.first.size() <= pattern.size())
        return false;
      auto at = pattern.begin();
      for (const Together& one : other.first) at += at != pattern.end() && *at == one ? 1 : 0;
      return at == pattern.end() && other.second == by;
    });
    if (!held) wanted.insert(pattern);
  }
  World world;
  RiskSets sets;
  std::uint64_t events = 0;
  for (std::uint32_t j = 0; j < sequences.size(); ++j) {
    world.journeys.push_back({.customer = j, .events = {}, .running = false});
    for (const Together& one : sequences[j]) {
      world.journeys.back().events.push_back({static_cast<std::uint16_t>(one.front()), 0, 0});
    }
    world.journeys.back().events.push_back({0, 0, 0});  // the moment itself
    const std::uint64_t first = events;
    events += world.journeys.back().events.size();
    sets.moments.push_back({j, first, events - 1});
    world.customers.push_back(std::to_string(j));
  }
  for (int t = 0; t < 8; ++t) world.touchpoints.push_back(std::string(1, "moabcdefg"[t]));
  const journey::Snapshot snapshot = snapshot_of(world);
  std::set<Sequence> found;
  for (const MetPattern& one :
       find_closed_patterns(snapshot.view(), sets,
                            {.gap_us = 0, .length = kMaxDriverLength, .support = 2}, {})
           .patterns) {
    Sequence pattern;
    for (const model::TouchpointId id : one.pattern) pattern.push_back({static_cast<int>(id)});
    found.insert(pattern);
  }
  EXPECT_EQ(found, wanted);
  EXPECT_GT(found.size(), 15U);
}

}  // namespace
}  // namespace parcours::testing
