#include "analysis/funnel.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "analysis/funnel_bits.h"
#include "analysis/funnel_scan.h"

namespace parcours::analysis {
namespace {

// Journeys of 1 to `longest` events of a few touchpoints, many at one instant.
struct World {
  std::vector<std::uint64_t> first_event = {0};
  std::vector<model::TouchpointId> touchpoint;
  std::vector<std::int64_t> at_us;

  World(std::mt19937_64& random, std::size_t journeys, std::size_t longest) {
    for (std::size_t j = 0; j < journeys; ++j) {
      std::int64_t now = 0;
      for (std::size_t left = 1 + random() % longest; left > 0; --left) {
        now += static_cast<std::int64_t>(random() % 4);
        at_us.push_back(now);
        touchpoint.push_back(model::TouchpointId{static_cast<std::uint16_t>(random() % 5)});
      }
      first_event.push_back(touchpoint.size());
    }
  }
  [[nodiscard]] journey::JourneyView view() const {
    journey::JourneyView view;
    view.first_event = first_event;
    view.touchpoint = touchpoint;
    view.at_us = at_us;
    view.touchpoints = 5;
    return view;
  }
};

FunnelSpec random_spec(std::mt19937_64& random) {
  FunnelSpec spec;
  for (std::size_t k = 1 + random() % 6; k > 0; --k) {
    // Sometimes a touchpoint that no event has.
    const std::uint64_t code = random() % 16;
    spec.steps.push_back(code == 15 ? model::kNoTouchpoint
                                    : model::TouchpointId{static_cast<std::uint16_t>(code % 5)});
  }
  if (random() % 3 != 0) spec.window_us = 1 + static_cast<std::int64_t>(random() % 60);
  return spec;
}

TEST(Funnel, AllEventsAtOnceAgreeWithOneByOne) {
  std::mt19937_64 random(7);
  std::size_t settled = 0;
  std::size_t left = 0;
  for (int i = 0; i < 300; ++i) {
    const World world(random, 60, 80);
    const journey::JourneyView view = world.view();
    const FunnelSpec spec = random_spec(random);
    FunnelBits bits(view, spec);
    FunnelScan scan(view, spec);
    for (std::size_t j = 0; j < view.journeys(); ++j) {
      if (!bits.settles(j)) {
        ++left;
        continue;
      }
      ++settled;
      const std::size_t depth = scan.depth_of(j);
      ASSERT_EQ(bits.depth(), depth);
      if (depth == 0) continue;
      ASSERT_EQ(bits.latest_first_step_us(), scan.latest_first_step_us());
      const auto& times = scan.times(j, depth);
      for (std::size_t k = 0; k < depth; ++k) ASSERT_EQ(bits.times()[k], times[k]) << k;
    }
  }
  EXPECT_GT(settled, 10'000U);
  EXPECT_GT(left, 2'000U);
}

TEST(Funnel, TooLongJourneysAreLeftToTheScan) {
  World world = [] {
    std::mt19937_64 random(1);
    return World(random, 0, 1);
  }();
  for (const std::size_t events : {64U, 65U}) {
    for (std::size_t i = 0; i < events; ++i) {
      world.touchpoint.push_back(model::TouchpointId{static_cast<std::uint16_t>(i == 63 ? 1 : 0)});
      world.at_us.push_back(static_cast<std::int64_t>(i));
    }
    world.first_event.push_back(world.touchpoint.size());
  }
  const journey::JourneyView view = world.view();
  const FunnelSpec spec{.steps = {model::TouchpointId{0}, model::TouchpointId{1}}};
  FunnelBits bits(view, spec);
  EXPECT_TRUE(bits.settles(0));
  EXPECT_EQ(bits.depth(), 2U);
  EXPECT_EQ(bits.times()[0], 62);
  EXPECT_FALSE(bits.settles(1));
}

// A stretch of bits begins anew where a journey does not fit, and ends with the column.
TEST(TouchpointBits, MarkEventsWhereverTheStretchBegins) {
  std::mt19937_64 random(3);
  const World world(random, 3'000, 60);
  TouchpointBits bits(world.touchpoint, {{model::TouchpointId{2}},
                                         {model::TouchpointId{0}, model::TouchpointId{4}},
                                         {model::kNoTouchpoint}});
  for (std::size_t j = 0; j + 1 < world.first_event.size(); ++j) {
    const std::uint64_t begin = world.first_event[j];
    bits.cover(begin, world.first_event[j + 1]);
    for (std::uint64_t e = begin; e < world.first_event[j + 1]; ++e) {
      const std::size_t code = model::index_of(world.touchpoint[e]);
      ASSERT_EQ(bits.from(begin, 0) >> (e - begin) & 1U, code == 2 ? 1U : 0U);
      ASSERT_EQ(bits.from(begin, 1) >> (e - begin) & 1U, code == 0 || code == 4 ? 1U : 0U);
      ASSERT_EQ(bits.from(begin, 2) >> (e - begin) & 1U, 0U);
    }
  }
}

}  // namespace
}  // namespace parcours::analysis
