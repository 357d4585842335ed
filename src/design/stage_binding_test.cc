#include "design/stage_binding.h"

#include <gtest/gtest.h>

#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

Design design() {
  return parse_design(parse_yaml(R"(
design: d
closes: [contract.canceled]
stages:
  - {id: look, phase: before, touchpoints: [{touchpoint: visit, channels: [web]}, {touchpoint: "web.*", channels: [Web]}]}
  - {id: buy, phase: during, touchpoints: [{touchpoint: visit, channels: [store]}, order.placed]}
  - {id: help, phase: after, touchpoints: [{touchpoint: call, channels: []}], measured_by: [survey]}
)",
                                 "d.yaml"));
}

TEST(StageBinding, PlannedChannelFirstThenAnyClaim) {
  const std::vector<std::string> touchpoints = {"visit", "web.home", "order.placed", "call", "ad"};
  const std::vector<std::string> channels = {"", "web", "store", "phone"};
  const StageBinding binding = bind_stages(design(), touchpoints, channels);
  const auto cell = [&](std::uint16_t touchpoint, std::uint8_t channel) {
    return binding.of(model::TouchpointId{touchpoint}, model::ChannelId{channel});
  };
  EXPECT_EQ(cell(0, 1), (StageCell{.stage = 0, .planned = 1}));
  EXPECT_EQ(cell(0, 2), (StageCell{.stage = 1, .planned = 1}));
  EXPECT_EQ(cell(0, 3), (StageCell{.stage = 0, .planned = 0}));  // nobody planned it
  EXPECT_EQ(cell(0, 0), (StageCell{.stage = 0, .planned = 1}));  // the log does not say
  EXPECT_EQ(cell(1, 1), (StageCell{.stage = 0, .planned = 1}));  // case of letters
  EXPECT_EQ(cell(2, 3), (StageCell{.stage = 1, .planned = 1}));  // planned anywhere
  EXPECT_EQ(cell(3, 3), (StageCell{.stage = 2, .planned = 0}));  // planned nowhere
  EXPECT_EQ(cell(3, 0), (StageCell{.stage = 2, .planned = 0}));
  EXPECT_EQ(cell(4, 1).stage, StageCell::kOther);
}

TEST(StageBinding, SaysWhatOnlyOneSideKnows) {
  testing::SnapshotBuilder log;
  log.journey("ana").event("visit", 0).event("order.place", 1).event("survey", 2).event("call", 3);
  log.event("contract.cancelled", 4).event("web.home", 5);
  const auto notices = check_against_data(design(), log.build(10));
  ASSERT_EQ(notices.size(), 4U);
  EXPECT_EQ(notices[0].touchpoint, "order.placed");
  EXPECT_EQ(notices[0].stage, "buy");
  EXPECT_EQ(notices[0].nearest, "order.place");
  EXPECT_EQ(notices[1].touchpoint, "contract.canceled");
  EXPECT_EQ(notices[1].nearest, "contract.cancelled");
  EXPECT_EQ(notices[2].about, BindingNotice::About::NoStage);
  EXPECT_EQ(notices[2].touchpoint, "order.place");
  EXPECT_NE(notices[2].text().fr.find("n’appartient à aucune étape"), std::string::npos);
}

}  // namespace
}  // namespace parcours::design
