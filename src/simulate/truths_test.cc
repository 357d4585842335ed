// The planted truths are found again by counting the rows, within five standard errors.

#include "simulate/truths.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/document.h"
#include "base/error.h"
#include "support/simulated_rows.h"

namespace parcours::simulate {
namespace {

using parcours::testing::Row;
using Journeys = std::map<std::string_view, std::vector<Row>>;

// A mean with its standard error; a share is the mean of zeros and ones.
struct Sample {
  double sum = 0;
  double squares = 0;
  double count = 0;
  void add(double value) {
    sum += value;
    squares += value * value;
    count += 1;
  }
  void add_hit(std::uint64_t hit) { add(hit != 0 ? 1.0 : 0.0); }
  [[nodiscard]] double mean() const { return sum / count; }
  [[nodiscard]] double error() const {
    return std::sqrt(std::max(squares / count - mean() * mean(), 0.0) / count);
  }
};

void expect_planted(const Sample& sample, std::string_view truth, std::string_view name) {
  const Expected expected = expected_of(truth, name);
  ASSERT_GT(sample.count, 50) << truth << "." << name;
  EXPECT_NEAR(sample.mean(), expected.value, 5 * sample.error() + expected.tolerance)
      << truth << "." << name << " of " << sample.count;
}

struct World {
  parcours::testing::TextSink sink;
  std::vector<Row> rows;
  Journeys journeys;
  World() {
    simulate({.events = 200'000, .seed = 1}, sink);
    rows = parcours::testing::distinct_rows(sink);
    journeys = parcours::testing::journeys_of(rows);
  }
};

const World& world() {
  static const World made;
  return made;
}

const Row* find(const std::vector<Row>& journey, std::string_view event) {
  for (const Row& row : journey) {
    if (row.event() == event) return &row;
  }
  return nullptr;
}

TEST(Truths, SearchWithoutResultMakesCalls) {
  Sample without;
  Sample with;
  for (const auto& [name, journey] : world().journeys) {
    for (const Row& search : journey) {
      if (search.results().empty()) continue;
      std::uint64_t called = 0;
      for (const Row& row : journey) {
        const std::int64_t later = row.at_us - search.at_us;
        called += row.event() == "phone.call" && later > 0 && later <= kDayUs ? 1 : 0;
      }
      (search.results() == "0" ? without : with).add_hit(called);
    }
  }
  expect_planted(without, "search_makes_calls", "without_result");
  expect_planted(with, "search_makes_calls", "with_results");
  EXPECT_NEAR(without.mean() / with.mean(), expected_of("search_makes_calls", "ratio").value, 0.6);
}

TEST(Truths, LateDeliverySpoilsItsScore) {
  Sample late;
  Sample on_time;
  for (const auto& [name, journey] : world().journeys) {
    const Row* answer = find(journey, "survey.delivery");
    if (answer == nullptr) continue;
    const Row* delivered = find(journey, "delivery.completed");
    ASSERT_NE(delivered, nullptr) << name;
    (delivered->delay_h() > 0 ? late : on_time).add(answer->score());
  }
  expect_planted(late, "late_spoils_score", "late");
  expect_planted(on_time, "late_spoils_score", "on_time");
}

TEST(Truths, InstallersOfOneRegionDisappoint) {
  std::map<bool, Sample> failed;
  std::map<bool, Sample> scores;
  for (const auto& [name, journey] : world().journeys) {
    const bool there = journey.front().region() == "Provence";
    if (find(journey, "installation.completed") != nullptr) {
      failed[there].add_hit(find(journey, "installation.failed") != nullptr ? 1 : 0);
    }
    for (const Row& row : journey) {
      if (row.event() == "survey.service" && row.reason() == "installation") {
        scores[there].add(row.score());
      }
    }
  }
  expect_planted(failed[true], "installers_disappoint", "failed_there");
  expect_planted(failed[false], "installers_disappoint", "failed_elsewhere");
  expect_planted(scores[true], "installers_disappoint", "score_there");
  expect_planted(scores[false], "installers_disappoint", "score_elsewhere");
}

TEST(Truths, PhoneIsUsedWhereChatWasPlanned) {
  Sample phone;
  Sample chat;
  for (const Row& row : world().rows) {
    const std::string_view event = row.event();
    if (event != "help.search" && event != "phone.call" && event != "chat.session" &&
        event != "email.question") {
      continue;
    }
    phone.add_hit(event == "phone.call" ? 1 : 0);
    chat.add_hit(event == "chat.session" ? 1 : 0);
  }
  expect_planted(phone, "phone_instead_of_chat", "phone");
  expect_planted(chat, "phone_instead_of_chat", "chat");
}

TEST(Truths, PromiseIsBrokenForSome) {
  Sample broken;
  for (const auto& [name, journey] : world().journeys) {
    const Row* ordered = find(journey, "order.placed");
    const Row* delivered = find(journey, "delivery.completed");
    if (ordered == nullptr || delivered == nullptr) continue;
    const bool late = delivered->at_us - ordered->at_us > 48 * kHourUs;
    EXPECT_EQ(late, delivered->delay_h() > 0) << name;
    broken.add_hit(late ? 1 : 0);
  }
  expect_planted(broken, "promise_broken", "broken");
}

TEST(Truths, AppCustomersRenewMore) {
  std::map<std::string_view, Sample> renewed;
  for (const auto& [name, journey] : world().journeys) {
    const Row* ordered = find(journey, "order.placed");
    const Row* yes = find(journey, "contract.renewed");
    const Row* no = find(journey, "contract.cancelled");
    if (ordered == nullptr || (yes == nullptr && no == nullptr)) continue;
    EXPECT_TRUE(yes == nullptr || no == nullptr) << name;
    renewed[ordered->channel()].add_hit(yes != nullptr ? 1 : 0);
  }
  expect_planted(renewed["app"], "app_renews", "app");
  expect_planted(renewed["web"], "app_renews", "web");
  EXPECT_GT(renewed["app"].mean() - renewed["web"].mean(), 0.1);
}

TEST(Truths, EveningCallsWaitAndWaitingSpoilsTheScore) {
  std::map<bool, Sample> long_waits;
  std::map<bool, std::vector<double>> waits;
  std::map<bool, Sample> scores;
  for (const auto& [name, journey] : world().journeys) {
    double last_wait_s = -1;
    for (const Row& row : journey) {
      if (row.event() == "phone.call") {
        last_wait_s = row.wait_s();
        const bool evening = row.at_us % kDayUs >= 18 * kHourUs;
        waits[evening].push_back(last_wait_s);
        long_waits[evening].add_hit(last_wait_s > 300 ? 1 : 0);
      } else if (row.event() == "survey.service" && row.reason() == "call") {
        ASSERT_GE(last_wait_s, 0) << name;
        scores[last_wait_s > 300].add(row.score());
      }
    }
  }
  expect_planted(long_waits[true], "waiting_spoils_service", "long_wait_evening");
  expect_planted(long_waits[false], "waiting_spoils_service", "long_wait_day");
  expect_planted(scores[true], "waiting_spoils_service", "score_long_wait");
  expect_planted(scores[false], "waiting_spoils_service", "score_short_wait");
  for (const bool evening : {false, true}) {
    std::vector<double>& all = waits[evening];
    std::ranges::sort(all);
    const double median = all[all.size() / 2];
    const double expected = expected_of("waiting_spoils_service",
                                        evening ? "median_wait_evening_s" : "median_wait_day_s")
                                .value;
    EXPECT_NEAR(median, expected, expected / 10);
  }
}

TEST(Truths, JsonHoldsThemAll) {
  const Node json = parse_json(truths_json({.events = 5'000, .seed = 3}), "truths.json");
  Fields top(json, Message::verbatim("truths"));
  EXPECT_EQ(top.text("company"), "Maison Lumen");
  EXPECT_EQ(top.number("events"), 5'000);
  EXPECT_EQ(top.number("seed"), 3);
  const std::vector<Node>& listed = top.items("truths");
  top.finish();
  ASSERT_EQ(listed.size(), planted_truths().size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const Truth truth = planted_truths()[i];
    Fields fields(listed[i], Message::verbatim("truth"));
    EXPECT_EQ(fields.text("id"), truth.id);
    EXPECT_EQ(fields.text("kind"), truth.kind);
    Fields statement(fields.required("statement"), Message::verbatim("statement"));
    EXPECT_EQ(statement.text("en"), truth.english);
    EXPECT_EQ(statement.text("fr"), truth.french);
    Fields expected(fields.required("expected"), Message::verbatim("expected"));
    for (const Expected& one : truth.expected) EXPECT_EQ(expected.number(one.name), one.value);
    expected.finish();
    EXPECT_TRUE(fields.has("parameters"));
    EXPECT_TRUE(fields.has("tolerance"));
  }
}

}  // namespace
}  // namespace parcours::simulate
