// Control charts as a question asks them: a planted shift is found, every number opens, and it is
// that of conformance.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/document.h"
#include "base/error.h"
#include "base/text.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

constexpr const char* kDesign = R"(design: shop
quiet: 2h
stages:
  - {id: look, phase: before, touchpoints: [looked]}
  - {id: order, phase: during, touchpoints: [placed]}
  - {id: pay, phase: after, touchpoints: [paid]}
)";

constexpr int kWeeks = 20;
constexpr int kEachWeek = 60;

class ControlQuestion : public ::testing::Test {
 protected:
  // Weeks from Monday, 6 January 2025 on; of the last three, half of all customers do not order.
  void SetUp() override {
    std::string rows = "who,at,what\n";
    const auto event = [&](int week, int customer, int minute, const char* what) {
      const int day = week * 7 + customer % 5;
      const int month = day < 26 ? 1 : day < 54 ? 2 : day < 85 ? 3 : day < 115 ? 4 : 5;
      const int first[] = {0, 0, 26, 54, 85, 115};
      const int date = day - first[month] + (month == 1 ? 6 : 1);
      rows += fmt::format("c{}-{},2025-{:02}-{:02}T10:{:02}:00Z,{}\n", week, customer, month, date,
                          minute, what);
    };
    for (int week = 0; week < kWeeks; ++week) {
      for (int customer = 0; customer < kEachWeek; ++customer) {
        const bool shifted = week >= kWeeks - 3 && customer % 2 == 0;
        const bool other = (customer + week) % 12 == 0;
        event(week, customer, 1, "looked");
        if (!shifted && !other) event(week, customer, 2, "placed");
        event(week, customer, 3, "paid");
      }
    }
    event(kWeeks, 0, 0, "looked");  // the last week is over
    const auto file = parcours::testing::write_file(directory_.path() / "a.csv", rows);
    (void)workspace_->import_file(
        file, "mapping: m\ncolumns: {customer: who, time: at, activity: what}\n", {}, {}, {});
    (void)workspace_->save_document({.kind = "designs",
                                     .name = "shop",
                                     .version = 0,
                                     .text = kDesign,
                                     .author = "test",
                                     .saved_us = 0},
                                    0);
  }
  Node ask(const std::string& question, const std::string& parameters) {
    return parse_json(workspace_->ask(question, parse_json(parameters, "q"), {}).json, "a");
  }
  static std::string text(const Node& node, const char* name) { return node.find(name)->text; }
  static std::int64_t number(const Node& node, const char* name) {
    return *parse_integer(text(node, name));
  }
  std::int64_t opened(const std::string& set) {
    return number(ask("journeys", fmt::format(R"({{"set":{}}})", set)), "count");
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_ = Workspace::open(directory_.path() / "data", {});
};

TEST_F(ControlQuestion, AShiftIsFoundWhereItIs) {
  const Node answer = ask("control", "{}");
  EXPECT_EQ(text(answer, "period"), "week");
  EXPECT_EQ(number(*answer.find("base"), "running"), 1);
  EXPECT_EQ(number(*answer.find("base"), "counted"), kWeeks * kEachWeek);
  const auto& stages = answer.find("stages")->items;
  ASSERT_EQ(stages.size(), 3U);
  EXPECT_TRUE(stages[0].find("alert")->is_null());
  EXPECT_TRUE(stages[2].find("alert")->is_null());
  const Node& alert = *stages[1].find("alert");
  EXPECT_EQ(text(alert, "side"), "below");
  EXPECT_EQ(text(alert, "since"), "2025-05-05T00:00:00Z");
  EXPECT_EQ(text(alert, "until"), "2025-05-26T00:00:00Z");
  EXPECT_EQ(number(alert, "periods"), 3);
  const auto& periods = stages[1].find("periods")->items;
  ASSERT_EQ(periods.size(), static_cast<std::size_t>(kWeeks));
  EXPECT_EQ(text(periods[0], "state"), "early");
  EXPECT_EQ(text(periods[12], "state"), "learning");
  EXPECT_EQ(text(periods[13], "state"), "inside");
  EXPECT_EQ(text(periods[0], "date"), "2025-01-06");
}

TEST_F(ControlQuestion, EveryNumberOpensAndIsThatOfConformance) {
  const Node answer = ask("control", R"({"zone": "Europe/Paris"})");
  const Node& order = answer.find("stages")->items[1];
  for (const Node& period : order.find("periods")->items) {
    const std::string ended = fmt::format(R"({{"of":"ended","from":"{}","to":"{}"}})",
                                          text(period, "from"), text(period, "to"));
    const auto with = [&](const char* what) {
      return fmt::format(
          R"({{"of":"and","sets":[{{"of":"conformance","what":"{}","stage":"order"}},{}]}})", what,
          ended);
    };
    EXPECT_EQ(opened(with("concerned")), number(period, "concerned"));
    EXPECT_EQ(opened(with("fitting_at")), number(period, "fitting"));
    const Node of_period = ask("conformance", fmt::format(R"({{"select":{{"set":{}}}}})", ended));
    const Node& stage = of_period.find("stages")->items[1];
    EXPECT_EQ(number(stage, "concerned"), number(period, "concerned"));
    EXPECT_EQ(number(stage, "fitting"), number(period, "fitting"));
  }
}

// A period in which a journey may still end is not judged.
TEST_F(ControlQuestion, PeriodsWaitForJourneysThatRun) {
  const auto file = parcours::testing::write_file(
      directory_.path() / "b.csv",
      "who,at,what\nlate,2025-05-26T10:30:00Z,looked\nc19-1,2025-05-25T23:59:00Z,looked\n");
  (void)workspace_->import_file(
      file, "mapping: n\ncolumns: {customer: who, time: at, activity: what}\n", {}, {}, {});
  std::string design = kDesign;
  design.replace(design.find("2h"), 2, "2d");
  (void)workspace_->save_document({.kind = "designs",
                                   .name = "shop",
                                   .version = 0,
                                   .text = design,
                                   .author = "test",
                                   .saved_us = 0},
                                  1);
  const Node answer = ask("control", "{}");
  EXPECT_EQ(text(answer, "complete_until"), "2025-05-25T23:59:00Z");
  EXPECT_EQ(answer.find("stages")->items[1].find("periods")->items.size(),
            static_cast<std::size_t>(kWeeks - 1));
}

// What stands is told once; it ends when the stage is inside again, and the next one is another.
TEST_F(ControlQuestion, AlertsAreToldOnce) {
  using What = model::AlertEvent::What;
  AlertLog& alerts = workspace_->alerts();
  const auto opened = alerts.check({});
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].what, What::Opened);
  EXPECT_EQ(opened[0].design + ' ' + opened[0].stage + ' ' + opened[0].side, "shop order below");
  const Node body = parse_json(opened[0].body, "body");
  EXPECT_EQ(text(*body.find("last"), "date"), "2025-05-19");
  EXPECT_EQ(text(*body.find("alert"), "periods"), "3");
  EXPECT_EQ(text(body, "address"),
            "/explore/conformance?design=shop&only=%7B%22of%22%3A%22ended%22%2C%22from%22%3A%22"
            "2025-05-19T00%3A00%3A00Z%22%2C%22to%22%3A%222025-05-26T00%3A00%3A00Z%22%7D");
  EXPECT_TRUE(alerts.check({}).empty());

  // A week as before.
  std::string rows = "who,at,what\n";
  for (int customer = 0; customer < kEachWeek; ++customer) {
    for (const char* what : {"looked", "placed", "paid"}) {
      if (customer % 12 == 5 && what[1] == 'l') continue;
      rows += fmt::format("n{},2025-05-28T10:0{}:00Z,{}\n", customer,
                          what[0] == 'l'   ? 1
                          : what[1] == 'l' ? 2
                                           : 3,
                          what);
    }
  }
  rows += "last,2025-06-02T12:00:00Z,looked\n";
  const auto file = parcours::testing::write_file(directory_.path() / "c.csv", rows);
  (void)workspace_->import_file(
      file, "mapping: m\ncolumns: {customer: who, time: at, activity: what}\n", {}, {}, {});
  const auto ended = alerts.check({});
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].what, What::Ended);
  EXPECT_EQ(ended[0].stage + ' ' + ended[0].side, "order below");
  EXPECT_TRUE(alerts.check({}).empty());
  const auto all = alerts.list({});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, 2U);
}

// An alert of a stage that the design has no more has ended.
TEST_F(ControlQuestion, AStageThatIsGoneHasNoAlert) {
  ASSERT_EQ(workspace_->alerts().check({}).size(), 1U);
  std::string design = kDesign;
  const std::size_t at = design.find("id: order");
  design.replace(at, 9, "id: buy  ");
  (void)workspace_->save_document({.kind = "designs",
                                   .name = "shop",
                                   .version = 0,
                                   .text = design,
                                   .author = "test",
                                   .saved_us = 0},
                                  1);
  const auto events = workspace_->alerts().check({});
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].stage, "buy");
  EXPECT_EQ(events[1].stage, "order");
  EXPECT_EQ(events[1].what, model::AlertEvent::What::Ended);
}

TEST_F(ControlQuestion, MistakesAreSaid) {
  EXPECT_THROW((void)ask("control", R"({"period": "year"})"), Error);
  EXPECT_THROW((void)ask("control", R"({"zone": "Europe/Pris"})"), Error);
  EXPECT_THROW((void)ask("journeys", R"({"set": {"of": "ended", "from": "yesterday"}})"), Error);
}

}  // namespace
}  // namespace parcours::workspace
