#include "design/bpmn_stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace parcours::design {
namespace {

BpmnBlocks blocks(const std::string& text) {
  BpmnBlocks out;
  out.model = parse_model(text, "m");
  out.nodes.resize(out.model.activities.size());
  out.only_events.assign(out.model.activities.size(), 0);
  return out;
}

TEST(BpmnStages, TasksAreBoundByNameThenByTheStageOfTheJourney) {
  Design journey;
  journey.stages.resize(2);
  journey.stages[0].id = "pay";
  journey.stages[0].title = {.en = "Pay the bill", .fr = "Payer"};
  journey.stages[0].importance = 1;
  journey.stages[0].touchpoints.push_back(
      {.pattern = TouchpointPattern("payment.*"), .title = {}, .channels = std::nullopt});
  BpmnBlocks process = blocks("sequence(begun, Ask, Payer, ship)");
  process.only_events[0] = 1;
  const std::vector<std::string> touchpoints = {" ask", "payment.made", "other"};
  const ProcessStages out = stages_of_process(process, "p", touchpoints, &journey);
  EXPECT_EQ(out.design.stages[1].touchpoints[0].pattern.text(), " ask");
  EXPECT_EQ(out.design.stages[2].touchpoints[0].pattern.text(), "payment.*");
  EXPECT_EQ(out.design.stages[2].importance, 1);
  EXPECT_THAT(out.unbound, ::testing::ElementsAre("ship"));
  EXPECT_EQ(model_text(out.model), "sequence(optional(begun), Ask, Payer, optional(ship))");
  const DesignModel model = model_of(out, touchpoints, {""});
  EXPECT_EQ(model.costs.designed_only, (std::vector<std::int64_t>{10, 10, 30, 10}));
  EXPECT_EQ(model.labels.size(), 2U);
}

TEST(BpmnStages, AProcessThatNothingShowsIsRefused) {
  try {
    static_cast<void>(stages_of_process(blocks("sequence(a, b)"), "p", {"x"}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message().text(), "no task of the process 'p' is called as a touchpoint");
  }
}

}  // namespace
}  // namespace parcours::design
