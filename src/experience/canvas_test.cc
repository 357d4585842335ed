#include "experience/canvas.h"

#include <gtest/gtest.h>

#include "support/snapshot_builder.h"

namespace parcours::experience {
namespace {

using testing::hours;
using testing::SnapshotBuilder;
using testing::Still;

constexpr const char* kShop = R"(
design: shop
closes: [cancelled]
scale:
  satisfaction: {min: 0, max: 10, disappointing_below: 6, delight_from: 8}
  cx: {disappointing_below: 0, delight_from: 1}
stages:
  - {id: look, phase: before, touchpoints: [{touchpoint: "web.*", channels: [web]}]}
  - id: order
    phase: during
    touchpoints:
      - {touchpoint: basket, channels: [web]}
      - {touchpoint: order.placed, channels: [web, app]}
  - id: deliver
    phase: during
    touchpoints: [announced, {touchpoint: delivered, channels: [carrier]}]
    promise: {within: 48h, since: order.placed, until: delivered}
    target: {satisfaction: 8}
    measured_by: [survey]
  - {id: use, phase: after, contact: none, measured_by: [{touchpoint: stars, scale: {low: 1, high: 5}}]}
  - {id: help, phase: after, optional: true, touchpoints: [{touchpoint: chat, channels: [chat]}, {touchpoint: call, channels: []}]}
)";

constexpr const char* kGrades = R"(
repository: shop
touchpoints:
  - touchpoint: delivered
    interactions:
      - {id: late, grade: -3, when: [{property: delay_h, above: 0}]}
      - {id: on_time, grade: 2, when: [{property: delay_h, at_most: 0}]}
  - touchpoint: call
    interactions:
      - {id: again, grade: -1, when: [{repeated: {within: 7d}}]}
      - {id: called, grade: 1}
)";

design::Design shop() {
  return design::parse_design(parse_yaml(kShop, "shop.yaml"));
}

// ana is served in time, bob late and calls twice, chloe waits, dora waits in vain, emil cancels in
// time, fred looks only, gina is still looking.
journey::Snapshot lived() {
  SnapshotBuilder log;
  log.journey("ana")
      .event("web.home", hours(0), {.channel = "web"})
      .event("basket", hours(1), {.channel = "web"})
      .event("order.placed", hours(2), {.channel = "app"})
      .event("announced", hours(3), {.channel = "sms"})
      .event("delivered", hours(50), {.channel = "carrier", .properties = {{"delay_h", "0"}}})
      .event("survey", hours(60), {.channel = "email", .score = 9})
      .event("stars", hours(70), {.score = 5});
  log.journey("bob")
      .event("web.home", hours(0), {.channel = "app"})
      .event("order.placed", hours(2), {.channel = "phone"})
      .event("delivered", hours(51), {.channel = "carrier", .properties = {{"delay_h", "1"}}})
      .event("survey", hours(60), {.channel = "email", .score = 3})
      .event("call", hours(61), {.channel = "phone"})
      .event("call", hours(62), {.channel = "phone"});
  log.journey("chloe", Still::Running).event("order.placed", hours(90), {.channel = "web"});
  log.journey("dora", Still::Running).event("order.placed", hours(30), {.channel = "web"});
  log.journey("emil")
      .event("order.placed", hours(10), {.channel = "web"})
      .event("cancelled", hours(20), {.channel = "web"});
  log.journey("fred").event("web.home", hours(5), {.channel = "web"});
  log.journey("gina", Still::Running).event("web.home", hours(95), {.channel = "web"});
  return log.build(hours(100));
}

const LivedStage& stage(const Canvas& canvas, std::size_t at) {
  return *canvas.stages[at].lived;
}

TEST(Canvas, StagesReachedContinuedDroppedAndRunning) {
  const journey::Snapshot snapshot = lived();
  const design::Design design = shop();
  const Canvas canvas = measure_canvas({.snapshot = snapshot, .design = design}, {});
  EXPECT_EQ(canvas.journeys, 7U);
  EXPECT_EQ(canvas.customers, 7U);
  EXPECT_EQ(canvas.running, 3U);
  EXPECT_EQ(canvas.completed, 2U);  // the last stage that is not optional is "deliver"
  const LivedStage& look = stage(canvas, 0);
  EXPECT_EQ(look.reached, 4U);
  EXPECT_EQ(look.continued, 2U);
  EXPECT_EQ(look.dropped, 1U);  // fred
  EXPECT_EQ(look.running, 1U);  // gina
  EXPECT_EQ(look.skipped, 3U);  // chloe, dora, emil
  const LivedStage& order = stage(canvas, 1);
  EXPECT_EQ(order.reached, 5U);
  EXPECT_EQ(order.continued, 2U);
  EXPECT_EQ(order.dropped, 1U);  // emil
  EXPECT_EQ(order.running, 2U);
  const LivedStage& deliver = stage(canvas, 2);
  EXPECT_EQ(deliver.reached, 2U);
  EXPECT_EQ(deliver.continued, 2U);  // ana ended where only an optional stage follows
  EXPECT_FALSE(canvas.stages[3].lived.has_value());
  EXPECT_EQ(stage(canvas, 4).reached, 1U);
  EXPECT_EQ(stage(canvas, 4).continued, 1U);
}

TEST(Canvas, PromiseIsKeptBrokenPendingOrReleased) {
  const journey::Snapshot snapshot = lived();
  const design::Design design = shop();
  const Canvas canvas = measure_canvas({.snapshot = snapshot, .design = design}, {});
  const PromiseKept& promise = *stage(canvas, 2).promise;
  EXPECT_EQ(promise.kept, 1U);     // ana: 48 h exactly
  EXPECT_EQ(promise.broken, 2U);   // bob: 49 h; dora: running, the budget is over
  EXPECT_EQ(promise.pending, 1U);  // chloe
  EXPECT_NEAR(*promise.broken_share, 2.0 / 3, 1e-12);
  EXPECT_EQ(stage(canvas, 2).time.n, 2U);
  EXPECT_EQ(stage(canvas, 2).time.median_us, hours(97) / 2);
}

TEST(Canvas, ChannelsUsedAgainstPlanned) {
  const journey::Snapshot snapshot = lived();
  const design::Design design = shop();
  const Canvas canvas = measure_canvas({.snapshot = snapshot, .design = design}, {});
  EXPECT_EQ(stage(canvas, 0).unplanned, 1U);  // bob looked in the app
  EXPECT_EQ(stage(canvas, 1).unplanned, 1U);  // and ordered by phone
  EXPECT_EQ(stage(canvas, 2).unplanned, 0U);  // "announced" is planned on any channel
  const auto& help = stage(canvas, 4).channels;
  ASSERT_EQ(help.size(), 2U);
  EXPECT_EQ(help[0].channel, "phone");
  EXPECT_EQ(help[0].journeys, 1U);
  EXPECT_FALSE(help[0].planned);
  EXPECT_EQ(help[1].channel, "chat");
  EXPECT_EQ(help[1].journeys, 0U);
  EXPECT_TRUE(help[1].planned);
}

TEST(Canvas, AnswersSpeakOfTheirStage) {
  const journey::Snapshot snapshot = lived();
  const design::Design design = shop();
  const Canvas canvas = measure_canvas({.snapshot = snapshot, .design = design}, {});
  const Satisfaction& deliver = *canvas.stages[2].felt.satisfaction;
  EXPECT_EQ(deliver.n, 2U);
  EXPECT_DOUBLE_EQ(deliver.mean, 6);
  EXPECT_EQ(canvas.stages[2].felt.judgement.verdict, Verdict::Unknown);
  EXPECT_DOUBLE_EQ(canvas.stages[2].felt.gap->value, -2);
  EXPECT_DOUBLE_EQ(canvas.stages[3].felt.satisfaction->mean, 10);  // 5 of 1..5
  EXPECT_FALSE(canvas.satisfaction.has_value());
}

TEST(Canvas, InteractionsAddUpToTheCxScore) {
  const journey::Snapshot snapshot = lived();
  const design::Design design = shop();
  const Repository repository = parse_repository(parse_yaml(kGrades, "grades.yaml"));
  const Recognised recognised = recognise(repository, snapshot, {});
  const Canvas canvas =
      measure_canvas({.snapshot = snapshot, .design = design, .recognised = &recognised}, {});
  const CxScore& deliver = *canvas.stages[2].felt.cx;
  EXPECT_EQ(deliver.journeys, 2U);
  EXPECT_EQ(deliver.sum, -1);
  EXPECT_DOUBLE_EQ(deliver.mean, -0.5);
  EXPECT_DOUBLE_EQ(*deliver.attainable_share, -1.0 / 4);
  EXPECT_EQ(recognised.interactions[deliver.list[*deliver.worst].interaction].id, "late");
  const CxScore& help = *canvas.stages[4].felt.cx;
  EXPECT_EQ(help.interactions, 3U);
  EXPECT_EQ(help.sum, 1);
  EXPECT_EQ(canvas.cx->sum, 0);
  EXPECT_EQ(canvas.cx->journeys, 2U);
}

// Only bad moments are in the repository: those who met one say nothing of the others.
TEST(Canvas, AOneSidedRepositoryDoesNotJudge) {
  SnapshotBuilder log;
  for (int j = 0; j < 30; ++j) log.journey("c" + std::to_string(j)).event("web.ad", hours(j));
  const journey::Snapshot snapshot = log.build(hours(100));
  const design::Design design = shop();
  const auto judgement_under = [&](const std::string& interactions) {
    const Repository repository = parse_repository(
        parse_yaml("{repository: r, touchpoints: [{touchpoint: web.ad, interactions: [" +
                       interactions + "]}]}",
                   "r"));
    const Recognised recognised = recognise(repository, snapshot, {});
    const CanvasInput input{.snapshot = snapshot, .design = design, .recognised = &recognised};
    return measure_canvas(input, {}).stages[0].felt.judgement;
  };
  const std::string bad = "{id: bad, grade: -1}";
  EXPECT_EQ(judgement_under(bad).verdict, Verdict::Unknown);
  EXPECT_NE(judgement_under(bad).reason.fr.find("ne peut juger"), std::string::npos);
  EXPECT_EQ(judgement_under(bad + ", {id: good, grade: 1, when: [{channel: web}]}").verdict,
            Verdict::Disappointing);
}

TEST(Canvas, OtherHoldsWhatNoStageClaims) {
  const journey::Snapshot snapshot = lived();
  const design::Design design = shop();
  const Canvas canvas = measure_canvas({.snapshot = snapshot, .design = design}, {});
  EXPECT_EQ(canvas.other_events, 4U);  // survey twice, stars, cancelled
  EXPECT_EQ(canvas.other_journeys, 3U);
  std::uint64_t events = canvas.other_events;
  for (const StageCanvas& each : canvas.stages) events += each.lived ? each.lived->events : 0;
  EXPECT_EQ(events, canvas.events);
}

}  // namespace
}  // namespace parcours::experience
