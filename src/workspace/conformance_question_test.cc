// Conformance as a question asks it: every number of the answer opens as its journeys.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/document.h"
#include "base/error.h"
#include "base/text.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

constexpr const char* kDesign = R"(design: shop
stages:
  - {id: look, phase: before, optional: true, touchpoints: [{touchpoint: "web.*", channels: [web]}]}
  - id: order
    phase: during
    moment_of_truth: {importance: 0.5}
    touchpoints: [{touchpoint: placed, channels: [web, store]}]
  - {id: pay, phase: after, touchpoints: [{touchpoint: paid, channels: [web]}]}
)";

class ConformanceQuestion : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string rows = "who,at,what,where,worth\n";
    int minute = 0;
    const auto journey = [&](const std::string& who, const std::string& events) {
      for (const std::string_view event : split(events, ' ')) {
        const auto parts = split(event, '@');
        rows += fmt::format("{},2025-03-07T10:{:02}:00Z,{},{},{}\n", who, ++minute, parts[0],
                            parts[1], parts[0] == "paid" ? "10" : "");
      }
    };
    journey("ana", "web.home@web placed@web paid@web");
    journey("bob", "placed@store paid@web");
    journey("cleo", "placed@phone paid@web");               // ordered on another channel
    journey("dan", "web.home@web paid@web");                // never ordered
    journey("eve", "placed@web paid@web web.faq@web");      // looks again at the end
    journey("finn", "web.home@web placed@chat noise@web");  // nobody judges the noise
    journey("gil", "noise@web");
    const auto file = parcours::testing::write_file(directory_.path() / "a.csv", rows);
    (void)workspace_->import_file(file,
                                  "mapping: m\ncolumns: {customer: who, time: at, activity: what, "
                                  "channel: where, value: worth}\n",
                                  {}, {}, {});
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
  static std::int64_t number(const Node& node, const char* name) {
    return *parse_integer(node.find(name)->text);
  }
  // A member as JSON.
  static std::string text(const Node& node, const char* name) {
    const Node& member = *node.find(name);
    return member.is_null() ? "null" : fmt::format("\"{}\"", member.text);
  }
  std::int64_t opened(const std::string& set) {
    const std::string parameters =
        fmt::format(R"({{"set":{{"of":"conformance",{}{}}}}})", set, asked_);
    return number(ask("journeys", parameters), "count");
  }

  std::string asked_;  // further members of the question, after a comma
  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_ =
      Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 29U, .threads = 2});
};

TEST_F(ConformanceQuestion, EveryNumberOpensAsItsJourneys) {
  for (const std::string asked :
       {"", R"(,"accepted":[{"deviation":"substituted","stage":"order","channel":"phone"}])"}) {
    asked_ = asked;
    const Node answer = ask("conformance", "{\"limit\":50" + asked + "}");
    const Node& base = *answer.find("base");
    EXPECT_EQ(number(base, "journeys"), 7);
    EXPECT_EQ(number(base, "not_judged"), 2);
    EXPECT_EQ(number(base, "fitting"), opened(R"("what":"fitting")"));
    EXPECT_EQ(number(base, "deviating"), opened(R"("what":"deviating")"));
    EXPECT_EQ(number(base, "ambiguous"), opened(R"("what":"ambiguous")"));
    const Node& accepted = *answer.find("accepted");
    EXPECT_EQ(number(accepted, "journeys"), opened(R"("what":"accepted")"));
    EXPECT_EQ(number(accepted, "journeys"), asked.empty() ? 0 : 1);
    for (const Node& cost : answer.find("costs")->items) {
      EXPECT_EQ(number(cost, "journeys"),
                opened(fmt::format(R"("what":"cost","cost":{})", number(cost, "cost"))));
    }
    for (const Node& stage : answer.find("stages")->items) {
      for (const char* what : {"done", "substituted", "missed", "lived_only", "concerned"}) {
        EXPECT_EQ(number(stage, what),
                  opened(fmt::format(R"("what":"{}","stage":{})", what, text(stage, "id"))));
      }
      EXPECT_EQ(number(stage, "fitting"),
                opened(fmt::format(R"("what":"fitting_at","stage":{})", text(stage, "id"))));
    }
    for (const Node& one : answer.find("contacts")->items) {
      EXPECT_EQ(
          number(one, "journeys"),
          opened(fmt::format(R"("what":"contact","stage":{},"touchpoint":{},"channel":{})",
                             text(one, "stage"), text(one, "touchpoint"), text(one, "channel"))));
    }
    std::int64_t contacts = 0;
    for (const Node& one : answer.find("channels")->items) {
      std::string planned;
      for (const Node& channel : one.find("planned")->items) {
        planned += fmt::format("{}\"{}\"", planned.empty() ? "" : ",", channel.text);
      }
      EXPECT_EQ(number(one, "journeys"),
                opened(fmt::format(R"("what":"channel","stage":{},"planned":[{}],"channel":{})",
                                   text(one, "stage"), planned, text(one, "channel"))));
      contacts += number(one, "contacts");
    }
    EXPECT_EQ(contacts, number(base, "events"));
    std::int64_t departures = 0;
    for (const Node& one : answer.find("deviations")->items) {
      const std::string key =
          fmt::format(R"("deviation":{},"stage":{},"touchpoint":{},"channel":{},"after":{})",
                      text(one, "deviation"), text(one, "stage"), text(one, "touchpoint"),
                      text(one, "channel"), text(one, "after"));
      EXPECT_EQ(number(one, "journeys"), opened("\"what\":\"deviation\"," + key)) << key;
      EXPECT_EQ(number(one, "departures"), opened("\"what\":\"departure\"," + key)) << key;
      departures += number(one, "departures");
    }
    EXPECT_EQ(departures, number(base, "deviating"));
  }
}

TEST_F(ConformanceQuestion, WhatIsNotDescribedOpensToo) {
  for (const int limit : {1, 2, 3, 50}) {
    const Node answer = ask("conformance", fmt::format(R"({{"limit":{}}})", limit));
    const Node& other = *answer.find("other");
    EXPECT_EQ(number(other, "journeys"),
              opened(fmt::format(R"("what":"other","limit":{})", limit)));
    EXPECT_EQ(number(other, "journeys") > 0, limit < 5) << limit;
    EXPECT_EQ(number(other, "deviations") > 0, limit < 5) << limit;
  }
}

TEST_F(ConformanceQuestion, EachStageHasItsFitness) {
  const Node answer = ask("conformance", "{}");
  const auto numbers = [&](std::size_t stage, const char* name) {
    return number(answer.find("stages")->items.at(stage), name);
  };
  // Looking: ana, dan, finn as designed; eve again when all was over.
  EXPECT_EQ(numbers(0, "concerned"), 4);
  EXPECT_EQ(numbers(0, "lived_only"), 1);
  EXPECT_EQ(numbers(0, "fitting"), 3);
  // Ordering: all but gil; cleo and finn on another channel, dan not at all.
  EXPECT_EQ(numbers(1, "concerned"), 6);
  EXPECT_EQ(numbers(1, "fitting"), 3);
  EXPECT_EQ(answer.find("stages")->items[1].find("planned")->items.size(), 2U);
  // Four of the six journeys that are over leave the design somewhere.
  EXPECT_EQ(number(*answer.find("base"), "running"), 1);
  EXPECT_EQ(number(*answer.find("base"), "running_fitting"), 1);
  EXPECT_EQ(answer.find("fitness")->find("share")->text.substr(0, 5), "0.333");
}

TEST_F(ConformanceQuestion, WhatIsAcceptedIsNoDeviation) {
  const Node strict = ask("conformance", "{}");
  EXPECT_EQ(number(*strict.find("base"), "fitting"), 3);  // the last is still on its way
  const Node lenient = ask("conformance",
                           R"({"accepted":[{"deviation":"substituted","stage":"order"},
                              {"deviation":"missed","stage":"pay"}]})");
  EXPECT_EQ(number(*lenient.find("base"), "fitting"), 5);
}

TEST_F(ConformanceQuestion, ValuesAreOfJourneysThatAreOver) {
  const Node answer = ask("conformance", "{}");
  const Node& value = *answer.find("value");
  const auto over = [&](const std::string& set) {
    return number(ask("journeys", fmt::format(R"({{"set":{{"of":"and","sets":[
        {{"of":"conformance",{}}},{{"of":"not","set":{{"of":"running"}}}}]}}}})",
                                              set)),
                  "count");
  };
  EXPECT_EQ(number(value, "journeys"), over(R"("what":"fitting")"));
  std::int64_t valued = 0;
  for (const Node& one : answer.find("deviations")->items) {
    const Node& worth = *one.find("value");
    EXPECT_EQ(
        number(worth, "journeys"),
        over(fmt::format(
            R"("what":"deviation","deviation":{},"stage":{},"touchpoint":{},"channel":{},"after":{})",
            text(one, "deviation"), text(one, "stage"), text(one, "touchpoint"),
            text(one, "channel"), text(one, "after"))));
    if (one.find("deviation")->text == "missed" && one.find("stage")->text == "pay") {
      EXPECT_EQ(*parse_number(worth.find("mean")->text), 0);  // finn never paid
    }
    valued += number(worth, "journeys");
  }
  EXPECT_GT(valued, 0);
}

TEST_F(ConformanceQuestion, ADesignSaysWhatItAccepts) {
  (void)workspace_->save_document(
      {.kind = "designs",
       .name = "shop",
       .version = 0,
       .text = std::string(kDesign) +
               "accepted: [{deviation: substituted, stage: order, reason: By phone is fine}]\n",
       .author = "test",
       .saved_us = 0},
      1);
  const Node answer = ask("conformance", "{}");
  EXPECT_EQ(number(*answer.find("base"), "fitting"), 4);  // cleo too; finn never paid
  const Node& accepted = *answer.find("accepted");
  EXPECT_EQ(number(accepted, "journeys"), 2);
  EXPECT_EQ(number(accepted, "moves"), 2);
  ASSERT_EQ(accepted.find("declared")->items.size(), 1U);
  EXPECT_EQ(accepted.find("declared")->items[0].find("reason")->find("en")->text,
            "By phone is fine");
}

TEST_F(ConformanceQuestion, ACustomersAlignmentIsThatOfTheSets) {
  for (const std::string who : {"ana", "bob", "cleo", "dan", "eve", "finn", "gil"}) {
    const Node answer = ask("alignment", "{\"customer\":\"" + who + "\"}");
    const Node& journey = answer.find("journeys")->items.at(0);
    const auto listed = [&](const std::string& set) {
      const Node list = ask("journeys", R"({"set":{"of":"conformance",)" + set + "}}");
      return std::ranges::any_of(list.find("journeys")->items, [&](const Node& one) {
        return one.find("customer")->text == who;
      });
    };
    EXPECT_EQ(number(journey, "cost") == 0, listed(R"("what":"fitting")")) << who;
    EXPECT_TRUE(listed(fmt::format(R"("what":"cost","cost":{})", number(journey, "cost")))) << who;
    for (const Node& stage : answer.find("stages")->items) {
      const auto has = [&](const std::string& standing) {
        return std::ranges::any_of(journey.find("steps")->items, [&](const Node& step) {
          return step.find("standing")->text == standing && !step.find("stage")->is_null() &&
                 step.find("stage")->text == stage.find("id")->text;
        });
      };
      const std::string of_stage = R"(,"stage":)" + text(stage, "id");
      EXPECT_EQ(has("planned"), listed(R"("what":"done")" + of_stage)) << who;
      for (const std::string what : {"missed", "substituted", "lived_only"}) {
        EXPECT_EQ(has(what), listed("\"what\":\"" + what + "\"" + of_stage)) << who << what;
      }
    }
  }
  EXPECT_THROW((void)ask("alignment", R"({"customer":"nobody"})"), Error);
}

TEST_F(ConformanceQuestion, MistakesAreSaid) {
  const auto error_of = [&](const std::string& parameters) {
    try {
      (void)ask("conformance", parameters);
    } catch (const Error& error) {
      return error.message().text() + " (" + error.hint().text() + ")";
    }
    return std::string("no error");
  };
  EXPECT_EQ(error_of(R"({"accepted":[{"deviation":"missed","stage":"odrer"}]})"),
            "the design has no stage 'odrer' (did you mean 'order'?)");
  EXPECT_NE(error_of(R"({"accepted":[{"stage":"order"}]})").find("'deviation'"), std::string::npos);
  EXPECT_NE(error_of(R"({"missed":-1})").find("'missed'"), std::string::npos);
  EXPECT_NE(error_of(R"({"design":"shpo"})").find("shpo"), std::string::npos);
  try {
    (void)opened(R"("what":"contact","stage":"pay","touchpoint":"paid","channel":"wbe")");
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(error.where().source.ends_with("channel")) << error.where().source;
  }
}

// One gateway before, one behind, a way back; the lane of it is of no account.
constexpr const char* kProcess =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
<startEvent id="s"/><exclusiveGateway id="g"/><task id="l" name="web.home"/>
<exclusiveGateway id="h"/><task id="o" name="Order"/><task id="w" name="Pack"/>
<task id="a" name="Paid"/><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="l"/>
<sequenceFlow id="f3" sourceRef="l" targetRef="h"/><sequenceFlow id="f4" sourceRef="g" targetRef="h"/>
<sequenceFlow id="f5" sourceRef="h" targetRef="o"/><sequenceFlow id="f6" sourceRef="o" targetRef="w"/>
<sequenceFlow id="f7" sourceRef="w" targetRef="a"/><sequenceFlow id="f8" sourceRef="a" targetRef="e"/>
</process></definitions>)";

TEST_F(ConformanceQuestion, AProcessStandsInPlaceOfTheStages) {
  const auto error_of = [&](const std::string& parameters) {
    try {
      (void)ask("conformance", parameters);
    } catch (const Error& error) {
      return error.message().text() + " (" + error.hint().text() + ")";
    }
    return std::string("no error");
  };
  const auto keep = [&](const std::string& name, const std::string& text) {
    (void)workspace_->save_document({.kind = "processes",
                                     .name = name,
                                     .version = 0,
                                     .text = text,
                                     .author = "test",
                                     .saved_us = 0},
                                    0);
  };
  keep("handling", kProcess);
  // "Paid" is a touchpoint; "Order" is a stage of the design; nothing shows that something is
  // packed.
  const Node answer = ask("conformance", R"({"process":"handling","design":"shop"})");
  const Node& process = *answer.find("process");
  EXPECT_EQ(process.find("name")->text, "handling");
  EXPECT_EQ(process.find("journey")->text, "shop");
  ASSERT_EQ(process.find("unbound")->items.size(), 1U);
  EXPECT_EQ(process.find("unbound")->items[0].text, "Pack");
  EXPECT_EQ(answer.find("stages")->items[1].find("id")->text, "Order");
  EXPECT_EQ(number(answer.find("stages")->items[1], "missed"), 1);  // dan
  // ana and bob; eve looks at the questions, which no task is about, and finn never paid.
  asked_ = R"(,"process":"handling","design":"shop")";
  const std::int64_t fitting = number(*answer.find("base"), "fitting");
  EXPECT_EQ(opened(R"("what":"fitting")"), fitting);
  EXPECT_EQ(opened(R"("what":"missed","stage":"Order")"), 1);
  EXPECT_NE(error_of(R"({"process":"handlign"})").find("handling"), std::string::npos);

  std::string inclusive = kProcess;
  for (std::size_t at = 0; (at = inclusive.find("exclusiveGateway", at)) != inclusive.npos;) {
    inclusive.replace(at, 16, "inclusiveGateway");
  }
  keep("inclusive", inclusive);
  EXPECT_NE(error_of(R"({"process":"inclusive"})").find("takes one or several ways"),
            std::string::npos);
}

}  // namespace
}  // namespace parcours::workspace
