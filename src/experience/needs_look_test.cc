#include "experience/needs_look.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parcours::experience {
namespace {

// Three stages of which the second is a moment of truth and the third a lesser one.
design::Design shop() {
  return design::parse_design(parse_yaml(R"(
design: shop
stages:
  - {id: plain, phase: before, touchpoints: [a]}
  - {id: truth, phase: during, touchpoints: [b], moment_of_truth: {importance: 0.9}}
  - {id: lesser, phase: after, touchpoints: [c], moment_of_truth: {importance: 0.4}}
)",
                                         "shop.yaml"));
}

Canvas quiet() {
  Canvas canvas;
  canvas.stages.resize(3);
  return canvas;
}

void feel(StageCanvas& stage, Verdict verdict, std::uint64_t journeys = 50) {
  stage.felt.satisfaction = Satisfaction{.n = journeys,
                                         .journeys = journeys,
                                         .mean = 5,
                                         .interval = Interval{.low = 4.8, .high = 5.2},
                                         .sources = {}};
  stage.felt.judgement = {.verdict = verdict, .basis = Basis::Satisfaction, .reason = {}};
}

void miss(StageCanvas& stage, double gap, double high) {
  stage.felt.gap = Gap{.value = gap, .interval = Interval{.low = 2 * gap - high, .high = high}};
}

void promise(StageCanvas& stage, std::uint64_t kept, std::uint64_t broken) {
  stage.lived = LivedStage{};
  stage.lived->promise =
      PromiseKept{.kept = kept,
                  .broken = broken,
                  .pending = 0,
                  .broken_share = static_cast<double>(broken) / static_cast<double>(kept + broken),
                  .interval = wilson_interval(broken, kept + broken)};
}

// "truth:verdict,gap plain:promise", first rank first.
std::string looks(const Canvas& canvas) {
  const design::Design design = shop();
  std::string text;
  std::uint64_t rank = 0;
  for (const Look& look : stages_to_look_at(design, canvas)) {
    EXPECT_EQ(look.rank, ++rank);
    text += (text.empty() ? "" : " ") + design.stages[look.stage].id;
    char sign = ':';
    for (const LookWhy& why : look.why) {
      text += std::exchange(sign, ',') + std::string(name_of(why.reason));
      EXPECT_FALSE(why.text.en.empty() || why.text.fr.empty());
    }
  }
  return text;
}

TEST(NeedsLook, NothingIsRankedThatDoesNotClearItsLine) {
  Canvas canvas = quiet();
  EXPECT_EQ(looks(canvas), "");
  feel(canvas.stages[0], Verdict::Neutral);
  miss(canvas.stages[0], -0.4, 0.0);  // touches zero
  promise(canvas.stages[1], 95, 5);
  EXPECT_EQ(looks(canvas), "");
  miss(canvas.stages[0], -0.4, -0.01);
  promise(canvas.stages[1], 80, 20);
  EXPECT_EQ(looks(canvas), "truth:promise plain:gap");
}

// One broken promise of one has an interval that starts at 21 %, and says nothing.
TEST(NeedsLook, AFewJourneysAreNotEnough) {
  Canvas canvas = quiet();
  promise(canvas.stages[0], 0, 1);
  feel(canvas.stages[1], Verdict::Unknown, kMinimumBase - 1);
  miss(canvas.stages[1], -3, -2.5);
  EXPECT_EQ(looks(canvas), "");
  promise(canvas.stages[0], 0, kMinimumBase);
  feel(canvas.stages[1], Verdict::Unknown, kMinimumBase);
  EXPECT_EQ(looks(canvas), "truth:gap plain:promise");
}

TEST(NeedsLook, MomentsOfTruthComeFirstThenVerdictsThenImportanceThenTheWidestGap) {
  Canvas canvas = quiet();
  feel(canvas.stages[0], Verdict::Disappointing);
  feel(canvas.stages[1], Verdict::Neutral);
  miss(canvas.stages[1], -1, -0.5);
  feel(canvas.stages[2], Verdict::Neutral);
  miss(canvas.stages[2], -3, -2);
  EXPECT_EQ(looks(canvas), "truth:gap lesser:gap plain:verdict");
  canvas.stages[2].felt.judgement.verdict = Verdict::Disappointing;
  EXPECT_EQ(looks(canvas), "lesser:verdict,gap truth:gap plain:verdict");
}

// A gap of one grade out of six is wider than one of a point out of ten.
TEST(NeedsLook, GapsOnBothScalesAreComparedByTheirScale) {
  design::Design design = shop();
  for (design::Stage& stage : design.stages) stage.importance.reset();
  Canvas canvas = quiet();
  feel(canvas.stages[0], Verdict::Neutral);
  miss(canvas.stages[0], -1.2, -1);
  feel(canvas.stages[1], Verdict::Neutral);
  canvas.stages[1].felt.cx.emplace().journeys = 50;
  canvas.stages[1].felt.judgement.basis = Basis::Cx;
  miss(canvas.stages[1], -1, -0.8);
  const std::vector<Look> found = stages_to_look_at(design, canvas);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].stage, 1U);
  EXPECT_DOUBLE_EQ(found[1].why[0].value, -1.2);
}

}  // namespace
}  // namespace parcours::experience
