#include "design/design.h"

#include <gtest/gtest.h>

#include "base/instant.h"

namespace parcours::design {
namespace {

Design parse(const std::string& text) {
  return parse_design(parse_yaml(text, "d.yaml"));
}

// The error of a text, as "line: message (hint)".
std::string error_of(const std::string& text) {
  try {
    static_cast<void>(parse(text));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
           error.hint().text() + ")";
  }
  return "no error";
}

constexpr const char* kTwoStages = R"(design: d
stages:
  - {id: order, phase: during, touchpoints: [placed, paid]}
  - id: deliver
    phase: after
    touchpoints: [delivered]
)";

TEST(Design, DefaultsAreFilledIn) {
  const Design design = parse(std::string(kTwoStages) + "    promise: {within: 2d}\n");
  EXPECT_EQ(design.title.fr, "d");
  ASSERT_EQ(design.phases.size(), 2U);
  EXPECT_EQ(design.phases[1].title.fr, "Après");
  EXPECT_EQ(design.stages[0].touchpoints[0].role, Role::Pull);
  EXPECT_FALSE(design.stages[0].touchpoints[0].channels.has_value());
  EXPECT_EQ(design.stages[1].promise->from, 0U);
  EXPECT_EQ(design.stages[1].promise->within_us, 2 * kDayUs);
  EXPECT_EQ(design.satisfaction, SatisfactionScale{});
}

TEST(Design, WrittenTextReadsBackEqual) {
  const Design design = parse(R"(design: d
title: {fr: "L'été : \"oui\"\n# non"}
proposal: true
phases: [{id: before, title: {en: Pre, fr: Avant}}]
loop: {from: use, to: look}
process: the shop
closes: [gone, "no"]
quiet: 36h
scale:
  satisfaction: {min: -2, max: 2, disappointing_below: -0.1, delight_from: 1.3}
  cx: {disappointing_below: -0.5, delight_from: 0.25}
measured_by: [{touchpoint: nps, scale: {low: 0, high: 10}}]
stages:
  - id: look
    phase: before
    touchpoints: ["web.*", {touchpoint: "12", title: Zwölf, channels: [], role: push, kind: transactional}]
    moment_of_truth: {importance: 0.1}
    target: {reach: 0.3, satisfaction: 1.1, cx: -2}
    desired: {low: 0, high: 1.9}
    measured_by: stars
    needs: {explicit: [{en: a, fr: b}], implicit: [c]}
    optional: true
  - {id: use, phase: after, touchpoints: [{touchpoint: "yes", channels: [a, b]}], promise: {within: 1m30s, since: "web.x", until: "yes", text: quick}}
)");
  EXPECT_EQ(parse(design_text(design)), design);
  EXPECT_EQ(design.stages[0].needs.implicit_needs[0].fr, "c");
  EXPECT_EQ(design.closes[1], "no");
}

TEST(Design, MistakesAreNamedWithTheirPlace) {
  const std::string good = kTwoStages;
  EXPECT_EQ(error_of(good), "no error");
  EXPECT_EQ(error_of("design: d\nstages: []\n"), "2: 'stages' must be a list of stages ()");
  EXPECT_EQ(error_of(good + "    promis: {within: 2d}\n"),
            "7: a stage has no 'promis' (did you mean 'promise'?)");
  EXPECT_EQ(error_of(good + "    promise: {within: 2d, from: ordr}\n"),
            "7: there is no stage 'ordr' (did you mean 'order'?)");
  EXPECT_EQ(error_of(good + "    promise: {within: 2d, since: payd}\n"),
            "7: 'payd' is no touchpoint of stage 'order' (did you mean 'paid'?)");
  EXPECT_EQ(error_of(good + "    promise: {within: soon}\n").substr(0, 32),
            "7: 'within' must be a duration (");
  EXPECT_EQ(error_of(good + "    target: {satisfaction: 11}\n"),
            "7: 'satisfaction' is 11; it must lie in 0 … 10 ()");
  EXPECT_EQ(error_of(good + "    desired: {low: 8, high: 7}\n"), "7: low (8) is above high (7) ()");
  EXPECT_EQ(error_of(good + "    desired: {low: 8, high: 70}\n"),
            "7: the band leaves the scale 0 … 10 ()");
  EXPECT_EQ(error_of(good + "  - {id: order, phase: after, touchpoints: [x]}\n"),
            "7: there are two stages 'order' ()");
  EXPECT_EQ(error_of(good + "  - {id: x, phase: before, touchpoints: [x]}\n").substr(0, 29),
            "7: stage 'x' of phase 'before");
  EXPECT_EQ(error_of(good + "  - {id: x, phase: afterr, touchpoints: [x]}\n"),
            "7: there is no phase 'afterr' (did you mean 'after'?)");
  EXPECT_EQ(error_of(good + "  - {id: x, phase: after}\n"),
            "7: stage 'x' has no touchpoints (list its touchpoints, or say 'contact: none')");
  EXPECT_EQ(error_of(good + "  - {id: x, phase: after, contact: none, touchpoints: [y]}\n"),
            "7: stage 'x' says 'contact: none' and lists touchpoints ()");
  EXPECT_EQ(error_of(good + "loop: {from: order, to: deliver}\n"),
            "7: a loop leads back: 'to' must stand before 'from' ()");
  EXPECT_EQ(error_of(good + "    promise: {within: 2d, from: deliver}\n"),
            "7: a promise from the stage itself needs 'since' (name the touchpoint that starts the "
            "clock)");
}

TEST(Design, APromiseDoesNotStartLater) {
  EXPECT_EQ(
      error_of("design: d\nstages:\n"
               "  - {id: a, phase: before, touchpoints: [x], promise: {within: 1h, from: b}}\n"
               "  - {id: b, phase: after, touchpoints: [y]}\n"),
      "3: the promise of stage 'a' starts at 'b', which comes later ()");
}

TEST(Design, ATouchpointIsClaimedOncePerChannel) {
  const auto two = [](const std::string& first, const std::string& second) {
    return error_of("design: d\nstages:\n  - {id: a, phase: before, touchpoints: [" + first +
                    "]}\n  - {id: b, phase: after, touchpoints: [" + second + "]}\n");
  };
  const std::string web = "{touchpoint: web.x, channels: [web]}";
  const std::string app = "{touchpoint: web.x, channels: [app]}";
  EXPECT_EQ(two(web, app), "no error");
  EXPECT_EQ(two("web.x", "\"web.*\""), "no error");  // the pattern takes the rest
  EXPECT_EQ(two(web, web).substr(0, 41), "4: 'web.x' is claimed by stage 'a' alread");
  EXPECT_EQ(two("\"web.*\"", app).substr(0, 41), "4: 'web.x' is claimed by stage 'a' alread");
  EXPECT_EQ(two(web + ", " + web, "y"), "3: stage 'a' claims 'web.x' twice on one channel ()");
}

// Whatever stands there, only Error comes out.
TEST(Design, HostileDocumentsAreRefused) {
  for (const std::string value :
       {"3", "[1, 2]", "{a: 1}", "~", "\"\"", "[[[]]]", "true", "-1d", "{low: x, high: []}"}) {
    for (const KeysOf& object : design_keys()) {
      for (const std::string_view key : object.keys) {
        const std::string member = std::string(key) + ": " + value + "\n";
        EXPECT_NE(error_of("design: d\n" + member + "stages: " + value + "\n"), "no error");
        try {
          static_cast<void>(parse(std::string(kTwoStages) + "    " + member));
        } catch (const Error& error) {
          EXPECT_TRUE(error.where().known());
        }
      }
    }
  }
  EXPECT_NE(error_of("*a"), "no error");
  EXPECT_NE(error_of("&a [*a]"), "no error");
  std::string stages = "design: d\nstages:\n";
  for (int i = 0; i < 61; ++i)
    stages += "  - {id: s" + std::to_string(i) + ", phase: before, contact: none}\n";
  EXPECT_NE(error_of(stages).find("at most 60"), std::string::npos);
  // Megabytes in one scalar, in many parts, and in a list that never ends.
  EXPECT_NE(error_of("design: " + std::string(10U << 20U, 'x')), "no error");
  std::string many = "design: d\nstages:\n  - {id: s, phase: before, touchpoints: [t";
  for (int i = 0; i < 50000; ++i) many += ", t" + std::to_string(i);
  EXPECT_NE(error_of(many), "no error");
  EXPECT_NE(error_of(many + "]}\n").find("at most 200"), std::string::npos);
}

}  // namespace
}  // namespace parcours::design
