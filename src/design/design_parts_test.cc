// Whom a design is for, what its stages ask of both sides, and the ways through it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "design/bpmn_blocks.h"
#include "design/bpmn_of_design.h"
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"
#include "design/conformance.h"
#include "design/design.h"
#include "design/design_model.h"
#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using ::testing::ElementsAre;
using testing::hours;

Design parse(const std::string& text) {
  return parse_design(parse_yaml(text, "d.yaml"));
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(parse(text));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
           error.hint().text() + ")";
  }
  return "no error";
}

// A lamp is bought in a store, on the site or by telephone.
constexpr const char* kLamp = R"(design: lamp
for: {segment: architects, title: Architects, typology: {en: In a hurry, fr: Pressés}, recognised_by: {property: trade, is: "yes"}}
roles:
  - {id: chooser, title: {en: Who chooses, fr: Qui choisit}}
  - {id: payer}
loop: {from: phone, to: look}
stages:
  - id: look
    phase: before
    touchpoints: [web.seen]
    roles: [chooser]
    choices:
      - {choice: Which lamp, criteria: [price, {en: light, fr: lumière}]}
      - Whether to buy now
    office: {front: [Shows lamps], back: [Keeps the list, {en: Counts, fr: Compte}]}
  - {id: store, phase: during, touchpoints: [store.paid]}
  - {id: site, phase: during, touchpoints: [web.paid], instead_of: store}
  - {id: phone, phase: during, touchpoints: [call], instead_of: store}
  - {id: use, phase: after, contact: none}
  - {id: help, phase: after, optional: true, touchpoints: [asked]}
routes:
  - {id: on-foot, title: {en: On foot, fr: À pied}, stages: [look, store, use]}
  - {id: far, stages: [look, site, help]}
)";

// The text with one piece of it in other words.
std::string with(const std::string& piece, const std::string& other) {
  std::string text = kLamp;
  const std::size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << piece;
  return text.replace(at, piece.size(), other);
}

TEST(DesignParts, AreReadAndWrittenBack) {
  const Design design = parse(kLamp);
  EXPECT_EQ(design.population->typology.fr, "Pressés");
  EXPECT_EQ(design.population->recognised_by->values, std::vector<std::string>{"yes"});
  EXPECT_EQ(design.roles[1].title.en, "payer");
  const Stage& look = design.stages[0];
  EXPECT_EQ(look.roles, std::vector<std::string>{"chooser"});
  EXPECT_EQ(look.choices[0].criteria[1].fr, "lumière");
  EXPECT_EQ(look.choices[1].choice.en, "Whether to buy now");
  EXPECT_EQ(look.office.back[1].en, "Counts");
  EXPECT_EQ(design.stages[3].instead_of, 1U);
  EXPECT_THAT(design.routes[1].stages, ElementsAre(0, 2, 5));
  EXPECT_EQ(parse(design_text(design)), design);
}

TEST(DesignParts, MistakesAreToldWithTheirPlace) {
  EXPECT_EQ(error_of(with("[chooser]", "[choser]")),
            "11: there is no role 'choser' (did you mean 'chooser'?)");
  EXPECT_EQ(error_of(with("- {id: payer}", "- {id: chooser}")),
            "5: there are two roles 'chooser' ()");
  EXPECT_EQ(error_of(with("typology:", "tipology:")),
            "2: a for has no 'tipology' (did you mean 'typology'?)");
  EXPECT_EQ(error_of(with("criteria: [", "criterion: [")),
            "13: a choice has no 'criterion' (did you mean 'criteria'?)");
  EXPECT_EQ(error_of(with("front: [Shows lamps]", "front: Shows lamps")),
            "15: 'front' must be a list, not a single value ()");
  EXPECT_EQ(error_of(with("[web.paid], instead_of: store", "[web.paid], instead_of: stor")),
            "17: there is no stage 'stor' (did you mean 'store'?)");
  EXPECT_EQ(error_of(with("[web.paid], instead_of: store", "[web.paid], instead_of: use")),
            "17: 'use' does not stand before the stage (of stages that stand for each other, the "
            "first is named by the others)");
  EXPECT_EQ(error_of(with("[call], instead_of: store", "[call], instead_of: site")),
            "18: the stage 'site' itself stands for another (name 'store' here too)");
  EXPECT_EQ(error_of(with("[call], instead_of: store", "[call], instead_of: look")),
            "18: stages stand between 'look' and this one, which stands for it (stages that stand "
            "for each other follow one another)");
  EXPECT_EQ(error_of(with("{from: phone, to: look}", "{from: phone, to: store}")),
            "6: the loop leads from a stage to one that stands for it ()");
}

TEST(DesignParts, RoutesLeaveOutOnlyWhatMayBe) {
  EXPECT_EQ(error_of(with("[look, store, use]", "[look, stor, use]")),
            "22: there is no stage 'stor' (did you mean 'store'?)");
  EXPECT_EQ(error_of(with("[look, store, use]", "[store, look, use]")),
            "22: the stage 'look' stands twice or out of order (a route goes through the stages in "
            "the order of the design)");
  EXPECT_EQ(error_of(with("[look, store, use]", "[look, store, site]")),
            "22: the route 'on-foot' has two stages that stand for each other, 'store' and another "
            "()");
  EXPECT_EQ(error_of(with("[look, store, use]", "[store, use]")),
            "22: the route 'on-foot' leaves out the stage 'look' (add it, or say of the stage "
            "'optional: true')");
  EXPECT_EQ(error_of(with("{id: far,", "{id: on-foot,")), "23: there are two routes 'on-foot' ()");
}

TEST(DesignParts, TheClockOfAPromiseStartsWhereEveryJourneyWas) {
  const Design design =
      parse(with("touchpoints: [asked]", "touchpoints: [asked], promise: {within: 1d}"));
  EXPECT_EQ(design.stages[5].promise->from, 0U);
}

TEST(DesignParts, OneOfTheAlternativesConforms) {
  testing::SnapshotBuilder log;
  log.journey("store").event("web.seen", hours(0)).event("store.paid", hours(1));
  log.journey("phone").event("web.seen", hours(0)).event("call", hours(1));
  log.journey("twice")
      .event("web.seen", hours(0))
      .event("call", hours(1))
      .event("web.seen", hours(2));
  log.event("web.paid", hours(3));
  log.journey("both")
      .event("web.seen", hours(0))
      .event("store.paid", hours(1))
      .event("call", hours(2));
  log.journey("none").event("web.seen", hours(0));
  const journey::Snapshot snapshot = log.build(hours(9));
  const DesignModel model =
      model_of(parse(kLamp), snapshot.touchpoint_names, snapshot.channel_names);
  const LivedJourneys lived = lived_journeys(snapshot.view(), model.table);
  const Conformance result = measure_conformance(lived, Aligner(model.model, model.costs));
  std::vector<std::int64_t> cost;
  for (const std::uint32_t variant : result.variant_of)
    cost.push_back(result.variants[variant].cost);
  EXPECT_THAT(cost, ElementsAre(0, 0, 0, 10, 10));
}

TEST(DesignParts, AlternativesAreAGatewayInBpmn) {
  const BpmnGraph graph = bpmn_of_design(parse(kLamp), Language::English);
  EXPECT_EQ(model_text(blocks_of_bpmn(graph).model),
            "sequence(loop(sequence(loop(look), choice(loop(store), loop(site), loop(phone)))), "
            "loop(use), optional(loop(help)))");
  const auto difference = first_difference(graph, read_bpmn(bpmn_text(graph), "lamp.bpmn").graph);
  EXPECT_FALSE(difference.has_value()) << difference->text();
}

}  // namespace
}  // namespace parcours::design
