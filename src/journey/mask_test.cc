#include "journey/mask.h"

#include <gtest/gtest.h>

namespace parcours::journey {
namespace {

Snapshot three_journeys() {
  Snapshot s;
  s.first_event = {0, 2, 3, 6};
  constexpr auto kA = model::TouchpointId{0};
  constexpr auto kB = model::TouchpointId{1};
  constexpr auto kC = model::TouchpointId{2};
  s.touchpoint = {kA, kB, kC, kA, kB, kC};
  s.at_us = {0, 1, 2, 3, 4, 5};
  s.channel = std::vector<model::ChannelId>(6);
  s.customer = {0, 0, 1};
  s.running = {0, 1, 0};
  s.touchpoint_names = {"a", "b", "c"};
  s.channel_names = {""};
  s.customer_keys = {"ana", "bob"};
  s.data_end_us = 5;
  return s;
}

TEST(Mask, SelectedJourneysKeepTheirEventsAndMarks) {
  const Snapshot s = select_journeys(three_journeys(), {1, 2});
  EXPECT_EQ(s.first_event, (std::vector<std::uint64_t>{0, 1, 4}));
  EXPECT_EQ(s.customer, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(s.running, (std::vector<std::uint8_t>{1, 0}));
  EXPECT_EQ(s.data_end_us, 5);
}

TEST(Mask, JourneysLeftEmptyDisappear) {
  std::vector<std::uint32_t> origin;
  const Snapshot s = select_events(three_journeys(), {1, 1, 0, 1, 1, 0}, origin);
  EXPECT_EQ(origin, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(s.first_event, (std::vector<std::uint64_t>{0, 2, 4}));
}

TEST(Mask, LabelsTellJourneysOfOneCustomerApart) {
  const Snapshot s = three_journeys();
  EXPECT_EQ(s.journey_label(0), "ana");
  EXPECT_EQ(s.journey_label(1), "ana #2");
  EXPECT_EQ(s.journey_label(2), "bob");
}

}  // namespace
}  // namespace parcours::journey
