// Groups of journeys over files that come one after the other: values, sums, and the sets behind.

#include <gtest/gtest.h>

#include "base/document.h"
#include "base/error.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

constexpr const char* kMapping =
    "mapping: shop\ncolumns: {customer: who, time: at, activity: what, channel: via}\n"
    "journeys: {by: customer, quiet: 30d}\n";

class GroupingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    reopen();
    import("a.csv",
           "who,at,what,via,city\n"
           "ana,2025-01-01 10:00,view,web,\nana,2025-01-01 10:05,pay,web,Lyon\n"
           "bob,2025-01-02 09:00,view,store,Lyon\nbob,2025-01-02 09:10,pay,store,Paris\n"
           "cyd,2025-01-03 09:00,view,web,Paris\n"
           "dan,2025-01-03 09:00,view,,Nice\ndan,2025-01-04 09:00,pay,,\n"
           "eve,2025-01-03 09:00,view,web,\n");
    // Later by import, earlier in time: ana comes from Brest.
    import("b.csv", "who,at,what,via,city\nana,2024-12-31 10:00,view,web,Brest\n");
  }
  void reopen() {
    workspace_.reset();
    workspace_ =
        Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 29U, .threads = 2});
  }
  void import(const std::string& name, const std::string& text) {
    const auto file = parcours::testing::write_file(directory_.path() / name, text);
    (void)workspace_->import_file(file, kMapping, {}, {}, {});
  }
  Node ask(const std::string& question, const std::string& parameters) {
    return parse_json(workspace_->ask(question, parse_json(parameters, "q"), {}).json, "answer");
  }
  // "Lyon 1:1/1" is group, journeys, reached 1 / reached 2.
  std::string groups(const std::string& by, const std::string& more = "") {
    const Node answer = ask("funnel", R"({"steps":["view","pay"],"by":)" + by + more + "}");
    std::string text;
    for (const Node& g : answer.find("groups")->items) {
      const Member& name = g.find("group")->members.front();
      text += (name.name == "value" ? name.value.text : "<" + name.name + ">") + " " +
              g.find("journeys")->text + ":";
      for (const Node& step : g.find("steps")->items) text += step.find("reached")->text + "/";
      text += " ";
    }
    return text;
  }
  std::string count(const std::string& set) {
    return ask("journeys", R"({"set":)" + set + "}").find("count")->text;
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(GroupingTest, TheFirstValueOfAJourneyIsItsGroup) {
  EXPECT_EQ(groups(R"({"property":"city"})"),
            "Brest 1:1/1/ Lyon 1:1/1/ Nice 1:1/1/ Paris 1:1/0/ <absent> 1:1/0/ ");
  reopen();  // from a saved snapshot
  EXPECT_EQ(groups(R"({"property":"city"})"),
            "Brest 1:1/1/ Lyon 1:1/1/ Nice 1:1/1/ Paris 1:1/0/ <absent> 1:1/0/ ");
}

TEST_F(GroupingTest, WhatIsNotShownIsOneGroup) {
  EXPECT_EQ(groups(R"({"property":"city"})", R"(,"groups":1)"),
            "Brest 1:1/1/ <other> 3:3/2/ <absent> 1:1/0/ ");
}

TEST_F(GroupingTest, JourneysAreGroupedByHowTheyBegin) {
  EXPECT_EQ(groups(R"({"start":"channel"})"), "web 3:3/1/ store 1:1/1/ <absent> 1:1/1/ ");
  EXPECT_EQ(groups(R"({"start":"touchpoint"})"), "view 5:5/3/ ");
}

TEST_F(GroupingTest, EveryNumberOpensAsItsSet) {
  const std::string by = R"("by":{"property":"city"})";
  const std::string bought = R"({"of":"funnel","steps":["view","pay"],"step":2})";
  const auto both = [&](const std::string& group) {
    return count(R"({"of":"and","sets":[)" + group + "," + bought + "]}");
  };
  EXPECT_EQ(count(R"({"of":"group",)" + by + R"(,"value":"Paris"})"), "1");
  EXPECT_EQ(both(R"({"of":"group",)" + by + R"(,"value":"Paris"})"), "0");
  EXPECT_EQ(both(R"({"of":"group",)" + by + R"(,"value":"Brest"})"), "1");
  EXPECT_EQ(count(R"({"of":"group",)" + by + R"(,"not":["Brest"]})"), "3");
  EXPECT_EQ(both(R"({"of":"group",)" + by + R"(,"not":["Brest"]})"), "2");
  EXPECT_EQ(count(R"({"of":"group",)" + by + R"(,"absent":true})"), "1");
  EXPECT_EQ(count(R"({"of":"group",)" + by + R"(,"value":"Metz"})"), "0");
}

// A selection of journeys keeps each journey's own group.
TEST_F(GroupingTest, ASelectionKeepsGroups) {
  EXPECT_EQ(groups(R"({"property":"city"})", R"(,"select":{"from":"2025-01-02"})"),
            "Lyon 1:1/1/ Nice 1:1/1/ Paris 1:1/0/ <absent> 1:1/0/ ");
  EXPECT_EQ(groups(R"({"property":"city"})", R"(,"select":{"events":{"touchpoints":["pay"]}})"),
            "Brest 1:0/0/ Lyon 1:0/0/ Nice 1:0/0/ ");
}

// Patterns read properties of events, in the whole and in a selection.
TEST_F(GroupingTest, PatternsReadProperties) {
  const auto matching = [&](const std::string& parameters) {
    return ask("pattern", parameters).find("matching")->text;
  };
  EXPECT_EQ(matching(R"({"pattern":"view{city=Lyon} -> pay{city=Paris}"})"), "1");
  EXPECT_EQ(matching(R"({"pattern":"pay{city present}"})"), "2");
  EXPECT_EQ(matching(R"({"pattern":"pay{city=Lyon}","select":{"from":"2025-01-02"}})"), "0");
  EXPECT_EQ(matching(R"({"pattern":"pay{city=Paris}","select":{"from":"2025-01-02"}})"), "1");
  EXPECT_EQ(
      matching(R"({"pattern":"^ pay{city=Lyon}","select":{"events":{"touchpoints":["pay"]}}})"),
      "1");
  EXPECT_EQ(count(R"({"of":"pattern","pattern":"view{city=Nice}"})"), "1");
  EXPECT_EQ(ask("funnel", R"({"steps":["pay"],"select":{"pattern":"view{city=Lyon}"}})")
                .find("base")
                ->find("journeys")
                ->text,
            "1");
}

TEST_F(GroupingTest, AnUnknownPropertyNamesTheNearest) {
  try {
    (void)groups(R"({"property":"citi"})");
    FAIL() << "answered";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::BadQuery);
    EXPECT_NE(e.hint().text().find("city"), std::string::npos);
  }
  EXPECT_THROW((void)count(R"({"of":"group","by":{"property":"city"}})"), Error);
}

}  // namespace
}  // namespace parcours::workspace
