// The engine against the written definitions: over every small journey, and over thousands of
// random worlds, cut into blocks of any size.

#include <gtest/gtest.h>

#include "laws/random_funnels.h"
#include "laws/random_specs.h"
#include "support/answer_text.h"
#include "support/small_worlds.h"

namespace parcours::testing {
namespace {

using namespace analysis;

constexpr std::size_t kWorlds = 10'000;

World world_number(std::size_t i) {
  return random_world({.seed = i + 1, .journeys = 1 + i % 12, .touchpoints = 1 + i % 5});
}

// Blocks of one to four events, or of the usual size.
Execution cut(std::size_t i) {
  return {{}, i % 5 == 0 ? Execution::kBlockEvents : i % 5};
}

std::vector<FunnelSpec> every_funnel() {
  std::vector<FunnelSpec> specs;
  std::vector<std::vector<model::TouchpointId>> open = {{}};
  while (!open.empty()) {
    const auto steps = open.back();
    open.pop_back();
    for (std::uint16_t t = 0; t < 3 && steps.size() < 4; ++t) {
      auto longer = steps;
      longer.push_back(model::TouchpointId{t});
      open.push_back(longer);
      for (const std::int64_t window_us : {1, 4}) specs.push_back({longer, window_us});
      specs.push_back({longer, std::nullopt});
    }
  }
  return specs;
}

TEST(Definition, EveryFunnelOverEverySmallJourney) {
  const World world = every_small_journey(5);
  const journey::Snapshot snapshot = snapshot_of(world);
  const journey::JourneyView view = snapshot.view();
  std::uint64_t questions = 0;
  for (const FunnelSpec& spec : every_funnel()) {
    std::vector<std::size_t> depth(world.journeys.size(), 0);
    for (std::size_t k = 1; k <= spec.steps.size(); ++k) {
      for (const std::uint32_t j : journeys_in_funnel(view, spec, k, FunnelState::Reached)) {
        depth[j] = k;
      }
    }
    for (std::size_t j = 0; j < world.journeys.size(); ++j) {
      ++questions;
      ASSERT_EQ(depth[j], define_funnel_depth(world, world.journeys[j], spec))
          << text_of(World{.journeys = {world.journeys[j]},
                           .touchpoints = world.touchpoints,
                           .customers = {},
                           .data_end_us = 5});
    }
  }
  EXPECT_GT(questions, 1'000'000U);
}

TEST(Definition, EverySmallJourneyOfSixEventsInOneWorld) {
  const World world = every_small_journey(6);
  const journey::Snapshot snapshot = snapshot_of(world);
  const journey::JourneyView view = snapshot.view();
  EXPECT_EQ(text_of(measure_summary(view)), text_of(define_summary(world)));
  EXPECT_EQ(text_of(measure_transitions(view, {})), text_of(define_transitions(world)));
  EXPECT_EQ(text_of(measure_tie_effect(snapshot)), text_of(define_tie_effect(world)));
  std::size_t windows = 0;
  EXPECT_EQ(text_of(measure_tie_effect(snapshot, Execution({}, 9), [&] { ++windows; })),
            text_of(define_tie_effect(world)));
  EXPECT_GT(windows, 10U);
  for (const VariantMode mode : {VariantMode::Full, VariantMode::Collapsed, VariantMode::Set}) {
    const VariantSpec spec{.mode = mode, .limit = 2'000};
    EXPECT_EQ(text_of(measure_variants(snapshot, spec)), text_of(define_variants(world, spec)));
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 60; ++i) {
    const PathSpec paths = random_paths(random, 3);
    EXPECT_EQ(text_of(measure_paths(view, paths)), text_of(define_paths(world, paths)));
  }
  for (int i = 0; i < 12; ++i) {
    const FunnelSpec funnel = random_funnel(random, 3);
    EXPECT_EQ(text_of(measure_funnel(view, funnel)), text_of(define_funnel(world, funnel)));
    const FunnelSpec attempts = random_attempts(random, 3);
    EXPECT_EQ(text_of(measure_funnel(view, attempts)), text_of(define_funnel(world, attempts)));
  }
  for (int i = 0; i < 4; ++i) {
    const TimeToEventSpec spec = random_time_to_event(random, 3);
    EXPECT_EQ(text_of(measure_time_to_event(view, spec)),
              text_of(define_time_to_event(world, spec)));
  }
}

TEST(Definition, SummaryTransitionsAndTies) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const journey::JourneyView view = snapshot.view();
    ASSERT_EQ(text_of(measure_summary(view, cut(i))), text_of(define_summary(world)))
        << text_of(world);
    ASSERT_EQ(text_of(measure_transitions(view, {}, cut(i))), text_of(define_transitions(world)))
        << text_of(world);
    ASSERT_EQ(text_of(measure_tie_effect(snapshot, cut(i))), text_of(define_tie_effect(world)))
        << text_of(world);
  }
}

TEST(Definition, TheMeanAloneIsTheMeanOfTheWhole) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const journey::Snapshot snapshot = snapshot_of(world_number(i));
    const TransitionGraph full = measure_transitions(snapshot.view(), {}, cut(i));
    const TransitionGraph mean =
        measure_transitions(snapshot.view(), {.detail = TransitionDetail::Mean}, cut(i));
    ASSERT_EQ(full.edges.size(), mean.edges.size());
    for (std::size_t n = 0; n < full.edges.size(); ++n) {
      ASSERT_EQ(full.edges[n].from, mean.edges[n].from);
      ASSERT_EQ(full.edges[n].to, mean.edges[n].to);
      ASSERT_EQ(full.edges[n].occurrences, mean.edges[n].occurrences);
      ASSERT_DOUBLE_EQ(full.edges[n].mean_us, mean.edges[n].mean_us);
    }
    for (std::size_t t = 0; t < full.touchpoints.size(); ++t) {
      ASSERT_EQ(full.touchpoints[t].events, mean.touchpoints[t].events);
      ASSERT_EQ(full.touchpoints[t].starts, mean.touchpoints[t].starts);
      ASSERT_EQ(full.touchpoints[t].ends, mean.touchpoints[t].ends);
      ASSERT_EQ(full.touchpoints[t].running, mean.touchpoints[t].running);
    }
    ASSERT_EQ(count_touchpoints(snapshot.view(), cut(i)), full.touchpoints);
  }
}

TEST(Definition, Variants) {
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const VariantSpec spec{.mode = static_cast<VariantMode>(i % 3), .limit = i % 7};
    ASSERT_EQ(text_of(measure_variants(snapshot, spec, cut(i))),
              text_of(define_variants(world, spec)))
        << text_of(world);
  }
}

TEST(Definition, Funnels) {
  std::mt19937_64 random(11);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const FunnelSpec spec = random_funnel(random, world.touchpoints.size());
    ASSERT_EQ(text_of(measure_funnel(snapshot.view(), spec, cut(i))),
              text_of(define_funnel(world, spec)))
        << text_of(world);
  }
}

TEST(Definition, FunnelsWhoseJourneysLeaveOutStepsEnterAnywhereOrComeAgain) {
  std::mt19937_64 random(13);
  std::uint64_t optional = 0;
  std::uint64_t entered_later = 0;
  std::uint64_t again = 0;
  std::uint64_t by_pattern = 0;
  for (std::size_t i = 0; i < 4 * kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const FunnelSpec spec = random_passages(random, world, snapshot);
    const FunnelResult result = measure_funnel(snapshot.view(), spec, cut(i));
    ASSERT_EQ(text_of(result), text_of(define_funnel(world, spec)))
        << "entry " << static_cast<int>(spec.entry) << " unit " << static_cast<int>(spec.unit)
        << " optional " << spec.optional.size() << " patterns " << spec.patterns.size() << '\n'
        << text_of(world);
    for (std::size_t k = 0; k < result.steps.size(); ++k) {
      const FunnelStep& step = result.steps[k];
      if (spec.is_optional(k)) optional += step.reached;
      if (k > 0) entered_later += step.entered;
      again += step.reached - step.journeys;
      if (spec.patterns.contains(k)) by_pattern += step.reached;
    }
  }
  EXPECT_GT(optional, kWorlds / 4);
  EXPECT_GT(entered_later, kWorlds / 4);
  EXPECT_GT(again, kWorlds / 4);
  EXPECT_GT(by_pattern, kWorlds / 4);
}

TEST(Definition, FunnelsThatSayWhatEndsAnAttempt) {
  std::mt19937_64 random(12);
  std::array<std::uint64_t, 3> asked{};
  std::uint64_t excluded = 0;
  std::uint64_t in_progress = 0;
  for (std::size_t i = 0; i < 3 * kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const FunnelSpec spec = random_attempts(random, world.touchpoints.size());
    const FunnelResult result = measure_funnel(snapshot.view(), spec, cut(i));
    ASSERT_EQ(text_of(result), text_of(define_funnel(world, spec)))
        << "order " << static_cast<int>(spec.order) << '\n'
        << text_of(world);
    ++asked[static_cast<std::size_t>(spec.order)];
    for (const FunnelStep& step : result.steps) {
      excluded += step.excluded;
      in_progress += step.in_progress;
    }
  }
  for (const std::uint64_t times : asked) EXPECT_GT(times, kWorlds / 2);
  EXPECT_GT(excluded, kWorlds / 10);
  EXPECT_GT(in_progress, kWorlds / 2);
}

TEST(Definition, TimesToEvents) {
  std::mt19937_64 random(14);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const TimeToEventSpec spec = random_time_to_event(random, world.touchpoints.size());
    ASSERT_EQ(text_of(measure_time_to_event(snapshot.view(), spec, cut(i))),
              text_of(define_time_to_event(world, spec)))
        << text_of(world);
  }
}

// Twenty steps over many touchpoints do not fit a packed number.
TEST(Definition, LongPathsOverManyTouchpoints) {
  std::mt19937_64 random(13);
  for (std::size_t i = 0; i < 300; ++i) {
    const World world = random_world(
        {.seed = i + 40'000, .journeys = 30, .max_events = 40, .touchpoints = 70 + i % 700});
    const journey::Snapshot snapshot = snapshot_of(world);
    PathSpec spec = random_paths(random, world.touchpoints.size());
    spec.steps = 20 - i % 3;
    ASSERT_EQ(text_of(measure_paths(snapshot.view(), spec, cut(i))),
              text_of(define_paths(world, spec)));
    ASSERT_EQ(text_of(measure_transitions(snapshot.view(), {}, cut(i))),
              text_of(define_transitions(world)));
  }
}

TEST(Definition, Paths) {
  std::mt19937_64 random(12);
  for (std::size_t i = 0; i < kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const PathSpec spec = random_paths(random, world.touchpoints.size());
    ASSERT_EQ(text_of(measure_paths(snapshot.view(), spec, cut(i))),
              text_of(define_paths(world, spec)))
        << text_of(world);
  }
}

TEST(Definition, Patterns) {
  std::mt19937_64 random(17);
  std::uint64_t matching = 0;
  std::uint64_t in_progress = 0;
  for (std::size_t i = 0; i < 4 * kWorlds; ++i) {
    const World world = world_number(i);
    const journey::Snapshot snapshot = snapshot_of(world);
    const std::string text = RandomPattern(random, world).text();
    const PatternSpec spec = small_pattern(text);
    const PatternResult result = measure_pattern(snapshot, spec, cut(i));
    ASSERT_EQ(text_of(result), text_of(define_pattern(world, spec))) << text << "\n"
                                                                     << text_of(world);
    matching += result.matching;
    in_progress += result.in_progress;
  }
  EXPECT_GT(matching, 10'000U);
  EXPECT_GT(in_progress, 1'000U);
}

}  // namespace
}  // namespace parcours::testing
