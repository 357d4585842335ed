// What must hold for every log and every design, on small random worlds; and every figure's set is
// checked against a definition written a second time, naively.

#include <gtest/gtest.h>
#include <oneapi/tbb/global_control.h>

#include <random>

#include "design/promises.h"
#include "experience/canvas.h"
#include "support/snapshot_builder.h"

namespace parcours::experience {
namespace {

using testing::hours;
using testing::SnapshotBuilder;
using testing::Still;

constexpr const char* kDesign = R"(
design: law
closes: [z]
stages:
  - {id: s0, phase: before, touchpoints: [{touchpoint: a, channels: [web]}]}
  - {id: s1, phase: during, optional: true, touchpoints: [{touchpoint: b, channels: []}], measured_by: [q]}
  - {id: s2, phase: during, touchpoints: [c, {touchpoint: d, channels: [web, app]}], promise: {within: 5h, from: s0}, measured_by: [q]}
  - {id: s3, phase: after, contact: none}
  - {id: s4, phase: after, optional: true, touchpoints: [{touchpoint: "e*", channels: [app]}]}
)";

constexpr const char* kRepository = R"(
repository: law
touchpoints:
  - {touchpoint: b, interactions: [{id: b_any, grade: 1}, {id: b_again, grade: -1, when: [{repeated: {within: 3h}}]}]}
  - {touchpoint: c, interactions: [{id: c_fast, grade: 2, when: [{waited: {shorter_than: 2h, since: a}}]}]}
  - {touchpoint: z, interactions: [{id: z_any, grade: -3}]}
)";

struct World {
  journey::Snapshot snapshot;
  design::Design design = design::parse_design(parse_yaml(kDesign, "design"));
  Repository repository = parse_repository(parse_yaml(kRepository, "repository"));
};

SnapshotBuilder random_log(std::uint32_t seed, std::int64_t shift_us = 0) {
  static const std::vector<std::string> kTouchpoints = {"a", "b", "c", "d", "e1", "q", "x", "z"};
  static const std::vector<std::string> kChannels = {"", "web", "app", "phone"};
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  SnapshotBuilder log;
  const std::uint32_t journeys = 1 + below(12);
  for (std::uint32_t j = 0; j < journeys; ++j) {
    log.journey("c" + std::to_string(j / 2), below(3) == 0 ? Still::Running : Still::Over);
    std::int64_t at_us = shift_us + hours(below(10));
    for (std::uint32_t e = 1 + below(7); e > 0; --e) {
      const std::string& touchpoint = kTouchpoints[below(8)];
      testing::EventExtras extras{.channel = kChannels[below(4)]};
      if (touchpoint == "q" || below(9) == 0) extras.score = below(11);
      log.event(touchpoint, at_us, extras);
      at_us += hours(below(4));
    }
  }
  return log;
}

World random_world(std::uint32_t seed, std::int64_t shift_us = 0) {
  World world;
  world.snapshot = random_log(seed, shift_us).build(shift_us + hours(40));
  return world;
}

std::size_t set_size(const CanvasInput& input, const StageSet& set) {
  return journeys_of_stage(input, set, {}).size();
}

// Every figure that is a number of journeys has a set of that many.
void expect_sets(const CanvasInput& input, const Canvas& canvas, std::size_t s) {
  const LivedStage& lived = *canvas.stages[s].lived;
  const auto count = [&](StageState state) {
    return set_size(input, {.stage = s, .state = state});
  };
  EXPECT_EQ(count(StageState::Reached), lived.reached);
  EXPECT_EQ(count(StageState::Continued), lived.continued);
  EXPECT_EQ(count(StageState::Running), lived.running);
  EXPECT_EQ(count(StageState::Dropped), lived.dropped);
  EXPECT_EQ(count(StageState::Skipped), lived.skipped);
  EXPECT_EQ(count(StageState::Unplanned), lived.unplanned);
  if (lived.promise) {
    EXPECT_EQ(count(StageState::PromiseKept), lived.promise->kept);
    EXPECT_EQ(count(StageState::PromiseBroken), lived.promise->broken);
    EXPECT_EQ(count(StageState::PromisePending), lived.promise->pending);
    // The canvas and the question of promises say the same.
    const auto promises = design::measure_promises(input.design, input.snapshot);
    ASSERT_EQ(promises.size(), 1U);
    EXPECT_EQ(promises[0].count.kept, lived.promise->kept);
    EXPECT_EQ(promises[0].count.broken, lived.promise->broken);
    EXPECT_EQ(promises[0].count.pending, lived.promise->pending);
    EXPECT_EQ(promises[0].used.n, lived.time.n);
    EXPECT_EQ(promises[0].used.median_us, lived.time.median_us);
    EXPECT_EQ(promises[0].used.p90_us, lived.time.p90_us);
  }
  for (const StageChannel& channel : lived.channels) {
    EXPECT_EQ(
        set_size(input, {.stage = s, .state = StageState::Channel, .channel = channel.channel}),
        channel.journeys);
  }
  if (const auto& cx = canvas.stages[s].felt.cx) {
    for (const InteractionCount& met : cx->list) {
      EXPECT_EQ(
          set_size(input, {.stage = s,
                           .state = StageState::Interaction,
                           .interaction = input.recognised->interactions[met.interaction].id}),
          met.journeys);
    }
  }
  if (const auto& satisfaction = canvas.stages[s].felt.satisfaction) {
    EXPECT_EQ(count(StageState::Scored), satisfaction->journeys);
  } else {
    EXPECT_EQ(count(StageState::Scored), 0U);
  }
}

TEST(CanvasLaw, ColumnsSumAndSetsHaveTheirFiguresSize) {
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const World world = random_world(seed);
    const Recognised recognised = recognise(world.repository, world.snapshot, {});
    const CanvasInput input{
        .snapshot = world.snapshot, .design = world.design, .recognised = &recognised};
    const Canvas canvas = measure_canvas(input, {});
    std::uint64_t events = canvas.other_events;
    std::int64_t grades = 0;
    for (std::size_t s = 0; s < canvas.stages.size(); ++s) {
      if (!canvas.stages[s].lived) continue;
      const LivedStage& lived = *canvas.stages[s].lived;
      EXPECT_EQ(lived.reached, lived.continued + lived.dropped + lived.running);
      EXPECT_LE(lived.reached + lived.skipped, canvas.journeys);
      events += lived.events;
      grades += canvas.stages[s].felt.cx ? canvas.stages[s].felt.cx->sum : 0;
      expect_sets(input, canvas, s);
    }
    EXPECT_EQ(events, canvas.events);
    // "z" belongs to no stage: its grades stand in the whole alone.
    for (const OtherTouchpoint& other : canvas.other) {
      if (other.touchpoint == world.snapshot.touchpoint_of("z")) {
        grades -= 3 * static_cast<std::int64_t>(other.events);
      }
    }
    EXPECT_EQ(grades, canvas.cx ? canvas.cx->sum : 0);
    if (::testing::Test::HasFailure()) return;
  }
}

// The definition of reach and promise once more, by looking at events one after the other.
struct NaiveStage {
  std::uint64_t reached = 0, skipped = 0, kept = 0, broken = 0, pending = 0;
};

std::vector<NaiveStage> define_stages(const journey::Snapshot& s) {
  std::vector<NaiveStage> out(5);
  const auto stage_of = [&](std::uint64_t event) -> int {
    const std::string& name = s.touchpoint_names[model::index_of(s.touchpoint[event])];
    if (name == "a") return 0;
    if (name == "b") return 1;
    if (name == "c" || name == "d") return 2;
    return name.starts_with("e") ? 4 : -1;
  };
  for (std::size_t j = 0; j + 1 < s.first_event.size(); ++j) {
    std::vector<bool> reached(5);
    int furthest = -1;
    std::int64_t start = -1, arrival = -1, closed = -1;
    bool early = false;
    for (std::uint64_t e = s.first_event[j]; e < s.first_event[j + 1]; ++e) {
      const int stage = stage_of(e);
      if (stage >= 0) reached[static_cast<std::size_t>(stage)] = true;
      furthest = std::max(furthest, stage);
      if (stage == 0 && start < 0) start = s.at_us[e];
      if (stage == 2 && start < 0) early = true;
      if (stage == 2 && start >= 0 && arrival < 0) arrival = s.at_us[e];
      const bool closes = s.touchpoint_names[model::index_of(s.touchpoint[e])] == "z";
      if (closes && start >= 0 && arrival < 0 && closed < 0) closed = s.at_us[e];
    }
    for (std::size_t stage = 0; stage < 5; ++stage) {
      if (reached[stage]) ++out[stage].reached;
      if (!reached[stage] && stage != 3 && static_cast<int>(stage) < furthest) ++out[stage].skipped;
    }
    if (start < 0) continue;
    const std::int64_t limit = start + hours(5);
    if (arrival >= 0) {
      ++(arrival <= limit ? out[2].kept : out[2].broken);
    } else if (!early && !(closed >= 0 && closed <= limit)) {
      if (s.data_end_us > limit) {
        ++out[2].broken;
      } else if (s.running[j] != 0) {
        ++out[2].pending;
      }
    }
  }
  return out;
}

TEST(CanvasLaw, AgreesWithTheDefinition) {
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(seed);
    World world = random_world(seed);
    world.snapshot.data_end_us = hours(seed % 40 + 1);  // some promises are still pending
    const Canvas canvas = measure_canvas({.snapshot = world.snapshot, .design = world.design}, {});
    const std::vector<NaiveStage> naive = define_stages(world.snapshot);
    for (std::size_t s = 0; s < naive.size(); ++s) {
      if (!canvas.stages[s].lived) continue;
      EXPECT_EQ(canvas.stages[s].lived->reached, naive[s].reached);
      EXPECT_EQ(canvas.stages[s].lived->skipped, naive[s].skipped);
    }
    const PromiseKept& promise = *canvas.stages[2].lived->promise;
    EXPECT_EQ(promise.kept, naive[2].kept);
    EXPECT_EQ(promise.broken, naive[2].broken);
    EXPECT_EQ(promise.pending, naive[2].pending);
    if (::testing::Test::HasFailure()) return;
  }
}

// The figures that must not change, as a line of text.
std::string figures(const Canvas& canvas) {
  std::string out;
  const auto add = [&](auto number) { out += std::to_string(number) + " "; };
  for (const StageCanvas& stage : canvas.stages) {
    if (stage.lived) {
      const LivedStage& lived = *stage.lived;
      add(lived.reached), add(lived.continued), add(lived.dropped), add(lived.running);
      add(lived.skipped), add(lived.events), add(lived.unplanned), add(lived.time.n);
      add(lived.time.median_us), add(lived.time.p90_us);
      if (lived.promise) add(lived.promise->kept), add(lived.promise->broken);
    }
    if (stage.felt.satisfaction)
      add(stage.felt.satisfaction->n), add(stage.felt.satisfaction->mean);
    if (stage.felt.cx) add(stage.felt.cx->sum), add(stage.felt.cx->interactions);
    out += "| ";
  }
  return out;
}

TEST(CanvasLaw, ShiftingTimeChangesNothing) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const World world = random_world(seed);
    const World later = random_world(seed, 1000 * kDayUs);
    const Recognised one = recognise(world.repository, world.snapshot, {});
    const Recognised two = recognise(later.repository, later.snapshot, {});
    EXPECT_EQ(figures(measure_canvas(
                  {.snapshot = world.snapshot, .design = world.design, .recognised = &one}, {})),
              figures(measure_canvas(
                  {.snapshot = later.snapshot, .design = later.design, .recognised = &two}, {})));
  }
}

TEST(CanvasLaw, PartsOfTheJourneysAddUp) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const World world = random_world(seed);
    const Recognised recognised = recognise(world.repository, world.snapshot, {});
    const auto journeys = static_cast<std::uint32_t>(world.snapshot.first_event.size() - 1);
    journey::JourneySet odd;
    journey::JourneySet even;
    for (std::uint32_t j = 0; j < journeys; ++j) (j % 2 != 0 ? odd : even).push_back(j);
    const auto measure = [&](const journey::JourneySet* selection) {
      return measure_canvas({.snapshot = world.snapshot,
                             .design = world.design,
                             .recognised = &recognised,
                             .selection = selection},
                            {});
    };
    const Canvas all = measure(nullptr);
    const Canvas left = measure(&odd);
    const Canvas right = measure(&even);
    EXPECT_EQ(all.events, left.events + right.events);
    EXPECT_EQ(all.other_events, left.other_events + right.other_events);
    for (std::size_t s = 0; s < all.stages.size(); ++s) {
      if (!all.stages[s].lived) continue;
      EXPECT_EQ(all.stages[s].lived->reached,
                left.stages[s].lived->reached + right.stages[s].lived->reached);
      EXPECT_EQ(all.stages[s].lived->dropped,
                left.stages[s].lived->dropped + right.stages[s].lived->dropped);
      EXPECT_EQ(all.stages[s].lived->time.n,
                left.stages[s].lived->time.n + right.stages[s].lived->time.n);
    }
  }
}

TEST(CanvasLaw, ThreadsChangeNothing) {
  SnapshotBuilder log;
  std::mt19937 random(5);
  for (int j = 0; j < 20000; ++j) {
    log.journey("c" + std::to_string(j), j % 7 == 0 ? Still::Running : Still::Over);
    std::int64_t at_us = hours(random() % 100);
    for (const char* touchpoint : {"a", "b", "c", "q", "e1"}) {
      if (random() % 3 == 0) continue;
      at_us += static_cast<std::int64_t>(random() % 100000) * 1000;
      log.event(touchpoint, at_us,
                {.channel = random() % 2 == 0 ? "web" : "app",
                 .score = static_cast<double>(random() % 11) * 0.9});
    }
  }
  World world;
  world.snapshot = log.build(hours(120));
  std::vector<std::string> answers;
  for (const std::size_t threads : {std::size_t{1}, std::size_t{4}}) {
    const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism,
                                            threads);
    const Recognised recognised = recognise(world.repository, world.snapshot, {});
    const Canvas canvas = measure_canvas(
        {.snapshot = world.snapshot, .design = world.design, .recognised = &recognised}, {});
    answers.push_back(figures(canvas));
    const auto& satisfaction = *canvas.stages[2].felt.satisfaction;
    answers.back() += std::to_string(satisfaction.interval->low);
    EXPECT_GT(satisfaction.n, 1000U);
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST(Canvas, CanBeCancelled) {
  const World world = random_world(1);
  std::stop_source stop;
  stop.request_stop();
  const CanvasInput input{.snapshot = world.snapshot, .design = world.design};
  EXPECT_THROW(static_cast<void>(measure_canvas(input, stop.get_token())), Error);
  EXPECT_THROW(static_cast<void>(journeys_of_stage(input, {}, stop.get_token())), Error);
  EXPECT_THROW(static_cast<void>(recognise(world.repository, world.snapshot, stop.get_token())),
               Error);
}

TEST(Canvas, AnEmptySnapshotIsAnswered) {
  World world;
  world.snapshot.first_event = {0};
  const Canvas canvas = measure_canvas({.snapshot = world.snapshot, .design = world.design}, {});
  EXPECT_EQ(canvas.journeys, 0U);
  EXPECT_FALSE(canvas.from_us.has_value());
  EXPECT_FALSE(canvas.stages[0].lived->share.has_value());
  EXPECT_EQ(canvas.stages[0].felt.judgement.verdict, Verdict::Unknown);
}

}  // namespace
}  // namespace parcours::experience
