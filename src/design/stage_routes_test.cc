#include "design/stage_routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;
using testing::SnapshotBuilder;
using testing::Still;

constexpr const char* kDesign = R"(
design: shop
loop: {from: use, to: order}
stages:
  - {id: look, phase: before, touchpoints: [site]}
  - {id: ask, phase: before, optional: true, touchpoints: [call]}
  - {id: order, phase: during, touchpoints: [basket, paid]}
  - {id: trip, phase: during, contact: none}
  - {id: use, phase: after, touchpoints: [app]}
)";

Design shop() {
  return parse_design(parse_yaml(kDesign, "shop"));
}

const StageRoute* route(const StageRoutes& of, const RouteEnds& ends) {
  const auto found = std::ranges::find(of.routes, ends, &StageRoute::ends);
  return found == of.routes.end() ? nullptr : &*found;
}

TEST(StageRoutes, AreTakenAndDesigned) {
  SnapshotBuilder log;
  // Two contacts of one stage in a row, and one of no stage between, are one visit.
  log.journey("ana").event("site", 0).event("basket", 1).event("noise", 2).event("paid", 3);
  log.journey("bob").event("site", 0).event("app", 1);
  log.journey("cleo", Still::Running).event("site", 0).event("call", 1);
  log.journey("dan").event("call", 0).event("site", 1).event("call", 2).event("site", 3);
  log.journey("eve").event("noise", 0);
  const StageRoutes routes = measure_routes(shop(), log.build(9));
  EXPECT_EQ(routes.placed, 4U);

  const StageRoute* order = route(routes, {.from = 0, .to = 2});
  ASSERT_NE(order, nullptr);
  EXPECT_EQ(order->designed, true);  // the stage between is optional
  EXPECT_EQ(order->journeys, 1U);
  EXPECT_EQ(order->base, 4U);
  EXPECT_EQ(order->share(), 0.25);
  EXPECT_NEAR(order->interval().low, 0.0456, 5e-5);  // Wilson's, 1 of 4
  EXPECT_NEAR(order->interval().high, 0.6994, 5e-5);

  EXPECT_EQ(route(routes, {.from = 0, .to = 4})->designed, false);
  const StageRoute* back = route(routes, {.from = 1, .to = 0});
  EXPECT_EQ(back->designed, false);
  EXPECT_EQ(back->times, 2U);
  EXPECT_EQ(back->journeys, 1U);
  EXPECT_EQ(route(routes, {.from = {}, .to = 0})->designed, true);
  EXPECT_EQ(route(routes, {.from = {}, .to = 1})->designed, false);
  EXPECT_EQ(route(routes, {.from = 2, .to = {}})->designed, false);
  EXPECT_EQ(route(routes, {.from = 4, .to = {}})->designed, true);
  EXPECT_EQ(route(routes, {.from = 1, .to = {}, .running = true})->designed, std::nullopt);

  // Designed, and nobody took it: over the trip, and back by the loop. Without anyone at the
  // start of it there is nothing to say.
  EXPECT_EQ(route(routes, {.from = 2, .to = 4})->journeys, 0U);
  EXPECT_EQ(route(routes, {.from = 4, .to = 2})->journeys, 0U);
  EXPECT_EQ(route(routes, {.from = 3, .to = 4}), nullptr);
}

TEST(StageRoutes, AreTheirDefinitionOnSmallWorlds) {
  const Design design = shop();
  const std::map<std::string, std::string> stage_of = {
      {"site", "look"}, {"call", "ask"}, {"basket", "order"}, {"paid", "order"}, {"app", "use"}};
  const std::vector<std::string> touchpoints = {"site", "call", "basket", "paid", "app", "noise"};
  std::mt19937 random(3);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  const auto id_of = [&](const std::optional<std::size_t>& stage, const char* otherwise) {
    return stage ? design.stages[*stage].id : std::string(otherwise);
  };
  for (int world = 0; world < 500; ++world) {
    SnapshotBuilder log;
    std::map<std::pair<std::string, std::string>, std::uint64_t> times;
    std::map<std::pair<std::string, std::string>, std::set<std::uint32_t>> took;
    const std::uint32_t journeys = 1 + below(9);
    for (std::uint32_t j = 0; j < journeys; ++j) {
      const bool running = below(3) == 0;
      log.journey("c" + std::to_string(j), running ? Still::Running : Still::Over);
      std::vector<std::string> visits = {"begin"};
      const std::uint32_t events = below(8);
      for (std::uint32_t e = 0; e < events; ++e) {
        const std::string& touchpoint = touchpoints[below(6)];
        log.event(touchpoint, hours(e));
        const auto stage = stage_of.find(touchpoint);
        if (stage != stage_of.end() && stage->second != visits.back()) {
          visits.push_back(stage->second);
        }
      }
      if (visits.size() > 1) visits.emplace_back(running ? "running" : "over");
      for (std::size_t i = 1; i < visits.size(); ++i) {
        ++times[{visits[i - 1], visits[i]}];
        took[{visits[i - 1], visits[i]}].insert(j);
      }
    }
    const journey::Snapshot snapshot = log.build(hours(20));
    const StageRoutes found = measure_routes(design, snapshot, {{}, 5});
    std::size_t taken = 0;
    for (const StageRoute& one : found.routes) {
      const std::pair<std::string, std::string> name = {
          id_of(one.ends.from, "begin"), id_of(one.ends.to, one.ends.running ? "running" : "over")};
      taken += one.times > 0 ? 1 : 0;
      EXPECT_EQ(one.times, times[name]);
      const std::set<std::uint32_t>& who = took[name];
      EXPECT_EQ(one.journeys, who.size());
      EXPECT_EQ(journeys_of_route(design, snapshot, one.ends, {{}, 5}),
                journey::JourneySet(who.begin(), who.end()));
    }
    EXPECT_EQ(taken, std::ranges::count_if(times, [](const auto& one) { return one.second > 0; }));
    // What comes to a stage leaves it.
    std::map<std::size_t, std::int64_t> left;
    for (const StageRoute& one : found.routes) {
      if (one.ends.to) left[*one.ends.to] += static_cast<std::int64_t>(one.times);
      if (one.ends.from) left[*one.ends.from] -= static_cast<std::int64_t>(one.times);
    }
    for (const auto& [stage, rest] : left) EXPECT_EQ(rest, 0) << stage;
  }
}

}  // namespace
}  // namespace parcours::design
