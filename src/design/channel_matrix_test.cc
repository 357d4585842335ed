#include "design/channel_matrix.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;

const char* kDesign = R"(design: d
stages:
  - id: order
    phase: during
    touchpoints: [{touchpoint: placed, channels: [web, store]}, {touchpoint: call, channels: []}]
  - {id: pay, phase: after, touchpoints: [paid, {touchpoint: refund, channels: [web]}]}
)";

using Planned = std::optional<std::vector<std::string>>;

class ChannelMatrix : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::SnapshotBuilder log;
    log.journey("ana").event("placed", hours(0), {.channel = "Web"});
    log.event("placed", hours(1), {.channel = "phone"}).event("paid", hours(2));
    log.journey("bob").event("placed", hours(0), {.channel = "phone"});
    log.event("placed", hours(1), {.channel = "phone"}).event("noise", hours(2));
    log.journey("cleo").event("call", hours(0), {.channel = "phone"});
    log.event("refund", hours(1), {.channel = "phone"}).event("placed", hours(2));
    snapshot_ = log.build(hours(9));
  }
  [[nodiscard]] ChannelPlace place(std::size_t stage, Planned planned,
                                   const std::string& used) const {
    const auto found = std::ranges::find(snapshot_.channel_names, used);
    return {.stage = stage,
            .planned = std::move(planned),
            .used = static_cast<model::ChannelId>(found - snapshot_.channel_names.begin())};
  }
  void expect(const ChannelPlace& at, bool as_planned, std::uint64_t contacts,
              const journey::JourneySet& journeys) const {
    const auto found = std::ranges::find(cells_, at, &ChannelCell::at);
    ASSERT_NE(found, cells_.end());
    EXPECT_EQ(found->as_planned, as_planned);
    EXPECT_EQ(found->contacts, contacts);
    EXPECT_EQ(found->journeys, journeys.size());
    EXPECT_EQ(journeys_of_channel(design_, snapshot_, at), journeys);
  }

  Design design_ = parse_design(parse_yaml(kDesign, "d.yaml"));
  journey::Snapshot snapshot_;
  std::vector<ChannelCell> cells_;
};

TEST_F(ChannelMatrix, CountsContactsByWhatWasPlannedAndUsed) {
  cells_ = measure_channels(design_, snapshot_, {{}, 1});
  const Planned placed = std::vector<std::string>{"web", "store"};
  expect(place(0, placed, "Web"), true, 1, {0});
  expect(place(0, placed, "phone"), false, 3, {0, 1});
  expect(place(0, placed, ""), true, 1, {2});  // nobody says where
  expect(place(0, std::vector<std::string>{}, "phone"), false, 1, {2});
  expect(place(1, std::nullopt, ""), true, 1, {0});
  expect(place(1, std::vector<std::string>{"web"}, "phone"), false, 1, {2});
  EXPECT_EQ(cells_.size(), 6U);
  EXPECT_TRUE(std::ranges::is_sorted(cells_, {}, [](const ChannelCell& c) { return c.at.stage; }));
  EXPECT_TRUE(journeys_of_channel(design_, snapshot_, place(1, placed, "phone")).empty());
}

}  // namespace
}  // namespace parcours::design
