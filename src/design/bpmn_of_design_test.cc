#include "design/bpmn_of_design.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/document.h"
#include "design/bpmn_blocks.h"
#include "design/bpmn_read.h"
#include "design/bpmn_write.h"

namespace parcours::design {
namespace {

Design shop() {
  return parse_design(parse_yaml(R"(
design: shop
title: {en: The shop, fr: La boutique}
process: order handling
loop: {from: use, to: choose}
stages:
  - {id: hear, title: Hear of it, phase: before, contact: none}
  - id: choose
    title: {en: Choose, fr: "Choisir & essayer"}
    phase: before
    touchpoints: [{touchpoint: web.*, channels: [web, app]}]
  - {id: ask, title: Ask, phase: during, optional: true, touchpoints: [{touchpoint: call}]}
  - {id: buy, title: Buy, phase: during, touchpoints: [{touchpoint: paid}], promise: {within: 2d, from: choose}}
  - {id: use, title: Use, phase: after, contact: none}
  - {id: return, title: Return, phase: after, optional: true, touchpoints: [{touchpoint: returned}]}
)",
                                 "shop.yaml"));
}

TEST(BpmnOfDesign, StagesPhasesWaysRoundAndBack) {
  const BpmnGraph graph = bpmn_of_design(shop(), Language::English);
  EXPECT_EQ(
      model_text(blocks_of_bpmn(graph).model),
      "sequence(loop(Hear of it), loop(sequence(loop(Choose), optional(loop(Ask)), loop(Buy), "
      "loop(Use))), optional(loop(Return)))");
  ASSERT_EQ(graph.lanes.size(), 3U);
  EXPECT_THAT(graph.lanes[0].nodes,
              ::testing::ElementsAre("again", "stage_choose", "stage_hear", "start"));
  EXPECT_EQ(graph.node("stage_choose")->documentation, "web.* (web, app)");
  EXPECT_EQ(graph.node("stage_buy")->documentation, "paid\n2d");
  EXPECT_EQ(bpmn_of_design(shop(), Language::French).node("stage_choose")->name,
            "Choisir & essayer");
}

TEST(BpmnOfDesign, IsReadBackAsTheSameGraphWithADrawing) {
  const BpmnGraph graph = bpmn_of_design(shop(), Language::French);
  const BpmnGraph again = read_bpmn(bpmn_text(graph), "shop.bpmn").graph;
  const auto difference = first_difference(graph, again);
  EXPECT_FALSE(difference.has_value()) << difference->text();
  ASSERT_EQ(again.diagrams.size(), 1U);
  EXPECT_EQ(again.diagrams[0].shapes.size(), graph.nodes.size() + 3 + 1);
  EXPECT_EQ(again.diagrams[0].lines.size(), graph.flows.size());
}

}  // namespace
}  // namespace parcours::design
