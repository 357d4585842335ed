#include "design/laid_journey.h"

#include <gtest/gtest.h>

#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;

constexpr const char* kShop = R"(design: shop
stages:
  - {id: look, phase: before, optional: true, touchpoints: [{touchpoint: "web.*", channels: [web]}]}
  - {id: order, phase: during, touchpoints: [{touchpoint: placed, channels: [web, store]}]}
  - {id: pay, phase: after, touchpoints: [{touchpoint: paid, channels: [web]}]}
)";

struct Laid {
  Laid(const std::vector<std::pair<std::string, std::string>>& events, Ending ending) {
    testing::SnapshotBuilder log;
    log.journey("c");
    for (const auto& [touchpoint, channel] : events) {
      log.event(touchpoint, hours(1), {.channel = channel});
    }
    const journey::Snapshot s = log.build(hours(9));
    const DesignModel model =
        model_of(parse_design(parse_yaml(kShop, "d.yaml")), s.touchpoint_names, s.channel_names);
    result = lay_beside(model, Aligner(model.model, model.costs), s.touchpoint, s.channel, ending);
  }
  LaidJourney result;
};

TEST(LaidJourney, EveryEventStandsInItsPlaceAndMissedStagesBetween) {
  const LaidJourney a = Laid({{"noise", "web"},
                              {"web.home", "web"},
                              {"noise", "web"},
                              {"paid", "web"},
                              {"web.faq", "web"},
                              {"noise", "web"}},
                             Ending::Finished)
                            .result;
  const std::vector<LaidStep> expected = {
      {.standing = Standing::NotJudged, .event = 0},
      {.standing = Standing::Planned, .event = 1, .stage = 0},
      {.standing = Standing::Missed, .stage = 1, .cost = 10},
      {.standing = Standing::NotJudged, .event = 2},
      {.standing = Standing::Planned, .event = 3, .stage = 2},
      {.standing = Standing::LivedOnly, .event = 4, .stage = 0, .cost = 10},
      {.standing = Standing::NotJudged, .event = 5},
  };
  EXPECT_EQ(a.steps, expected);
  EXPECT_EQ(a.cost, 20);
  EXPECT_EQ(a.alone, 3 * 10 + 2 * 10);
}

TEST(LaidJourney, AnotherChannelStandsForItsStageAndOpenOnesMissNothingAtTheEnd) {
  const LaidJourney a = Laid({{"placed", "phone"}}, Ending::Open).result;
  const std::vector<LaidStep> expected = {
      {.standing = Standing::Substituted, .event = 0, .stage = 1, .cost = 3}};
  EXPECT_EQ(a.steps, expected);
  EXPECT_EQ(Laid({{"placed", "phone"}}, Ending::Finished).result.steps.back().standing,
            Standing::Missed);
}

TEST(LaidJourney, NothingJudgedIsNothingLost) {
  const LaidJourney a = Laid({{"noise", "web"}, {"noise", ""}}, Ending::Open).result;
  EXPECT_EQ(a.steps.size(), 2U);
  EXPECT_EQ(a.cost, 0);
}

}  // namespace
}  // namespace parcours::design
