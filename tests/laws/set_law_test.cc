// One number, one set: behind every number stand exactly as many journeys, and they are the ones
// that the definition names.

#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/path_flow.h"
#include "laws/random_funnels.h"
#include "laws/random_specs.h"
#include "support/answer_text.h"
#include "support/small_worlds.h"

namespace parcours::testing {
namespace {

using namespace analysis;

constexpr std::size_t kWorlds = 5'000;

World world_number(std::size_t i) {
  return random_world({.seed = i + 90'001, .journeys = 2 + i % 10, .touchpoints = 1 + i % 5});
}

TEST(Sets, TransitionsAndTouchpoints) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    const TransitionGraph graph = measure_transitions(view, {});
    for (const Transition& edge : graph.edges) {
      const journey::JourneySet set = journeys_with_transition(view, edge.from, edge.to);
      ASSERT_EQ(set.size(), edge.journeys) << text_of(world);
      for (const std::uint32_t j : set) {
        const auto& events = world.journeys[j].events;
        const auto pair = std::adjacent_find(events.begin(), events.end(), [&](auto a, auto b) {
          return model::TouchpointId{a.touchpoint} == edge.from &&
                 model::TouchpointId{b.touchpoint} == edge.to;
        });
        ASSERT_NE(pair, events.end()) << text_of(world);
      }
    }
    for (std::size_t t = 0; t < graph.touchpoints.size(); ++t) {
      const model::TouchpointId id{static_cast<std::uint16_t>(t)};
      const TouchpointCount& count = graph.touchpoints[t];
      ASSERT_EQ(journeys_with_touchpoint(view, id, TouchpointRole::Anywhere).size(),
                count.journeys);
      ASSERT_EQ(journeys_with_touchpoint(view, id, TouchpointRole::Start).size(), count.starts);
      ASSERT_EQ(journeys_with_touchpoint(view, id, TouchpointRole::End).size(), count.ends);
    }
  }
}

TEST(Sets, Variants) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const VariantSpec spec{.mode = static_cast<VariantMode>(i % 3), .limit = 99};
    std::vector<int> seen(world.journeys.size(), 0);
    for (const Variant& variant : measure_variants(snapshot, spec).described) {
      const journey::JourneySet set =
          journeys_of_variant(snapshot.view(), spec.mode, variant.touchpoints);
      ASSERT_EQ(set.size(), variant.journeys) << text_of(world);
      for (const std::uint32_t j : set) ++seen[j];
    }
    ASSERT_EQ(seen, std::vector<int>(world.journeys.size(), 1)) << text_of(world);
  }
}

// A funnel by groups is the funnel of each group's journeys alone; together they are the whole.
TEST(Sets, FunnelsOfGroups) {
  std::mt19937_64 random(22);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const FunnelSpec spec = random_funnel(random, world.touchpoints.size());
    const std::size_t count = 1 + random() % 4;
    std::vector<std::uint32_t> of_journey;
    std::vector<journey::JourneySet> members(count);
    for (std::uint32_t j = 0; j < world.journeys.size(); ++j) {
      of_journey.push_back(static_cast<std::uint32_t>(random() % count));
      members[of_journey.back()].push_back(j);
    }
    const std::vector<FunnelResult> by =
        measure_funnel_by(snapshot.view(), spec, {.of_journey = of_journey, .count = count},
                          Execution({}, 1 + random() % 5));
    ASSERT_EQ(by.size(), count);
    std::vector<std::uint64_t> reached(spec.steps.size(), 0);
    for (std::size_t g = 0; g < count; ++g) {
      const journey::Snapshot alone = journey::select_journeys(snapshot, members[g]);
      const FunnelResult one = measure_funnel(alone.view(), spec);
      ASSERT_EQ(by[g].journeys, members[g].size()) << text_of(world);
      for (std::size_t k = 0; k < spec.steps.size(); ++k) {
        ASSERT_EQ(by[g].steps[k].reached, one.steps[k].reached) << text_of(world);
        ASSERT_EQ(by[g].steps[k].in_progress, one.steps[k].in_progress) << text_of(world);
        ASSERT_EQ(by[g].steps[k].dropped, one.steps[k].dropped) << text_of(world);
        reached[k] += one.steps[k].reached;
      }
    }
    const FunnelResult whole = measure_funnel(snapshot.view(), spec);
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      ASSERT_EQ(reached[k], whole.steps[k].reached) << text_of(world);
    }
  }
}

TEST(Sets, Funnels) {
  std::mt19937_64 random(21);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    const FunnelSpec spec = random_funnel(random, world.touchpoints.size());
    const FunnelResult result = measure_funnel(view, spec);
    for (std::size_t k = 1; k <= spec.steps.size(); ++k) {
      const FunnelStep& step = result.steps[k - 1];
      const auto reached = journeys_in_funnel(view, spec, k, FunnelState::Reached);
      ASSERT_EQ(reached.size(), step.reached) << text_of(world);
      ASSERT_EQ(journeys_in_funnel(view, spec, k, FunnelState::InProgress).size(),
                step.in_progress);
      ASSERT_EQ(journeys_in_funnel(view, spec, k, FunnelState::Dropped).size(), step.dropped);
      for (const std::uint32_t j : reached) {
        ASSERT_GE(define_funnel_depth(world, world.journeys[j], spec), k) << text_of(world);
      }
    }
  }
}

// Steps that are not optional flow into one another, and each number has its journeys.
TEST(Sets, FunnelsWhoseJourneysLeaveOutStepsEnterAnywhereOrComeAgain) {
  std::mt19937_64 random(27);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    const FunnelSpec spec = random_passages(random, world, snapshot);
    const FunnelResult result = measure_funnel(view, spec);
    std::uint64_t expected = 0;
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      const FunnelStep& step = result.steps[k];
      const auto size = [&](FunnelState state) {
        return journeys_in_funnel(view, spec, k + 1, state).size();
      };
      ASSERT_EQ(size(FunnelState::Reached), step.journeys) << text_of(world);
      if (spec.unit == FunnelUnit::Journeys) {
        ASSERT_EQ(size(FunnelState::InProgress), step.in_progress) << text_of(world);
        ASSERT_EQ(size(FunnelState::Dropped), step.dropped) << text_of(world);
        ASSERT_EQ(size(FunnelState::Excluded), step.excluded) << text_of(world);
      }
      if (spec.is_optional(k)) continue;
      ASSERT_EQ(step.reached, expected + step.entered) << text_of(world);
      expected = step.reached - step.in_progress - step.dropped - step.excluded;
    }
  }
}

// The deepest attempt of a journey is as deep as the journey; no choice has more complete ones.
TEST(Sets, AttemptsAndJourneysReachTheSameSteps) {
  std::mt19937_64 random(28);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    FunnelSpec spec = random_attempts(random, world.touchpoints.size());
    if (spec.order == FunnelOrder::Any) spec.order = FunnelOrder::Ordered;
    const FunnelResult journeys = measure_funnel(snapshot.view(), spec);
    spec.unit = FunnelUnit::Attempts;
    const FunnelResult attempts = measure_funnel(snapshot.view(), spec);
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      ASSERT_EQ(attempts.steps[k].journeys, journeys.steps[k].reached) << text_of(world);
      ASSERT_EQ(attempts.steps[k].customers, journeys.steps[k].customers) << text_of(world);
    }
  }
}

// Every number of a flow has its journeys, what comes into a node goes out of it, and each column
// holds whom the one before sent on.
TEST(Sets, FlowsOfPaths) {
  std::mt19937_64 random(29);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    const PathSpec spec = random_paths(random, world.touchpoints.size());
    const PathTree tree = measure_paths(view, spec);
    const PathFlow flow = path_flow(tree, 1 + random() % 3);
    ASSERT_EQ(flow.columns[0].size(), 1U);
    ASSERT_EQ(flow.columns[0][0].journeys, tree.root.journeys);
    const auto place_of = [&](std::size_t step, std::size_t n) {
      FlowPlace place{.step = step, .touchpoints = {}};
      const std::vector<FlowNode>& column = flow.columns[step];
      if (column[n].touchpoint != model::kNoTouchpoint) {
        place.touchpoints = {column[n].touchpoint};
        return place;
      }
      place.which = FlowPlace::Which::NoneOf;
      for (std::size_t k = 0; k < n; ++k) place.touchpoints.push_back(column[k].touchpoint);
      return place;
    };
    std::vector<std::vector<std::uint64_t>> out(flow.columns.size());
    std::vector<std::vector<std::uint64_t>> in(flow.columns.size());
    for (std::size_t s = 0; s < flow.columns.size(); ++s) {
      out[s].resize(flow.columns[s].size());
      in[s].resize(flow.columns[s].size());
    }
    for (const FlowLink& link : flow.links) {
      out[link.step][link.from] += link.journeys;
      in[link.step + 1][link.to] += link.journeys;
      ASSERT_EQ(journeys_in_flow(view, spec, place_of(link.step, link.from), PathState::Reached,
                                 place_of(link.step + 1, link.to))
                    .size(),
                link.journeys)
          << text_of(world);
    }
    for (std::size_t s = 0; s < flow.columns.size(); ++s) {
      for (std::size_t n = 0; n < flow.columns[s].size(); ++n) {
        const FlowNode& node = flow.columns[s][n];
        const auto size = [&](PathState state) {
          return journeys_in_flow(view, spec, place_of(s, n), state).size();
        };
        ASSERT_EQ(node.journeys, out[s][n] + node.ended + node.in_progress + node.beyond);
        if (s > 0) {
          ASSERT_EQ(node.journeys, in[s][n]);
        }
        ASSERT_EQ(size(PathState::Reached), node.journeys) << text_of(world);
        ASSERT_EQ(size(PathState::Ended), node.ended) << text_of(world);
        ASSERT_EQ(size(PathState::InProgress), node.in_progress) << text_of(world);
        ASSERT_EQ(size(PathState::Beyond), node.beyond) << text_of(world);
      }
    }
  }
}

TEST(Sets, TimesToEvents) {
  std::mt19937_64 random(23);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const TimeToEventSpec spec = random_time_to_event(random, world.touchpoints.size());
    const TimeToEvent a = measure_time_to_event(snapshot.view(), spec);
    const auto size = [&](const TimeToEventChoice& choice) {
      return journeys_in_time_to_event(snapshot.view(), spec, choice).size();
    };
    using enum TimeToEventState;
    ASSERT_EQ(size({.state = WithoutOrigin}), a.without_origin) << text_of(world);
    ASSERT_EQ(size({.state = Started}), a.started);
    ASSERT_EQ(size({.state = Running}), a.running);
    ASSERT_EQ(size({.state = Quiet}), a.quiet);
    ASSERT_EQ(size({.state = Beyond}), a.beyond);
    ASSERT_EQ(size({.state = Waiting}), a.waiting);
    ASSERT_EQ(size({.state = Stalled}), a.stalled) << text_of(world);
    std::uint64_t sum = a.running + a.quiet + a.beyond;
    for (std::size_t k = 0; k < a.had.size(); ++k) {
      ASSERT_EQ(size({.state = Had, .cause = k}), a.had[k]);
      sum += a.had[k];
    }
    ASSERT_EQ(sum, a.started);
    std::int64_t before_us = -1;
    for (const SurvivalStep& step : a.curves.steps) {
      ASSERT_EQ(size({.state = AtRisk, .until_us = step.at_us}), step.at_risk) << text_of(world);
      TimeToEventChoice since{.state = Censored, .after_us = before_us, .until_us = step.at_us};
      ASSERT_EQ(size(since), step.censored) << text_of(world);
      since.state = Had;
      for (std::size_t k = 0; k < step.causes.size(); ++k) {
        since.cause = k;
        ASSERT_EQ(size(since), step.causes[k].events);
      }
      before_us = step.at_us;
    }
  }
}

TEST(Sets, Patterns) {
  std::mt19937_64 random(24);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const std::string text = RandomPattern(random, world).text();
    const PatternSpec spec = small_pattern(text);
    const PatternResult result = measure_pattern(snapshot, spec);
    using enum PatternState;
    std::uint64_t sum = 0;
    for (const PatternState state : {Matching, InProgress, Without}) {
      const journey::JourneySet set = journeys_in_pattern(snapshot, spec, state);
      if (state == Matching) {
        ASSERT_EQ(set.size(), result.matching) << text << text_of(world);
      }
      if (state == InProgress) {
        ASSERT_EQ(set.size(), result.in_progress) << text << text_of(world);
      }
      sum += set.size();
      for (const std::uint32_t j : set) {
        ASSERT_EQ(define_pattern_matches(world, world.journeys[j], spec.pattern).state, state)
            << text << text_of(world);
      }
    }
    ASSERT_EQ(sum, result.journeys);
  }
}

void expect_sets_of(const journey::JourneyView& view, const PathSpec& spec, const PathNode& node,
                    std::vector<model::TouchpointId>& prefix) {
  const auto size = [&](PathState state) {
    return journeys_on_path(view, spec, prefix, state).size();
  };
  ASSERT_EQ(size(PathState::Reached), node.journeys);
  ASSERT_EQ(size(PathState::Ended), node.ended);
  ASSERT_EQ(size(PathState::InProgress), node.in_progress);
  ASSERT_EQ(size(PathState::Beyond), node.beyond);
  // Show the first half of the children; the rest is the Other row.
  std::vector<model::TouchpointId> shown;
  std::uint64_t other = 0;
  for (std::size_t c = 0; c < node.children.size(); ++c) {
    if (c < node.children.size() / 2) {
      shown.push_back(node.children[c].touchpoint);
    } else {
      other += node.children[c].journeys;
    }
  }
  ASSERT_EQ(journeys_on_other_paths(view, spec, prefix, shown).size(), other);
  for (const PathNode& child : node.children) {
    prefix.push_back(child.touchpoint);
    expect_sets_of(view, spec, child, prefix);
    prefix.pop_back();
  }
}

TEST(Sets, Paths) {
  std::mt19937_64 random(22);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const PathSpec spec = random_paths(random, world.touchpoints.size());
    std::vector<model::TouchpointId> prefix;
    expect_sets_of(snapshot.view(), spec, measure_paths(snapshot.view(), spec).root, prefix);
    if (HasFatalFailure()) FAIL() << text_of(world);
  }
}

}  // namespace
}  // namespace parcours::testing
