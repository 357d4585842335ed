#include "journey/build.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "base/error.h"

namespace parcours::journey {
namespace {

struct Row {
  std::uint64_t customer;
  std::uint64_t case_key;
  std::int64_t at_us;
  std::uint16_t rank;
  std::uint64_t row;
  std::uint16_t touchpoint;
};

EventRows rows_of(const std::vector<Row>& rows) {
  EventRows out;
  for (const Row& r : rows) {
    out.customer.push_back(r.customer);
    out.case_key.push_back(r.case_key);
    out.at_us.push_back(r.at_us);
    out.source_rank.push_back(r.rank);
    out.event_id.push_back(r.row);
    out.touchpoint.push_back(model::TouchpointId{r.touchpoint});
    out.channel.push_back(model::ChannelId{0});
  }
  return out;
}

Snapshot built(const std::vector<Row>& rows, const JourneyRule& rule) {
  return build_journeys(rows_of(rows), rule, {"a", "b", "c", "d"}, {""}, {}).snapshot;
}

std::vector<std::vector<int>> sequences(const Snapshot& s) {
  std::vector<std::vector<int>> out;
  for (std::size_t j = 0; j + 1 < s.first_event.size(); ++j) {
    out.emplace_back();
    for (std::uint64_t e = s.first_event[j]; e < s.first_event[j + 1]; ++e) {
      out.back().push_back(static_cast<int>(s.touchpoint[e]));
    }
  }
  return out;
}

TEST(Build, OrderIsTimeThenRankThenRow) {
  const std::vector<Row> rows = {
      {1, 0, 10, 5, 1, 0}, {1, 0, 10, 2, 9, 1}, {1, 0, 10, 5, 0, 2}, {1, 0, 3, 9, 7, 3}};
  EXPECT_EQ(sequences(built(rows, {})), (std::vector<std::vector<int>>{{3, 1, 2, 0}}));
}

TEST(Build, TiesOfOneRankAndRowStandByImport) {
  const std::uint64_t second = model::event_id_of(2, 7);
  const std::uint64_t first = model::event_id_of(1, 7);
  const std::uint64_t earlier_row = model::event_id_of(3, 6);
  const std::vector<Row> rows = {
      {1, 0, 10, 5, second, 0}, {1, 0, 10, 5, first, 1}, {1, 0, 10, 5, earlier_row, 2}};
  EXPECT_EQ(sequences(built(rows, {})), (std::vector<std::vector<int>>{{2, 1, 0}}));
}

TEST(Build, ShufflingRowsChangesNothing) {
  std::mt19937_64 random(7);
  std::vector<Row> rows;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    rows.push_back({random() % 50, 1 + random() % 90, static_cast<std::int64_t>(random() % 300),
                    static_cast<std::uint16_t>(random() % 2), i,
                    static_cast<std::uint16_t>(random() % 4)});
  }
  for (const JourneyUnit unit : {JourneyUnit::Customer, JourneyUnit::Case, JourneyUnit::Session}) {
    const JourneyRule rule{.unit = unit, .gap_us = 20, .quiet_us = 0, .closes = {"d"}};
    const Snapshot once = built(rows, rule);
    std::shuffle(rows.begin(), rows.end(), random);
    const Snapshot again = built(rows, rule);
    EXPECT_EQ(once.first_event, again.first_event);
    EXPECT_EQ(once.touchpoint, again.touchpoint);
    EXPECT_EQ(once.at_us, again.at_us);
    EXPECT_EQ(once.running, again.running);
    EXPECT_EQ(once.touchpoint.size(), rows.size());
    EXPECT_TRUE(std::is_sorted(once.customer.begin(), once.customer.end()));
  }
}

TEST(Build, SessionsAreCutAtALongerPauseOnly) {
  const std::vector<Row> rows = {{1, 0, 0, 0, 0, 0}, {1, 0, 10, 0, 1, 1}, {1, 0, 21, 0, 2, 2}};
  const Snapshot s = built(rows, {.unit = JourneyUnit::Session, .gap_us = 10});
  EXPECT_EQ(sequences(s), (std::vector<std::vector<int>>{{0, 1}, {2}}));
  EXPECT_THROW((void)built(rows, {.unit = JourneyUnit::Session}), Error);
}

TEST(Build, CountsTiesAndRunningJourneys) {
  const std::vector<Row> rows = {{1, 0, 5, 0, 0, 0}, {1, 0, 5, 0, 1, 1},   {1, 0, 5, 0, 2, 0},
                                 {1, 0, 9, 0, 3, 1}, {2, 0, 100, 0, 4, 0}, {3, 0, 95, 0, 5, 0},
                                 {3, 0, 99, 0, 6, 3}};
  const Snapshot s = built(rows, {.unit = JourneyUnit::Customer, .quiet_us = 10, .closes = {"d"}});
  EXPECT_EQ(s.ties.pairs, 2U);
  EXPECT_EQ(s.ties.events, 3U);
  EXPECT_EQ(s.ties.journeys, 1U);
  EXPECT_EQ(s.data_end_us, 100);
  EXPECT_EQ(std::accumulate(s.running.begin(), s.running.end(), 0), 1);  // 2 runs; 3 is closed
}

TEST(Build, NothingGivesNoJourneys) {
  const Snapshot s = built({}, {});
  EXPECT_EQ(s.view().journeys(), 0U);
  EXPECT_EQ(s.view().events(), 0U);
}

}  // namespace
}  // namespace parcours::journey
