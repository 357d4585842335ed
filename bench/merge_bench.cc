// Question: what does it cost to add the events of half a second to journeys that are there?
//
//   merge_bench [million events = 20] [new events = 25000] [score, value and a property: 0 or 1]
//
// Prints the time of merging by wall clock and by CPU, against copying the same columns alone.
// That the result is right is journey/merge_test.cc's law.

#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <string>

#include "base/text.h"
#include "journey/merge.h"

namespace {

using namespace parcours;  // a program, not a library

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Took {
  double wall = 1e9;
  double cpu = 1e9;
};

// The best of some rounds.
Took best_of(int rounds, const std::function<void()>& work) {
  Took best;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    work();
    best.cpu = std::min(best.cpu, cpu_seconds() - cpu);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    best.wall = std::min(best.wall, wall.count());
  }
  return best;
}

struct World {
  std::uint64_t events;
  std::uint64_t customers;
  bool wide;
};

std::string name_of(std::uint64_t customer) {
  return fmt::format("customer-{:08}", customer);
}

// Events [first, end) of the world, over a year; the same for the same numbers.
journey::Arrivals events_of(const World& world, std::uint64_t first, std::uint64_t end) {
  journey::Arrivals out;
  for (int t = 0; t < 40; ++t) out.touchpoint_names.push_back(fmt::format("touchpoint{:02}", t));
  out.channel_names = {"app", "phone", "web"};
  std::mt19937_64 random(first + 1);
  std::vector<std::uint32_t> codes;
  journey::EventRows& rows = out.rows;
  for (std::uint64_t i = first; i < end; ++i) {
    const std::uint64_t customer = random() % world.customers;
    const std::string name = name_of(customer);
    const std::uint64_t key = hash64(name);
    rows.customer.push_back(key);
    if (first != 0) out.customers.emplace(key, name);
    rows.at_us.push_back(static_cast<std::int64_t>(random() % 31'536'000'000'000));
    rows.source_rank.push_back(100);
    rows.event_id.push_back(model::event_id_of(1, i));
    rows.touchpoint.push_back(model::TouchpointId{static_cast<std::uint16_t>(random() % 40)});
    rows.channel.push_back(model::ChannelId{static_cast<std::uint8_t>(random() % 3)});
    if (!world.wide) continue;
    rows.score.push_back(static_cast<float>(random() % 11));
    rows.value.push_back(static_cast<double>(random() % 1'000));
    codes.push_back(static_cast<std::uint32_t>(1 + random() % 3));
  }
  if (world.wide) {
    rows.properties["city"] = {.code = std::move(codes), .texts = {"Lille", "Nice", "Paris"}};
  }
  return out;
}

journey::BuiltJourneys built(const World& world, std::uint64_t end) {
  journey::Arrivals all = events_of(world, 0, end);
  journey::BuiltJourneys out =
      journey::build_journeys(std::move(all.rows), {}, all.touchpoint_names, all.channel_names, {});
  std::unordered_map<std::uint64_t, std::uint64_t> known;
  for (std::uint64_t c = 0; c < world.customers; ++c) known[hash64(name_of(c))] = c;
  std::vector<std::string> names;
  for (const std::uint64_t key : out.customer_key) names.push_back(name_of(known.at(key)));
  out.snapshot.customer_keys = names;
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int at, std::uint64_t otherwise) {
    return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
  };
  const World world{.events = argument(1, 20) * 1'000'000,
                    .customers = std::max<std::uint64_t>(argument(1, 20) * 100'000, 1'000),
                    .wide = argument(3, 0) != 0};
  const std::uint64_t more = argument(2, 25'000);
  const journey::BuiltJourneys base = built(world, world.events);
  const journey::Arrivals arrivals = events_of(world, world.events, world.events + more);

  journey::BuiltJourneys merged;
  const Took merge =
      best_of(5, [&] { merged = journey::merge_journeys(base, arrivals, {}, {}, {}); });
  const journey::Snapshot& s = base.snapshot;
  const Took copy = best_of(5, [&] {
    const auto a = s.at_us.copied();
    const auto b = s.event_id.copied();
    const auto c = s.touchpoint.copied();
    const auto d = s.channel.copied();
    const auto e = s.first_event.copied();
    const auto f = s.score.copied();
    const auto g = s.value.copied();
  });
  fmt::print(
      "{:>6.1f} million events, {} more: {:>7.1f} ms by wall, {:>7.1f} ms CPU; a plain copy "
      "{:>7.1f} ms ({:.2f}x)\n",
      static_cast<double>(world.events) * 1e-6, more, merge.wall * 1e3, merge.cpu * 1e3,
      copy.wall * 1e3, merge.wall / copy.wall);
  if (merged.snapshot.at_us.size() != world.events + more) {
    fmt::print("events are missing\n");
    return 1;
  }
  return 0;
}
