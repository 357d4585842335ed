#include "analysis/transitions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "analysis/open_times.h"
#include "analysis/percentile.h"
#include "base/instant.h"

namespace parcours::analysis {
namespace {

struct Columns {
  std::vector<std::uint64_t> first_event{0};
  std::vector<model::TouchpointId> touchpoint{};
  std::vector<std::int64_t> at_us{};
  std::vector<model::ChannelId> channel{};
  std::vector<std::uint32_t> customer{};
  std::vector<std::uint8_t> running{};
  std::size_t touchpoints = 0;

  [[nodiscard]] journey::JourneyView view() const {
    return {.first_event = first_event,
            .touchpoint = touchpoint,
            .at_us = at_us,
            .channel = channel,
            .customer = customer,
            .running = running,
            .touchpoints = touchpoints,
            .channels = 1,
            .data_end_us = 0};
  }
};

// Journeys over many touchpoints, a few of them frequent, gaps from nothing to weeks.
Columns random_columns(std::size_t touchpoints, std::size_t journeys) {
  std::mt19937_64 random(touchpoints);
  Columns c{.touchpoints = touchpoints};
  for (std::size_t j = 0; j < journeys; ++j) {
    std::int64_t at = static_cast<std::int64_t>(random() % 1'000'000'000'000);
    for (std::size_t e = random() % 30; e > 0; --e) {
      const std::uint64_t most = random() % 4 == 0 ? touchpoints : 5;
      c.touchpoint.push_back(model::TouchpointId{static_cast<std::uint16_t>(random() % most)});
      c.at_us.push_back(at);
      if (random() % 10 != 0) at += static_cast<std::int64_t>(random() >> (20 + random() % 44));
    }
    c.first_event.push_back(c.at_us.size());
    c.customer.push_back(static_cast<std::uint32_t>(j / 3));
    c.running.push_back(0);
  }
  c.channel.resize(c.at_us.size());
  return c;
}

using Pair = std::pair<std::size_t, std::size_t>;

std::map<Pair, std::vector<std::int64_t>> gaps_by_pair(const journey::JourneyView& view) {
  std::map<Pair, std::vector<std::int64_t>> gaps;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    for (std::uint64_t e = view.begin_of(j) + 1; e < view.end_of(j); ++e) {
      gaps[{model::index_of(view.touchpoint[e - 1]), model::index_of(view.touchpoint[e])}]
          .push_back(view.at_us[e] - view.at_us[e - 1]);
    }
  }
  return gaps;
}

double by_definition(const std::vector<std::int64_t>& sorted, double p) {
  const RankBetween rank = rank_of(p, sorted.size());
  return interpolated(sorted[rank.low], sorted[rank.high], rank.fraction);
}

// However many touchpoints there are, which decides how pairs are numbered and how wide bins are.
TEST(Transitions, PercentilesAreThoseOfTheSortedGaps) {
  for (const std::size_t touchpoints : {5U, 64U, 65U, 600U, 3'000U}) {
    const Columns columns = random_columns(touchpoints, 6'000);
    const journey::JourneyView view = columns.view();
    auto gaps = gaps_by_pair(view);
    const TransitionGraph graph = measure_transitions(view, {}, {{}, 5'000});
    ASSERT_EQ(graph.edges.size(), gaps.size()) << touchpoints;
    for (const Transition& edge : graph.edges) {
      auto& of_edge = gaps.at({model::index_of(edge.from), model::index_of(edge.to)});
      std::sort(of_edge.begin(), of_edge.end());
      ASSERT_EQ(edge.occurrences, of_edge.size());
      ASSERT_EQ(edge.min_us, of_edge.front());
      ASSERT_EQ(edge.p10_us, by_definition(of_edge, 0.10));
      ASSERT_EQ(edge.p25_us, by_definition(of_edge, 0.25));
      ASSERT_EQ(edge.median_us, by_definition(of_edge, 0.50));
      ASSERT_EQ(edge.p75_us, by_definition(of_edge, 0.75));
      ASSERT_EQ(edge.p90_us, by_definition(of_edge, 0.90));
      ASSERT_EQ(edge.max_us, of_edge.back());
    }
  }
}

// From Friday 17:00 to Monday 09:30 an office that opens at 9 and closes at 18 works for 90
// minutes.
TEST(Transitions, GapsInOpeningHours) {
  const auto at = [](std::string_view text) { return parse_iso_time(text)->at_us; };
  const Columns columns{.first_event = {0, 2, 4},
                        .touchpoint = {model::TouchpointId{0}, model::TouchpointId{1},
                                       model::TouchpointId{0}, model::TouchpointId{1}},
                        .at_us = {at("2024-03-01T17:00"), at("2024-03-04T09:30"),
                                  at("2024-03-02T10:00"), at("2024-03-03T10:00")},
                        .channel = std::vector<model::ChannelId>(4),
                        .customer = {0, 1},
                        .running = {0, 0},
                        .touchpoints = 2};
  journey::JourneyView view = columns.view();
  const auto hours = OpeningHours::parsed("mon-fri 09:00-18:00", Zone::utc());
  const std::vector<std::int64_t> open = open_times(view, hours, {{}, 1});
  EXPECT_EQ(open, open_times(view, hours));
  view.at_us = open;
  const TransitionGraph graph = measure_transitions(view, {});
  ASSERT_EQ(graph.edges.size(), 1U);
  EXPECT_EQ(graph.edges[0].occurrences, 2U);
  EXPECT_EQ(graph.edges[0].min_us, 0);
  EXPECT_EQ(graph.edges[0].max_us, 90 * kMinuteUs);
}

}  // namespace
}  // namespace parcours::analysis
