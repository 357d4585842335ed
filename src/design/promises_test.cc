#include "design/promises.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "analysis/percentile.h"
#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;
using testing::SnapshotBuilder;
using testing::Still;

Design parse(const std::string& text) {
  return parse_design(parse_yaml(text, "d.yaml"));
}

// Opening hours and a promise of `promise`; the stages of what is asked and answered.
Design desk(const std::string& promise, const std::string& opening = "") {
  return parse("design: desk\ncloses: [gone]\n" + opening + R"(stages:
  - {id: ask, phase: during, touchpoints: [question, reminder]}
  - {id: answer, phase: after, touchpoints: [receipt, answered], promise: {)" +
               promise + "}}\n");
}

constexpr const char* kOffice =
    "opening: {hours: 'mon-fri 09:00-17:00', zone: Europe/Paris, closed: [1970-01-08]}\n";

TEST(Promises, OpenTimeLeavesNightsWeekendsAndClosedDaysOut) {
  SnapshotBuilder log;
  // The first of January 1970 was a Thursday; Paris was one hour ahead of UTC.
  log.journey("ana").event("question", hours(15)).event("answered", hours(24 + 8));
  log.journey("bob").event("question", hours(15)).event("answered", hours(24 + 15));
  // From Friday 16:00 to Monday 10:00: two hours.
  log.journey("cleo").event("question", hours(24 + 15)).event("answered", hours(4 * 24 + 9));
  // Over the closed Thursday, one hour before it and one after.
  log.journey("dan").event("question", hours(6 * 24 + 15)).event("answered", hours(8 * 24 + 9));
  // By night: the clock stands until the morning, still one hour to go.
  log.journey("eve", Still::Running).event("question", hours(8 * 24 + 20));
  const journey::Snapshot snapshot = log.build(hours(11 * 24 + 9));
  const auto measured = [&](const std::string& promise) {
    return measure_promises(desk(promise, kOffice), snapshot).at(0);
  };
  const MeasuredPromise open = measured("within: 2h, counted: open, until: answered");
  EXPECT_EQ(open.count,
            (ObservanceCount{.not_concerned = 0, .kept = 3, .broken = 1, .pending = 1}));
  EXPECT_EQ(open.used.n, 4U);
  EXPECT_EQ(open.used.median_us, hours(2));
  EXPECT_EQ(open.used.p90_us, hours(2) + hours(6) * 7 / 10);  // 1, 2, 2, 8 hours
  const MeasuredPromise calendar = measured("within: 24h, until: answered");
  EXPECT_EQ(calendar.count,
            (ObservanceCount{.not_concerned = 0, .kept = 2, .broken = 3, .pending = 0}));
  EXPECT_EQ(measured("within: 59m, counted: open, until: answered").count.broken, 5U);
}

TEST(Promises, ChannelsAreThoseWhereTheClockStarted) {
  SnapshotBuilder log;
  log.journey("ana").event("question", hours(0), {.channel = "email"}).event("answered", hours(5));
  log.journey("bob").event("question", hours(0), {.channel = "chat"}).event("answered", hours(1));
  log.journey("cleo").event("question", hours(0), {.channel = "chat"}).event("gone", hours(1));
  log.journey("dan").event("answered", hours(0), {.channel = "chat"});
  const journey::Snapshot snapshot = log.build(hours(9));
  const Design design = desk("within: 2h, until: answered");
  const MeasuredPromise measured = measure_promises(design, snapshot).at(0);
  ASSERT_EQ(measured.channels.size(), 2U);
  EXPECT_EQ(measured.channels[0].count, (ObservanceCount{.broken = 1}));
  EXPECT_EQ(measured.channels[1].count, (ObservanceCount{.not_concerned = 1, .kept = 1}));
  EXPECT_EQ(measured.channels[1].used.median_us, hours(1));
  EXPECT_EQ(measured.count.not_concerned, 2U);
  const auto set = [&](Observance state, std::optional<model::ChannelId> channel) {
    return journeys_of_promise(design, snapshot, {.stage = 1, .state = state, .channel = channel});
  };
  EXPECT_EQ(set(Observance::NotConcerned, {}), (journey::JourneySet{2, 3}));
  EXPECT_EQ(set(Observance::NotConcerned, measured.channels[1].channel), (journey::JourneySet{2}));
  EXPECT_EQ(set(Observance::Kept, measured.channels[1].channel), (journey::JourneySet{1}));
}

constexpr std::int64_t kOpens = 8;
constexpr std::int64_t kShuts = 14;

// Open hours between two whole hours, one hour after the other.
std::int64_t open_hours(std::int64_t from, std::int64_t to) {
  std::int64_t open = 0;
  for (std::int64_t hour = from; hour < to; ++hour) {
    open += hour % 24 >= kOpens && hour % 24 < kShuts ? 1 : 0;
  }
  return open;
}

struct Told {
  Observance state = Observance::NotConcerned;
  std::int64_t used = -1;       // hours
  std::uint64_t started = ~0U;  // the event that did
};

// The definition of docs/methods/stage-lived.md, with all in whole hours.
Told define(const journey::Snapshot& s, std::size_t j, std::int64_t within, Counted counted) {
  const auto name = [&](std::uint64_t e) {
    return s.touchpoint_names[model::index_of(s.touchpoint[e])];
  };
  const auto hour = [&](std::uint64_t e) { return s.at_us[e] / kHourUs; };
  const auto between = [&](std::int64_t from, std::int64_t to) {
    return counted == Counted::Open ? open_hours(from, to) : to - from;
  };
  const std::uint64_t end = s.first_event[j + 1];
  std::uint64_t start = s.first_event[j];
  bool early = false;
  for (; start < end && name(start) != "question"; ++start) early |= name(start) == "answered";
  Told told;
  if (start == end) return told;
  told.started = start;
  for (std::uint64_t e = start + 1; e < end; ++e) {
    if (name(e) != "answered") continue;
    told.used = between(hour(start), hour(e));
    told.state = told.used <= within ? Observance::Kept : Observance::Broken;
    return told;
  }
  if (early) return told;
  for (std::uint64_t e = start + 1; e < end; ++e) {
    if (name(e) != "gone") continue;
    if (between(hour(start), hour(e)) <= within) return told;
    break;
  }
  if (between(hour(start), s.data_end_us / kHourUs) > within) {
    told.state = Observance::Broken;
  } else if (s.running[j] != 0) {
    told.state = Observance::Pending;
  }
  return told;
}

SnapshotBuilder random_log(std::mt19937& random) {
  static const std::vector<std::string> kTouchpoints = {"question", "answered", "reminder", "noise",
                                                        "gone"};
  static const std::vector<std::string> kChannels = {"", "chat", "email"};
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  SnapshotBuilder log;
  for (std::uint32_t j = 0; j < 10; ++j) {
    log.journey("c" + std::to_string(j), below(2) == 0 ? Still::Running : Still::Over);
    std::int64_t at_us = hours(20 + below(20));
    for (std::uint32_t e = below(5); e > 0; --e) {
      log.event(kTouchpoints[below(5)], at_us, {.channel = kChannels[below(3)]});
      at_us += hours(below(9));
    }
  }
  return log;
}

TEST(Promises, AreTheirDefinitionOnSmallWorlds) {
  std::mt19937 random(11);
  std::array<std::uint64_t, kObservances> met{};
  for (int world = 0; world < 2'000; ++world) {
    const Counted counted = world % 2 == 0 ? Counted::Open : Counted::Calendar;
    const std::int64_t within = 1 + static_cast<std::int64_t>(random() % 8);
    const Design design = desk("within: " + std::to_string(within) +
                                   "h, since: question, until: answered, counted: " +
                                   (counted == Counted::Open ? "open" : "calendar"),
                               "opening: {hours: 'mon-sun 08:00-14:00'}\n");
    const SnapshotBuilder log = random_log(random);
    std::int64_t last_us = 0;
    for (const std::int64_t at_us : log.build(0).at_us) last_us = std::max(last_us, at_us);
    const journey::Snapshot s = log.build(last_us + hours(static_cast<std::int64_t>(random() % 6)));
    std::array<journey::JourneySet, kObservances> sets;
    std::map<model::ChannelId, ObservanceCount> on;
    std::vector<std::int64_t> used_us;
    for (std::uint32_t j = 0; j < s.running.size(); ++j) {
      const Told told = define(s, j, within, counted);
      ++met[static_cast<std::size_t>(told.state)];
      sets[static_cast<std::size_t>(told.state)].push_back(j);
      if (told.used >= 0) used_us.push_back(hours(told.used));
      if (told.started != ~0U) on[s.channel[told.started]].add(told.state);
    }
    const MeasuredPromise measured = measure_promises(design, s, {{}, 7}).at(0);
    ASSERT_EQ(measured.count, (ObservanceCount{.not_concerned = sets[0].size(),
                                               .kept = sets[1].size(),
                                               .broken = sets[2].size(),
                                               .pending = sets[3].size()}));
    ASSERT_EQ(measured.used.n, used_us.size());
    if (!used_us.empty()) {
      std::array<analysis::PercentileRequest, 1> median{{{.p = 0.5, .value = 0}}};
      analysis::exact_percentiles(used_us, median);
      EXPECT_EQ(measured.used.median_us, std::llround(median[0].value));
    }
    ASSERT_EQ(measured.channels.size(), on.size());
    for (const PromiseOnChannel& one : measured.channels) EXPECT_EQ(one.count, on[one.channel]);
    for (std::size_t state = 0; state < kObservances; ++state) {
      const PromiseSet set{.stage = 1, .state = static_cast<Observance>(state), .channel = {}};
      EXPECT_EQ(journeys_of_promise(design, s, set), sets[state]);
    }
  }
  for (const std::uint64_t journeys : met) EXPECT_GT(journeys, 500U);  // all of them occur
}

std::string error_of(const std::string& promise, const std::string& opening) {
  try {
    static_cast<void>(desk(promise, opening));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ": " + error.message().text();
  }
  return "no error";
}

TEST(Promises, OpeningHoursAreReadWrittenAndChecked) {
  const Design design = desk("within: 2h, counted: open", kOffice);
  EXPECT_EQ(parse(design_text(design)), design);
  EXPECT_EQ(design.opening->closed, std::vector<std::string>{"1970-01-08"});
  EXPECT_EQ(error_of("within: 2h, counted: open", ""),
            "5: the design says no opening hours to count in");
  EXPECT_EQ(error_of("within: 2h", "opening: {hours: 'mon-fri 25:00-26:00'}\n").substr(0, 3),
            "3: ");
  EXPECT_EQ(error_of("within: 2h", "opening: {hours: 'mon 09:00-10:00', zone: Europe/Pari}\n")
                .substr(0, 3),
            "3: ");
  EXPECT_EQ(error_of("within: 2h", "opening: {hours: 'mon 09:00-10:00', closed: [soon]}\n"),
            "3: 'soon' is no day");
}

}  // namespace
}  // namespace parcours::design
