// Discovery as a question asks it: every number opens as its journeys, and what is mined can be
// kept as a process to which the journeys keep.

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
stages:
  - {id: look, phase: before, touchpoints: [{touchpoint: "web.*"}]}
  - {id: order, phase: during, touchpoints: [{touchpoint: placed}, {touchpoint: paid}]}
)";

class DiscoveryQuestion : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string rows = "who,at,what\n";
    const auto journey = [&](const std::string& who, const std::string& events, int day) {
      int minute = 0;
      for (const std::string_view event : split(events, ' ')) {
        rows += fmt::format("{},2025-03-{:02}T10:{:02}:00Z,{}\n", who, day, ++minute, event);
      }
    };
    for (int i = 0; i < 9; ++i) journey(fmt::format("c{}", i), "web.home placed paid", 7);
    journey("dan", "web.home paid placed web.faq paid placed", 7);
    journey("eve", "web.home", 7);
    const auto file = parcours::testing::write_file(directory_.path() / "a.csv", rows);
    (void)workspace_->import_file(
        file, "mapping: m\ncolumns: {customer: who, time: at, activity: what}\n", {}, {}, {});
    save("designs", "shop", kDesign);
  }
  void save(const std::string& kind, const std::string& name, const std::string& text) {
    (void)workspace_->save_document(
        {.kind = kind, .name = name, .version = 0, .text = text, .author = "test", .saved_us = 0},
        0);
  }
  Node ask(const std::string& question, const std::string& parameters) {
    return parse_json(workspace_->ask(question, parse_json(parameters, "q"), {}).json, "a");
  }
  static std::int64_t number(const Node& node, const char* name) {
    return *parse_integer(node.find(name)->text);
  }
  std::int64_t opened(const std::string& what, const std::string& asked) {
    return number(ask("journeys",
                      fmt::format(R"({{"set":{{"of":"discovery","what":"{}"{}}}}})", what, asked)),
                  "count");
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_ =
      Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 29U, .threads = 2});
};

TEST_F(DiscoveryQuestion, EveryNumberOpensAsItsJourneys) {
  for (const std::string asked : {"", R"(,"noise":0.2)", R"(,"stage":"order","design":"shop")"}) {
    const std::string parameters = asked.empty() ? "{}" : "{" + asked.substr(1) + "}";
    const Node answer = ask("discovery", parameters);
    const Node& base = *answer.find("base");
    EXPECT_EQ(number(base, "journeys"), opened("mined", asked)) << asked;
    EXPECT_EQ(number(base, "fitting"), opened("fitting", asked)) << asked;
    EXPECT_EQ(number(base, "deviating"), opened("deviating", asked)) << asked;
    EXPECT_EQ(number(base, "journeys") + number(base, "running_left_out") +
                  number(base, "without_events"),
              11);
    for (const Node& one : answer.find("activities")->items) {
      const std::string done =
          fmt::format(R"({},"activity":"{}")", asked, one.find("activity")->text);
      EXPECT_EQ(number(one, "journeys"), opened("done", done)) << done;
    }
  }
}

TEST_F(DiscoveryQuestion, AStageIsMinedByItself) {
  const Node answer = ask("discovery", R"({"stage":"order","design":"shop","noise":0.3})");
  EXPECT_EQ(answer.find("model")->text, "sequence(placed, paid)");
  EXPECT_EQ(number(*answer.find("base"), "without_events"), 1);
  EXPECT_EQ(number(*answer.find("base"), "fitting"), 9);
  EXPECT_EQ(answer.find("stage")->find("id")->text, "order");
}

TEST_F(DiscoveryQuestion, WhatIsMinedIsKeptAsAProcess) {
  const Node answer = ask("discovery", R"({"journeys":"all"})");
  EXPECT_EQ(number(*answer.find("base"), "fitting"), 11);
  save("processes", "mined", answer.find("bpmn")->text);
  const Node held = ask("conformance", R"({"process":"mined"})");
  EXPECT_EQ(number(*held.find("base"), "deviating"), 0);
  EXPECT_EQ(number(*held.find("base"), "not_judged"), 0);
}

TEST_F(DiscoveryQuestion, MistakesAreSaid) {
  EXPECT_THROW((void)ask("discovery", R"({"noise":2})"), Error);
  EXPECT_THROW((void)ask("discovery", R"({"stage":"ordr","design":"shop"})"), Error);
  EXPECT_THROW((void)ask("discovery", R"({"select":{"from":"2031-01-01"}})"), Error);
}

}  // namespace
}  // namespace parcours::workspace
