#include "support/small_worlds.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <random>

namespace parcours::testing {
namespace {

std::vector<std::string> letters(std::size_t n) {
  std::vector<std::string> names;
  // Codes and names run against each other, so that an order by code is never one by name.
  for (std::size_t i = 0; i < n; ++i) names.push_back(fmt::format("t{:02}", n - 1 - i));
  return names;
}

void extend(const Journey& journey, std::size_t max_events, World& world) {
  static constexpr std::array<std::int64_t, 3> kTimes = {0, 1, 5};
  if (journey.events.size() == max_events) return;
  for (const std::int64_t at_us : kTimes) {
    if (!journey.events.empty() && at_us < journey.events.back().at_us) continue;
    for (std::uint16_t t = 0; t < 3; ++t) {
      Journey longer = journey;
      longer.events.push_back({.touchpoint = t, .at_us = at_us});
      longer.customer = static_cast<std::uint32_t>(world.journeys.size());
      world.journeys.push_back(longer);
      extend(longer, max_events, world);
    }
  }
}

void name_customers(World& world) {
  const std::size_t customers =
      world.journeys.empty() ? 0 : std::size_t{world.journeys.back().customer} + 1;
  for (std::size_t c = 0; c < customers; ++c) world.customers.push_back(fmt::format("c{}", c));
}

}  // namespace

World every_small_journey(std::size_t max_events) {
  World world;
  world.touchpoints = {"a", "b", "c"};
  extend({}, max_events, world);
  name_customers(world);
  world.data_end_us = 5;
  return world;
}

World random_world(const RandomWorld& how) {
  std::mt19937_64 random(how.seed);
  World world;
  world.touchpoints = letters(how.touchpoints);
  world.channels = {"", "web", "shop"};
  std::uint32_t customer = 0;
  for (std::size_t j = 0; j < how.journeys; ++j) {
    if (j != 0 && random() % 3 != 0) ++customer;
    Journey journey{.customer = customer, .events = {}, .running = random() % 4 == 0};
    const std::size_t events = 1 + random() % how.max_events;
    for (std::size_t e = 0; e < events; ++e) {
      const auto times = static_cast<std::uint64_t>(how.last_us) + 1;
      journey.events.push_back(
          {.touchpoint = static_cast<std::uint16_t>(random() % how.touchpoints),
           .at_us = static_cast<std::int64_t>(random() % times),
           .channel = static_cast<std::uint8_t>(random() % 3)});
      world.data_end_us = std::max(world.data_end_us, journey.events.back().at_us);
    }
    std::stable_sort(journey.events.begin(), journey.events.end(),
                     [](const Event& a, const Event& b) { return a.at_us < b.at_us; });
    world.journeys.push_back(journey);
  }
  world.data_end_us += static_cast<std::int64_t>(random() % 4);
  name_customers(world);
  return world;
}

journey::Snapshot snapshot_of(const World& world) {
  std::vector<std::uint64_t> first_event = {0};
  std::vector<model::TouchpointId> touchpoint;
  std::vector<std::int64_t> at_us;
  std::vector<model::ChannelId> channel;
  std::vector<std::uint64_t> event_id;
  std::vector<std::uint32_t> customer;
  std::vector<std::uint8_t> running;
  for (const Journey& journey : world.journeys) {
    for (const Event& event : journey.events) {
      touchpoint.push_back(model::TouchpointId{event.touchpoint});
      at_us.push_back(event.at_us);
      channel.push_back(model::ChannelId{event.channel});
      event_id.push_back(event_id.size());
    }
    first_event.push_back(touchpoint.size());
    customer.push_back(journey.customer);
    running.push_back(journey.running ? 1 : 0);
  }
  journey::Snapshot s;
  s.id = 1;
  s.first_event = std::move(first_event);
  s.touchpoint = std::move(touchpoint);
  s.at_us = std::move(at_us);
  s.channel = std::move(channel);
  s.event_id = std::move(event_id);
  s.customer = std::move(customer);
  s.running = std::move(running);
  s.touchpoint_names = world.touchpoints;
  s.channel_names = world.channels;
  s.customer_keys = world.customers;
  s.data_end_us = world.data_end_us;
  s.ties = journey::count_ties(s);
  return s;
}

journey::EventRows rows_of(const World& world) {
  journey::EventRows rows;
  for (std::size_t j = 0; j < world.journeys.size(); ++j) {
    for (const Event& event : world.journeys[j].events) {
      const std::uint64_t row = rows.size();
      rows.customer.push_back(world.journeys[j].customer);
      rows.case_key.push_back(j + 1);
      rows.source_rank.push_back(0);
      rows.event_id.push_back(row);
      rows.touchpoint.push_back(model::TouchpointId{event.touchpoint});
      rows.channel.push_back(model::ChannelId{event.channel});
      rows.at_us.push_back(event.at_us);
    }
  }
  return rows;
}

}  // namespace parcours::testing
