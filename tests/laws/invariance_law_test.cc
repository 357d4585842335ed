// What must change nothing, what may only fall, and what must add up.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "laws/random_funnels.h"
#include "laws/random_specs.h"
#include "support/answer_text.h"
#include "support/small_worlds.h"

namespace parcours::testing {
namespace {

using namespace analysis;

constexpr std::size_t kWorlds = 5'000;

World world_number(std::size_t i) {
  return random_world({.seed = i + 50'001, .journeys = 2 + i % 10, .touchpoints = 1 + i % 5});
}

// Questions at once, as one text.
std::string answers(const journey::Snapshot& snapshot, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::size_t touchpoints = snapshot.touchpoint_names.size();
  const journey::JourneyView view = snapshot.view();
  return text_of(measure_transitions(view, {})) +
         text_of(measure_variants(snapshot, {.mode = VariantMode::Full, .limit = 99})) +
         text_of(measure_funnel(view, random_funnel(random, touchpoints))) +
         text_of(measure_paths(view, random_paths(random, touchpoints))) +
         text_of(measure_time_to_event(view, random_time_to_event(random, touchpoints)));
}

TEST(Invariance, ShufflingRowsChangesNothing) {
  for (std::size_t i = 0; i < 300; ++i) {
    const World world = world_number(i);
    const journey::EventRows rows = rows_of(world);
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::mt19937_64 random(i);
    std::shuffle(order.begin(), order.end(), random);
    journey::EventRows shuffled;
    for (const std::size_t k : order) {
      shuffled.customer.push_back(rows.customer[k]);
      shuffled.case_key.push_back(rows.case_key[k]);
      shuffled.at_us.push_back(rows.at_us[k]);
      shuffled.source_rank.push_back(rows.source_rank[k]);
      shuffled.event_id.push_back(rows.event_id[k]);
      shuffled.touchpoint.push_back(rows.touchpoint[k]);
      shuffled.channel.push_back(rows.channel[k]);
    }
    const journey::JourneyRule rule{.unit = journey::JourneyUnit::Case, .quiet_us = 3};
    const auto built = [&](const journey::EventRows& from) {
      return journey::build_journeys(from, rule, world.touchpoints, world.channels, {}).snapshot;
    };
    ASSERT_EQ(answers(built(rows), i), answers(built(shuffled), i)) << text_of(world);
  }
}

TEST(Invariance, ShiftingTimeChangesNothing) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    World world = world_number(i);
    const std::string before = answers(snapshot_of(world), i);
    const std::int64_t shift = i % 2 == 0 ? 1'700'000'000'000'000 : -900'000'000'000'000;
    for (Journey& journey : world.journeys) {
      for (Event& event : journey.events) event.at_us += shift;
    }
    world.data_end_us += shift;
    ASSERT_EQ(before, answers(snapshot_of(world), i)) << text_of(world);
  }
}

// Codes are drawn anew; names move with them, so the answer in names must be the same.
TEST(Invariance, RenumberingTouchpointsChangesNothing) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const std::size_t n = world.touchpoints.size();
    std::vector<std::uint16_t> renumbered(n);
    std::iota(renumbered.begin(), renumbered.end(), std::uint16_t{0});
    std::mt19937_64 random(i);
    std::shuffle(renumbered.begin(), renumbered.end(), random);
    World other = world;
    for (std::size_t t = 0; t < n; ++t) other.touchpoints[renumbered[t]] = world.touchpoints[t];
    for (Journey& journey : other.journeys) {
      for (Event& event : journey.events) event.touchpoint = renumbered[event.touchpoint];
    }
    const journey::Snapshot one = snapshot_of(world);
    const journey::Snapshot two = snapshot_of(other);
    const VariantSpec spec{.mode = static_cast<VariantMode>(i % 3), .limit = 4};
    const VariantResult a = measure_variants(one, spec);
    const VariantResult b = measure_variants(two, spec);
    ASSERT_EQ(a.variants, b.variants);
    ASSERT_EQ(a.described.size(), b.described.size());
    for (std::size_t v = 0; v < a.described.size(); ++v) {
      ASSERT_EQ(a.described[v].journeys, b.described[v].journeys);
      std::vector<std::string> names_a;
      std::vector<std::string> names_b;
      for (const auto id : a.described[v].touchpoints) {
        names_a.push_back(world.touchpoints[model::index_of(id)]);
      }
      for (const auto id : b.described[v].touchpoints) {
        names_b.push_back(other.touchpoints[model::index_of(id)]);
      }
      ASSERT_EQ(names_a, names_b) << text_of(world);
    }
    FunnelSpec funnel = random_funnel(random, n);
    const std::string before = text_of(measure_funnel(one.view(), funnel));
    for (auto& step : funnel.steps) step = model::TouchpointId{renumbered[model::index_of(step)]};
    ASSERT_EQ(before, text_of(measure_funnel(two.view(), funnel))) << text_of(world);
  }
}

TEST(Monotony, AStepMoreOrANarrowerWindowNeverRaisesACount) {
  std::mt19937_64 random(5);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const FunnelSpec spec = random_funnel(random, world.touchpoints.size());
    const FunnelResult result = measure_funnel(snapshot.view(), spec);
    for (std::size_t k = 1; k < result.steps.size(); ++k) {
      ASSERT_LE(result.steps[k].reached, result.steps[k - 1].reached);
    }
    FunnelSpec longer = spec;
    longer.steps.push_back(random_touchpoint(random, world.touchpoints.size()));
    FunnelSpec narrower = spec;
    narrower.window_us = spec.window_us ? std::max<std::int64_t>(1, *spec.window_us / 2) : 5;
    const FunnelResult with_more = measure_funnel(snapshot.view(), longer);
    const FunnelResult with_less = measure_funnel(snapshot.view(), narrower);
    for (std::size_t k = 0; k < result.steps.size(); ++k) {
      ASSERT_EQ(with_more.steps[k].reached, result.steps[k].reached) << text_of(world);
      ASSERT_LE(with_less.steps[k].reached, result.steps[k].reached) << text_of(world);
    }
    ASSERT_LE(with_more.steps.back().reached, result.steps.back().reached);
  }
}

TEST(Sums, TransitionsAndTouchpoints) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    const TransitionGraph graph = measure_transitions(view, {});
    std::uint64_t total = 0;
    std::vector<std::uint64_t> out(view.touchpoints);
    std::vector<std::uint64_t> in(view.touchpoints);
    for (const Transition& edge : graph.edges) {
      total += edge.occurrences;
      out[model::index_of(edge.from)] += edge.occurrences;
      in[model::index_of(edge.to)] += edge.occurrences;
      ASSERT_LE(edge.customers, edge.journeys);
      ASSERT_LE(edge.journeys, edge.occurrences);
      ASSERT_LE(edge.p10_us, edge.median_us);
      ASSERT_LE(edge.median_us, edge.p90_us);
    }
    ASSERT_EQ(total, view.events() - view.journeys());
    for (std::size_t t = 0; t < view.touchpoints; ++t) {
      ASSERT_EQ(out[t] + graph.touchpoints[t].ends, graph.touchpoints[t].events);
      ASSERT_EQ(in[t] + graph.touchpoints[t].starts, graph.touchpoints[t].events);
    }
  }
}

void expect_columns_to_add_up(const PathNode& node) {
  std::uint64_t children = 0;
  for (const PathNode& child : node.children) {
    children += child.journeys;
    expect_columns_to_add_up(child);
  }
  ASSERT_EQ(node.journeys, children + node.ended + node.in_progress + node.beyond);
}

TEST(Sums, VariantsAndPaths) {
  std::mt19937_64 random(6);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    const VariantResult variants =
        measure_variants(snapshot, {.mode = static_cast<VariantMode>(i % 3), .limit = i % 6});
    std::uint64_t described = 0;
    for (const Variant& variant : variants.described) described += variant.journeys;
    ASSERT_EQ(described + variants.other_journeys, view.journeys());
    ASSERT_EQ(variants.described.size() + variants.other_variants, variants.variants);
    const PathTree tree = measure_paths(view, random_paths(random, view.touchpoints));
    ASSERT_EQ(tree.root.journeys + tree.without_anchor, view.journeys());
    expect_columns_to_add_up(tree.root);
  }
}

TEST(Sums, TotalsOverASplitOfCustomersAddUp) {
  std::mt19937_64 random(7);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot whole = snapshot_of(world);
    journey::JourneySet even;
    journey::JourneySet odd;
    for (std::uint32_t j = 0; j < world.journeys.size(); ++j) {
      (world.journeys[j].customer % 2 == 0 ? even : odd).push_back(j);
    }
    const journey::Snapshot one = journey::select_journeys(whole, even);
    const journey::Snapshot two = journey::select_journeys(whole, odd);
    const auto edges = [](const journey::Snapshot& s) {
      std::map<std::pair<model::TouchpointId, model::TouchpointId>, std::array<std::uint64_t, 3>> m;
      for (const Transition& e : measure_transitions(s.view(), {}).edges) {
        m[{e.from, e.to}] = {e.occurrences, e.journeys, e.customers};
      }
      return m;
    };
    auto sum = edges(one);
    for (const auto& [pair, counts] : edges(two)) {
      for (std::size_t k = 0; k < counts.size(); ++k) sum[pair][k] += counts[k];
    }
    ASSERT_EQ(sum, edges(whole)) << text_of(world);
    const FunnelSpec spec = random_funnel(random, world.touchpoints.size());
    const FunnelResult all = measure_funnel(whole.view(), spec);
    const FunnelResult a = measure_funnel(one.view(), spec);
    const FunnelResult b = measure_funnel(two.view(), spec);
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      ASSERT_EQ(a.steps[k].reached + b.steps[k].reached, all.steps[k].reached);
      ASSERT_EQ(a.steps[k].in_progress + b.steps[k].in_progress, all.steps[k].in_progress);
    }
  }
}

}  // namespace
}  // namespace parcours::testing
