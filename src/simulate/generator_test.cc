#include "simulate/generator.h"

#include <gtest/gtest.h>
#include <oneapi/tbb/task_arena.h>

#include <map>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "simulate/habits.h"
#include "simulate/rows.h"
#include "support/simulated_rows.h"

namespace parcours::simulate {
namespace {

using parcours::testing::distinct_rows;
using parcours::testing::Row;
using parcours::testing::rows_of;
using parcours::testing::TextSink;

const std::int64_t kEndUs = days_from_civil(2026, 1, 1) * kDayUs;

struct Company {
  TextSink sink;
  Written written;
};

Company simulated(const Scenario& scenario) {
  Company company;
  company.written = simulate(scenario, company.sink);
  return company;
}

const Company& company_of_100k() {
  static const Company company = simulated({.events = 100'000, .seed = 5});
  return company;
}

TEST(Generator, NumberOfThreadsChangesNothing) {
  const Company& usual = company_of_100k();
  for (const int threads : {1, 2, 7}) {
    Company again;
    tbb::task_arena arena(threads);
    arena.execute([&again] { again = simulated({.events = 100'000, .seed = 5}); });
    EXPECT_TRUE(again.sink.events == usual.sink.events) << threads;
    EXPECT_TRUE(again.sink.late == usual.sink.late) << threads;
  }
}

TEST(Generator, AnotherSeedIsAnotherYear) {
  const Company one = simulated({.events = 2'000, .seed = 1});
  const Company two = simulated({.events = 2'000, .seed = 2});
  std::set<std::string_view> ids;
  for (const Row& row : rows_of(one.sink.events)) ids.insert(row.id());
  for (const Row& row : rows_of(two.sink.events)) EXPECT_FALSE(ids.contains(row.id()));
}

TEST(Generator, WritesExactlyTheEventsAskedFor) {
  for (const std::uint64_t events : {1'000U, 1'001U, 4'999U, 60'000U}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const Company company = simulated({.events = events, .seed = seed});
      const std::size_t rows = rows_of(company.sink.events).size();
      const std::size_t late = rows_of(company.sink.late).size();
      EXPECT_EQ(distinct_rows(company.sink).size(), events);
      EXPECT_EQ(rows, company.written.events);
      EXPECT_EQ(late, company.written.late + company.written.repeated);
      EXPECT_EQ(rows + late, events + company.written.repeated);
      EXPECT_GT(company.written.repeated, 0U);
      EXPECT_LE(company.written.repeated, kRepeats);
    }
  }
}

TEST(Generator, BothFilesBeginWithTheHeader) {
  EXPECT_TRUE(company_of_100k().sink.events.starts_with(kHeader));
  EXPECT_TRUE(company_of_100k().sink.late.starts_with(kHeader));
  EXPECT_TRUE(is_utf8(company_of_100k().sink.events));
}

TEST(Generator, OnlyStoresAndInstallersArriveLateAndSomeRowsTwice) {
  std::map<std::string_view, Row> known;
  for (const Row& row : rows_of(company_of_100k().sink.events)) known[row.id()] = row;
  std::uint64_t repeated = 0;
  for (const Row& row : rows_of(company_of_100k().sink.late)) {
    EXPECT_TRUE(row.channel() == "store" || row.channel() == "field") << row.channel();
    if (const auto same = known.find(row.id()); same != known.end()) {
      EXPECT_EQ(row.cells, same->second.cells);
      ++repeated;
    }
  }
  EXPECT_EQ(repeated, company_of_100k().written.repeated);
  EXPECT_EQ(repeated, kRepeats);
}

TEST(Generator, CustomersStandTogetherInOrderOfTheirTime) {
  std::set<std::string_view> finished;
  std::string_view current;
  std::int64_t before = 0;
  for (const Row& row : rows_of(company_of_100k().sink.events)) {
    if (row.customer() != current) {
      EXPECT_TRUE(finished.insert(row.customer()).second);
      current = row.customer();
      before = 0;
    }
    ASSERT_GE(row.at_us, before);
    ASSERT_LT(row.at_us, kEndUs);
    EXPECT_TRUE(row.episode().starts_with(current));
    before = row.at_us;
  }
}

// What makes real logs hard is there: equal times, people who come back, journeys still running.
TEST(Generator, HasTiesReentriesAndRunningJourneys) {
  std::uint64_t ties = 0;
  std::uint64_t running = 0;
  std::uint64_t open_orders = 0;
  std::set<std::string_view> came_back;
  const auto journeys = parcours::testing::journeys_of(distinct_rows(company_of_100k().sink));
  for (const auto& [name, journey] : journeys) {
    for (std::size_t i = 1; i < journey.size(); ++i) {
      ties += journey[i].at_us == journey[i - 1].at_us ? 1 : 0;
      // The mapping says that a journey has ended after 30 quiet days: none is torn apart by it.
      EXPECT_LT(journey[i].at_us - journey[i - 1].at_us, 30 * kDayUs) << name;
    }
    running += journey.back().at_us > kEndUs - 10 * kDayUs ? 1 : 0;
    open_orders += journey.back().event() == "delivery.scheduled" ? 1 : 0;
    if (!name.ends_with("-1")) came_back.insert(journey.front().customer());
  }
  EXPECT_GT(ties, 1'000U);
  EXPECT_GT(running, journeys.size() / 50);
  EXPECT_LT(running, journeys.size() / 3);
  EXPECT_GT(open_orders, 0U);
  EXPECT_GT(came_back.size(), journeys.size() / 20);
}

TEST(Generator, EveryTouchpointOccursAndCellsStandWhereTheyBelong) {
  std::map<std::string_view, std::uint64_t> seen;
  std::uint64_t answers = 0;
  std::uint64_t english = 0;
  for (const Row& row : distinct_rows(company_of_100k().sink)) {
    ++seen[row.event()];
    const bool survey = row.event().starts_with("survey.");
    EXPECT_EQ(!row.cells[14].empty(), survey || row.event() == "review.posted");
    EXPECT_EQ(!row.results().empty(), row.event().ends_with(".search"));
    EXPECT_EQ(!row.cells[12].empty(), row.event() == "delivery.completed");
    EXPECT_EQ(!row.cells[17].empty(), row.event() == "order.placed");
    answers += survey ? 1 : 0;
    english += row.language() == "en" ? 1 : 0;
    EXPECT_TRUE(survey || row.verbatim().empty());
  }
  EXPECT_EQ(seen.size(), kTouchpoints);
  EXPECT_NEAR(static_cast<double>(english) / 100'000, kSpeaksEnglish.value(), 0.03);
  // A minority answers: there are more deliveries than answers of all surveys together.
  EXPECT_LT(answers, seen["delivery.completed"]);
}

TEST(Generator, RefusesSizesOutOfRange) {
  for (const std::uint64_t events : {std::uint64_t{0}, kFewestEvents - 1, kMostEvents + 1}) {
    TextSink sink;
    try {
      simulate({.events = events}, sink);
      FAIL() << events;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::BadQuery);
      EXPECT_FALSE(error.hint().empty());
    }
    EXPECT_TRUE(sink.events.empty());
  }
}

TEST(Generator, StopsWhenAsked) {
  TextSink sink;
  std::stop_source stop;
  try {
    simulate({.events = 2'000'000}, sink, stop.get_token(),
             [&stop](std::uint64_t) { stop.request_stop(); });
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Cancelled);
  }
  EXPECT_LT(rows_of(sink.events).size(), 1'000'000U);
}

TEST(Generator, ReportsProgressUpToTheEnd) {
  TextSink sink;
  std::uint64_t last = 0;
  simulate({.events = 50'000}, sink, {}, [&last](std::uint64_t events) {
    EXPECT_GE(events, last);
    last = events;
  });
  EXPECT_EQ(last, 50'000U);
}

// Whatever the sink throws ends the simulation: a full disk is not lost between threads.
TEST(Generator, PassesOnWhatTheSinkThrows) {
  struct FullDisk : Sink {
    std::uint64_t room = 1'000'000;
    void write(Stream, std::string_view text) override {
      if (text.size() > room) throw Error(ErrorCode::Busy, Message::verbatim("no space left"));
      room -= text.size();
    }
  } sink;
  EXPECT_THROW(simulate({.events = 100'000}, sink), Error);
}

}  // namespace
}  // namespace parcours::simulate
