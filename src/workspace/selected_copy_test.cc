// Copies in exact memory are those made journey by journey, event by event.

#include "workspace/selected_copy.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/snapshot_builder.h"

namespace parcours::workspace {
namespace {

using parcours::testing::hours;
using parcours::testing::SnapshotBuilder;
using parcours::testing::Still;

// Many journeys of some events, ties among them; every fifth runs.
journey::Snapshot many_journeys() {
  SnapshotBuilder log;
  std::mt19937_64 random(3);
  for (int c = 0; c < 12'000; ++c) {
    const std::string name = "c" + std::to_string(c / 2);
    auto& journey = c % 5 == 0 ? log.journey(name, Still::Running) : log.journey(name);
    std::int64_t at = static_cast<std::int64_t>(random() % 100);
    for (std::uint64_t n = 1 + random() % 5; n > 0; --n) {
      journey.event(std::string(1, static_cast<char>('a' + random() % 4)), hours(at),
                    {.channel = random() % 2 == 0 ? "web" : "",
                     .score = 5,
                     .value = static_cast<double>(at)});
      at += static_cast<std::int64_t>(random() % 3);
    }
  }
  journey::Snapshot out = log.build(hours(200));
  std::vector<std::uint64_t> ids;
  std::vector<std::uint32_t> codes;
  std::vector<std::string> keys;
  for (std::size_t e = 0; e < out.touchpoint.size(); ++e) {
    ids.push_back(1'000 + e);
    codes.push_back(static_cast<std::uint32_t>(e % 3));
  }
  for (std::size_t j = 0; j < out.running.size(); ++j) keys.push_back("case " + std::to_string(j));
  out.event_id = ids;
  out.properties["region"] = {.code = codes, .texts = {"north", "south"}};
  out.journey_keys = keys;
  return out;
}

void expect_same(const journey::Snapshot& a, const journey::Snapshot& b) {
  EXPECT_EQ(a.first_event, b.first_event);
  EXPECT_EQ(a.touchpoint, b.touchpoint);
  EXPECT_EQ(a.at_us, b.at_us);
  EXPECT_EQ(a.channel, b.channel);
  EXPECT_EQ(a.customer, b.customer);
  EXPECT_EQ(a.running, b.running);
  EXPECT_EQ(a.score, b.score);
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.event_id, b.event_id);
  EXPECT_EQ(a.properties.at("region").code, b.properties.at("region").code);
  EXPECT_EQ(a.properties.at("region").texts.ends(), b.properties.at("region").texts.ends());
  EXPECT_EQ(a.journey_keys.ends(), b.journey_keys.ends());
  EXPECT_EQ(a.journey_keys.bytes(), b.journey_keys.bytes());
  EXPECT_EQ(a.customer_keys.bytes(), b.customer_keys.bytes());
  EXPECT_EQ(a.touchpoint_names, b.touchpoint_names);
  EXPECT_EQ(a.channel_names, b.channel_names);
  EXPECT_EQ(a.stream_rows, b.stream_rows);
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.ignored_events, b.ignored_events);
  EXPECT_EQ(a.data_end_us, b.data_end_us);
  EXPECT_EQ(a.running_rule.quiet_us, b.running_rule.quiet_us);
  EXPECT_EQ(a.ties, b.ties);
}

TEST(SelectedCopy, OfJourneysIsWhatSelectingGives) {
  const journey::Snapshot all = many_journeys();
  std::mt19937_64 random(4);
  journey::JourneySet some;
  for (std::uint32_t j = 0; j < all.running.size(); ++j) {
    if (random() % 3 != 0) some.push_back(j);
  }
  expect_same(copy_of_journeys(all, some), journey::select_journeys(all, some));
  EXPECT_GT(copy_of_journeys(all, some).ties.pairs, 0U);
  expect_same(copy_of_journeys(all, {}), journey::select_journeys(all, {}));
}

TEST(SelectedCopy, OfEventsIsWhatSelectingGives) {
  const journey::Snapshot all = many_journeys();
  std::mt19937_64 random(5);
  std::vector<std::uint8_t> keep(all.touchpoint.size());
  for (std::uint8_t& k : keep) k = random() % 3 == 0 ? 1 : 0;
  std::vector<std::uint32_t> origin = {7};
  std::vector<std::uint32_t> wanted;
  const journey::Snapshot copy = copy_of_events(all, keep, origin);
  expect_same(copy, journey::select_events(all, keep, wanted));
  EXPECT_EQ(origin, wanted);
  EXPECT_LT(copy.running.size(), all.running.size());
}

}  // namespace
}  // namespace parcours::workspace
