// The product finds what was planted in the demonstration company, by the questions that its users
// have, and says it with intervals that clear each other.

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "base/node_json.h"
#include "base/text.h"
#include "simulate/company.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

namespace fs = std::filesystem;
using parcours::testing::TemporaryDirectory;
using parcours::testing::text_of_file;

// Searches told apart by their result, which rules of a mapping can do.
constexpr const char* kSearchRules =
    "touchpoints:\n"
    "  - {exact: portal.search, column: results, value: \"0\", to: search.none}\n"
    "  - {exact: help.search, column: results, value: \"0\", to: search.none}\n"
    "  - {exact: portal.search, to: search.found}\n"
    "  - {exact: help.search, to: search.found}\n";

// Calls told apart by their hour: the time of the file joins the name, rules take it off again.
constexpr const char* kJoinedWithTime = "  activity: {columns: [event, time], join: \" \"}\n";
constexpr const char* kHourRules =
    "touchpoints:\n"
    "  - {pattern: '^phone\\.call ....-..-..T(18|19|2.):', to: call.evening}\n"
    "  - {pattern: '^phone\\.call ', to: call.day}\n"
    "  - {pattern: '^(\\S+) ', to: $1}\n";
constexpr const char* kCallDesign =
    "design: calls\nstages:\n  - {id: evening, phase: during, touchpoints: [call.evening]}\n"
    "  - {id: day, phase: during, touchpoints: [call.day]}\n";
constexpr const char* kCallRepository =
    "repository: calls\ntouchpoints:\n"
    "  - touchpoint: call.evening\n    interactions:\n"
    "      - {id: long_evening, title: long, grade: -2, when: [{property: wait_s, above: 300}]}\n"
    "  - touchpoint: call.day\n    interactions:\n"
    "      - {id: long_day, title: long, grade: -2, when: [{property: wait_s, above: 300}]}\n";

// One company of 200 thousand events, imported once for all tests.
class PlantedTruths : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = std::make_unique<TemporaryDirectory>();
    const fs::path company = directory_->path() / "company";
    simulate::write_company({.events = 200'000, .seed = 1}, company);
    workspace_ =
        Workspace::open(directory_->path() / "w", {.memory_bytes = 1ULL << 30U, .threads = 2});
    mapping_ = text_of_file(company / "mapping.yaml");
    for (const char* file : {"events.csv", "late_stores.csv", "bad_rows.csv"}) {
      (void)workspace_->import_file(company / file, mapping_, {}, {}, {});
    }
    keep("designs", text_of_file(company / "journey.yaml"));
    keep("repositories", text_of_file(company / "repository.yaml"));
    truths_ = parse_json(text_of_file(company / "truths.json"), "truths.json");
  }
  static void TearDownTestSuite() {
    workspace_.reset();
    directory_.reset();
  }

  // Keeps a document as the version after the newest.
  static void keep(const std::string& kind, const std::string& text) {
    std::uint64_t newest = 0;
    for (const StoredDocument& d : workspace_->documents(kind)) newest = d.version;
    (void)workspace_->save_document({.kind = kind,
                                     .name = "maison-lumen",
                                     .version = 0,
                                     .text = text,
                                     .author = "test",
                                     .saved_us = 0},
                                    newest);
  }

  static Node ask(const std::string& question, const std::string& parameters) {
    return parse_json(workspace_->ask(question, parse_json(parameters, "q"), {}).json, "answer");
  }

  static Node stage(const std::string& id, const std::string& select = "") {
    const Node canvas = ask("canvas", select.empty() ? "{}" : "{\"select\":{" + select + "}}");
    for (const Node& s : canvas.find("stages")->items) {
      if (s.find("id")->text == id) return s;
    }
    throw std::runtime_error("no stage " + id);
  }

  static const Node& at(const Node& node, std::string_view path) {
    const Node* found = &node;
    for (const std::string_view part : split(path, '/')) {
      found = found->is_sequence()
                  ? &found->items.at(static_cast<std::size_t>(*parse_integer(part)))
                  : found->find(part);
      if (found == nullptr) throw std::runtime_error("no " + std::string(path));
    }
    return *found;
  }
  static double number(const Node& node, std::string_view path) {
    return *parse_number(at(node, path).text);
  }
  // What was planted, as written beside the events.
  static double planted(std::string_view truth, std::string_view figure) {
    for (const Node& t : truths_.find("truths")->items) {
      if (t.find("id")->text == truth) return number(*t.find("expected"), figure);
    }
    throw std::runtime_error("no truth " + std::string(truth));
  }

  static std::string met(const std::string& stage, const std::string& interaction) {
    return R"("set":{"of":"stage","stage":")" + stage +
           R"(","what":"interaction","interaction":")" + interaction + "\"}";
  }

  static std::unique_ptr<TemporaryDirectory> directory_;
  static std::unique_ptr<Workspace> workspace_;
  static std::string mapping_;
  static Node truths_;
};

std::unique_ptr<TemporaryDirectory> PlantedTruths::directory_;
std::unique_ptr<Workspace> PlantedTruths::workspace_;
std::string PlantedTruths::mapping_;
Node PlantedTruths::truths_;

TEST_F(PlantedTruths, LateDeliverySpoilsTheScore) {
  const Node late = stage("deliver", met("deliver", "delivered_late"));
  const Node on_time = stage("deliver", met("deliver", "delivered_on_time"));
  EXPECT_NEAR(number(late, "felt/satisfaction/mean"), planted("late_spoils_score", "late"), 0.5);
  EXPECT_NEAR(number(on_time, "felt/satisfaction/mean"), planted("late_spoils_score", "on_time"),
              0.5);
  EXPECT_EQ(at(late, "felt/verdict").text, "disappointing");
  EXPECT_NE(at(on_time, "felt/verdict").text, "disappointing");
}

TEST_F(PlantedTruths, ThePromiseOfTwoDaysIsBroken) {
  const Node deliver = stage("deliver");
  const double wanted = planted("promise_broken", "broken");
  EXPECT_LT(number(deliver, "lived/promise/interval/0"), wanted + 0.02);
  EXPECT_GT(number(deliver, "lived/promise/interval/1"), wanted - 0.02);
}

// The same promise as a wait: who has no delivery two days after the order.
TEST_F(PlantedTruths, DeliveriesStillAwaitedAfterTwoDays) {
  const double wanted = planted("promise_broken", "broken");
  const Node answer =
      ask("time_to_event", R"({"origin":"order.placed","outcomes":["delivery.completed"],)"
                           R"("horizon":"48h","points":5})");
  const Node& last = at(answer, "steps").items.back();
  EXPECT_LT(number(last, "interval/0"), wanted);
  EXPECT_GT(number(last, "interval/1"), wanted);
}

// Each cell of a table of cohorts, and each count of re-entry, opens as a list of that length.
TEST_F(PlantedTruths, CohortsOpenAsTheirCustomers) {
  const auto listed = [&](const std::string& set) {
    return number(ask("journeys", R"({"limit":0,"set":)" + set + "}"), "count");
  };
  const std::string which = R"("start":"order.placed","period":"month","zone":"Europe/Paris")";
  const Node answer = ask("retention", "{\"periods\":3," + which + "}");
  const auto& cohorts = at(answer, "cohorts").items;
  ASSERT_GE(cohorts.size(), 12U);
  double customers = number(answer, "base/without_start");
  for (const Node& cohort : cohorts) {
    customers += number(cohort, "customers");
    const std::string set = R"({"of":"retention",)" + which + R"(,"state":"returned","cohort":")" +
                            cohort.find("cohort")->text + R"(","age":)";
    for (const Node& cell : at(cohort, "cells").items) {
      if (cell.find("returned")->is_null()) continue;
      EXPECT_EQ(listed(set + cell.find("age")->text + "}"), number(cell, "returned"));
    }
  }
  EXPECT_EQ(customers, number(answer, "base/customers"));
  EXPECT_TRUE(at(cohorts.back(), "cells/3/returned").is_null()) << "the year ends before";
  const Node again = ask("reentry", R"({"within":"30d"})");
  for (const char* state : {"running", "again", "away", "open"}) {
    EXPECT_EQ(listed(R"({"of":"reentry","within":"30d","state":")" + std::string(state) + "\"}"),
              number(again, "first/" + std::string(state)));
  }
  EXPECT_EQ(listed(R"({"of":"reentry","state":"gap"})"), number(again, "gaps/count"));
}

TEST_F(PlantedTruths, HelpWasPlannedByChatButCustomersTelephone) {
  const Node help = stage("help");
  double phone = 0;
  double chat = 0;
  for (const Node& channel : at(help, "lived/channels").items) {
    if (channel.find("channel")->text == "phone") {
      phone = number(channel, "share");
      EXPECT_EQ(channel.find("planned")->text, "false");
    }
    if (channel.find("channel")->text == "chat") {
      chat = number(channel, "share");
      EXPECT_EQ(channel.find("planned")->text, "true");
    }
  }
  EXPECT_GT(phone, 3 * chat);
  EXPECT_GT(number(help, "lived/unplanned/share"), 0.4);
}

TEST_F(PlantedTruths, LongWaitsLowerTheServiceScore) {
  const Node waited = stage("help", met("help", "phone_long_wait"));
  const Node answered = stage("help", met("help", "phone_answered_at_once"));
  EXPECT_LT(number(waited, "felt/satisfaction/interval/1"),
            number(answered, "felt/satisfaction/interval/0"));
}

// The hour is part of the name at import, so this company is imported into a workspace of its own.
TEST_F(PlantedTruths, EveningCallsWaitLonger) {
  const std::string by_name = "  activity: event\n";
  std::string mapping = mapping_;
  ASSERT_NE(mapping.find(by_name), std::string::npos);
  mapping.replace(mapping.find(by_name), by_name.size(), kJoinedWithTime);
  const auto hours =
      Workspace::open(directory_->path() / "hours", {.memory_bytes = 1ULL << 30U, .threads = 2});
  (void)hours->import_file(directory_->path() / "company" / "events.csv", mapping + kHourRules, {},
                           {}, {});
  for (const auto& [kind, text] :
       {std::pair{"designs", kCallDesign}, {"repositories", kCallRepository}}) {
    StoredDocument document;
    document.kind = kind;
    document.name = "calls";
    document.text = text;
    (void)hours->save_document(document, 0);
  }
  const Node canvas = parse_json(hours->ask("canvas", parse_json("{}", "q"), {}).json, "answer");
  const auto long_share = [&](std::size_t stage) {
    const Node& s = canvas.find("stages")->items.at(stage);
    return number(s, "felt/cx/list/0/occurrences") / number(s, "lived/events");
  };
  EXPECT_NEAR(long_share(0), planted("waiting_spoils_service", "long_wait_evening"), 0.07);
  EXPECT_NEAR(long_share(1), planted("waiting_spoils_service", "long_wait_day"), 0.03);
  EXPECT_GT(long_share(0), 3 * long_share(1));
}

TEST_F(PlantedTruths, CustomersOfTheAppRenewMoreOften) {
  const auto renewed = [](const std::string& channel) {
    const std::string select =
        R"("set":{"of":"stage","stage":"order","what":"channel","channel":")" + channel + "\"}";
    const Node list = ask("summary", "{\"select\":{" + select + "}}");
    double renewals = 0;
    double decisions = 0;
    for (const Node& t : list.find("touchpoint_list")->items) {
      const std::string& name = t.find("touchpoint")->text;
      if (name == "contract.renewed") renewals = number(t, "journeys");
      if (name == "contract.renewed" || name == "contract.cancelled") {
        decisions += number(t, "journeys");
      }
    }
    return renewals / decisions;
  };
  EXPECT_GT(renewed("app"), renewed("web") + 0.08);
}

TEST_F(PlantedTruths, ASearchWithoutResultMakesCalls) {
  keep("mappings", mapping_ + kSearchRules);
  const auto call_within_a_day = [](const std::string& search) {
    return ask("funnel", R"({"steps":[")" + search + R"(","phone.call"],"within":"24h"})");
  };
  const Node none = call_within_a_day("search.none");
  const Node found = call_within_a_day("search.found");
  EXPECT_GT(number(none, "steps/1/interval/0"), 2 * number(found, "steps/1/interval/1"));
  keep("mappings", mapping_);
}

// The same without being told what to look for: searches without result drive calls, and far more
// than searches with results do.
TEST_F(PlantedTruths, SearchesWithoutResultComeOutAsDriversOfCalls) {
  keep("mappings", mapping_ + kSearchRules);
  const std::string asked = R"("contacts":["phone.call"],"window":"24h")";
  const Node answer = ask("contact_drivers", "{\"length\":2,\"limit\":20000," + asked + "}");
  EXPECT_EQ(number(answer, "base/customers"),
            number(answer, "base/sets") + number(answer, "base/unmatched"));
  const auto driver = [&](const std::string& touchpoint) {
    for (const Node& one : at(answer, "drivers").items) {
      const auto& names = at(one, "touchpoints").items;
      if (names.size() == 1 && names.front().text == touchpoint) return one;
    }
    throw std::runtime_error("not compared: " + touchpoint);
  };
  const Node none = driver("search.none");
  const Node found = driver("search.found");
  EXPECT_LT(number(none, "q"), 0.001);
  EXPECT_GT(number(none, "interval/0"), 1.5);
  EXPECT_GT(number(none, "interval/0"), number(found, "interval/1"));
  EXPECT_EQ(at(none, "associated").text, "true");
  EXPECT_EQ(at(at(answer, "drivers").items.front(), "touchpoints/0").text, "search.none");
  const Node listed = ask("journeys", R"({"limit":0,"set":{"of":"contact_driver",)" + asked +
                                          R"(,"touchpoints":["search.none"]}})");
  EXPECT_EQ(number(listed, "count"), number(none, "customers"));
  // Of a month's window too, in patterns of three.
  const Node month = ask("contact_drivers", R"({"contacts":["phone.call"],"window":"30d"})");
  EXPECT_GT(number(month, "base/associated"), 0);
  EXPECT_EQ(at(at(month, "drivers").items.front(), "associated").text, "true");
  keep("mappings", mapping_);
}

TEST_F(PlantedTruths, InstallersOfOneRegionFailMoreOften) {
  keep("mappings", mapping_ +
                       "touchpoints:\n  - {exact: installation.completed, column: region, value: "
                       "Provence, to: installation.there}\n");
  const auto failed = [](const std::string& touchpoint) {
    const Node all = ask(
        "summary", R"({"select":{"set":{"of":"touchpoint","touchpoint":")" + touchpoint + "\"}}}");
    for (const Node& t : all.find("touchpoint_list")->items) {
      if (t.find("touchpoint")->text == "installation.failed") {
        return number(t, "journeys") / number(all, "journeys");
      }
    }
    return 0.0;
  };
  EXPECT_NEAR(failed("installation.there"), planted("installers_disappoint", "failed_there"), 0.08);
  EXPECT_NEAR(failed("installation.completed"),
              planted("installers_disappoint", "failed_elsewhere"), 0.03);
  keep("mappings", mapping_);
}

// What a comparison says to differ is what was planted, and each number opens as a list of its
// count, on both sides.
TEST_F(PlantedTruths, ComparedGroupsDifferWhereItWasPlanted) {
  const std::string there = R"({"of":"group","by":{"property":"region"},"value":"Provence"})";
  const std::string sides =
      R"("select":{"set":)" + there + R"(},"against":{"set":{"of":"not","set":)" + there + "}}";
  const Node answer = ask("compare", R"({"question":"summary",)" + sides + "}");
  EXPECT_EQ(number(answer, "shared/journeys"), 0);
  const Node& first = at(answer, "numbers").items.front();
  EXPECT_EQ(at(first, "touchpoints/0").text, "installation.failed");
  EXPECT_EQ(at(first, "clear").text, "true");
  EXPECT_GT(number(first, "interval/0"), 0.01);
  EXPECT_GE(number(answer, "tested"), number(answer, "clear"));
  // What a journey is may be said by one and left to the mapping by the other, if it is the same.
  const std::string period = R"("question":"summary","select":{"from":"2025-06-01")";
  const Node named = ask("compare", "{" + period + R"(,"journeys_by":"case"},"against":{}})");
  EXPECT_GT(number(named, "shared/journeys"), 0);
  EXPECT_EQ(
      number(ask("compare", "{" + period + R"(},"against":{"journeys_by":"case"}})"), "tested"),
      number(named, "tested"));
  EXPECT_THROW((void)ask("compare", "{" + period + R"(},"against":{"journeys_by":"gap:1d"}})"),
               Error);
}

TEST_F(PlantedTruths, ComparedNumbersOpenAsLists) {
  const std::string one = R"({"to":"2025-06-01"})";
  const std::string other = R"({"from":"2025-06-01","to":"2025-11-01"})";
  const auto listed = [&](const std::string& select, const Node& set) {
    return number(
        ask("journeys", R"({"limit":0,"select":)" + select + R"(,"set":)" + json_of(set) + "}"),
        "count");
  };
  const std::vector<std::pair<std::string, std::string>> questions = {
      {"summary", "{}"},
      {"transitions", "{}"},
      {"variants", R"({"mode":"collapsed"})"},
      {"paths", R"({"anchor":{"at":"touchpoint","touchpoint":"order.placed"}})"},
      {"funnel", R"({"steps":["order.placed","delivery.completed","phone.call"],"within":"60d"})"},
      {"funnel", R"({"steps":["order.placed",{"touchpoint":"delivery.completed","optional":true},)"
                 R"({"pattern":"(phone.call | chat.session) "}]})"},
      {"funnel", R"({"steps":["order.placed","delivery.completed","phone.call"],"entry":"any"})"},
      {"funnel", R"({"steps":["site.visit","product.view"],"count":"attempts"})"},
      {"time_to_event", R"({"outcomes":["phone.call","chat.session"],"horizon":"30d"})"},
      {"retention", R"({"periods":3})"},
      {"reentry", R"({"within":"30d"})"},
      {"pattern", R"({"pattern":"order.placed -> phone.call"})"},
      {"contact_drivers", R"({"contacts":["phone.call"],"length":1})"}};
  for (const auto& [question, parameters] : questions) {
    const Node answer =
        ask("compare", R"({"limit":8,"question":")" + question + R"(","parameters":)" + parameters +
                           R"(,"select":)" + one + R"(,"against":)" + other + "}");
    ASSERT_FALSE(at(answer, "numbers").items.empty()) << question;
    double before = 0;
    for (const Node& n : at(answer, "numbers").items) {
      const std::string& measure = at(n, "measure").text;
      // Medians between events list the journeys that hold them, several times each at most.
      const bool is_list = measure != "gap" && measure != "wait";
      const double a = listed(one, at(n, "set"));
      const double b = listed(other, at(n, "set"));
      if (measure == "wait") continue;
      EXPECT_TRUE(is_list ? a == number(n, "a/count") : a <= number(n, "a/count"))
          << question << ' ' << measure << ' ' << a << ' ' << number(n, "a/count");
      EXPECT_TRUE(is_list ? b == number(n, "b/count") : b <= number(n, "b/count"))
          << question << ' ' << measure << ' ' << b << ' ' << number(n, "b/count");
      if (at(n, "clear").text == "true" || at(n, "q").is_null()) continue;
      EXPECT_GE(number(n, "q"), before) << question;
      before = number(n, "q");
    }
  }
}

// A compared value is the one that the question itself gives for either group.
TEST_F(PlantedTruths, ComparedValuesAreThoseOfTheQuestions) {
  const std::array<std::string, 2> selects = {R"({"from":"2025-06-01"})", R"({"to":"2025-06-01"})"};
  const auto own = [&](const std::string& question, const std::string& members, std::size_t side) {
    return ask(question,
               "{" + members + (members.empty() ? "" : ",") + R"("select":)" + selects[side] + "}");
  };
  // The value of a number, by its measure and what tells it apart.
  const auto values = [&](const std::string& question, const std::string& members,
                          const std::string& which) {
    const Node answer = ask("compare", R"({"limit":2000,"question":")" + question +
                                           R"(","parameters":{)" + members + R"(},"select":)" +
                                           selects[0] + R"(,"against":)" + selects[1] + "}");
    for (const Node& n : at(answer, "numbers").items) {
      std::string name = at(n, "measure").text;
      for (const Node& t : at(n, "touchpoints").items) name += " " + t.text;
      if (!at(n, "step").is_null()) name += " " + at(n, "step").text;
      if (name == which) return std::array{number(n, "a/value"), number(n, "b/value")};
    }
    throw std::runtime_error("not compared: " + which);
  };
  const auto expect = [&](const std::string& question, const std::string& members,
                          const std::string& which, const auto& path, double scale = 1) {
    const std::array<double, 2> compared = values(question, members, which);
    for (std::size_t side = 0; side < 2; ++side) {
      const double wanted = path(own(question, members, side));
      EXPECT_NEAR(compared[side], wanted * scale, 1e-9 * std::max(1.0, std::abs(wanted * scale)))
          << question << ' ' << which << ' ' << side;
    }
  };
  const auto member = [](const char* path) {
    return [path](const Node& answer) { return number(answer, path); };
  };
  const std::string steps = R"("steps":["order.placed","delivery.completed","phone.call"])";
  expect("funnel", steps, "reached phone.call 3", member("steps/2/share"));
  expect("funnel", steps, "converted phone.call 3", member("steps/2/step_share"));
  const std::string entered = steps + R"(,"count":"attempts")";
  EXPECT_GT(values("funnel", entered, "reached phone.call 3")[0], 0);
  const std::string waits =
      R"("origin":"order.placed","outcomes":["delivery.completed","phone.call"],"horizon":"20d")";
  expect("time_to_event", waits, "had phone.call", [](const Node& answer) {
    return number(at(answer, "steps").items.back(), "outcomes/1/share");
  });
  expect("retention", R"("periods":3)", "returned 2", member("ages/2/share"));
  expect("reentry", R"("within":"30d")", "again", member("first/share"));
  expect("reentry", "", "journeys", [](const Node& answer) {
    return number(answer, "base/journeys") / number(answer, "base/customers");
  });
  expect("pattern", R"("pattern":"order.placed -> phone.call")", "pattern", member("share"));
  expect("paths", R"("anchor":{"at":"touchpoint","touchpoint":"order.placed"})",
         "anchor order.placed 0", [](const Node& answer) {
           return number(answer, "root/journeys") / number(answer, "base/journeys");
         });
  expect("transitions", "", "transition site.visit product.view", [](const Node& answer) {
    for (const Node& edge : at(answer, "edges").items) {
      if (at(edge, "from").text == "site.visit" && at(edge, "to").text == "product.view")
        return number(edge, "journeys") / number(answer, "base/journeys");
    }
    return 0.0;
  });
  expect(
      "transitions", "", "gap order.placed order.confirmed",
      [](const Node& answer) {
        for (const Node& edge : at(answer, "edges").items) {
          if (at(edge, "from").text == "order.placed" && at(edge, "to").text == "order.confirmed")
            return std::round(number(edge, "median_us"));
        }
        return 0.0;
      },
      1);
  expect("contact_drivers", R"("contacts":["phone.call"],"length":1)", "lift portal.search",
         [](const Node& answer) {
           for (const Node& one : at(answer, "drivers").items) {
             if (at(one, "touchpoints/0").text == "portal.search") return number(one, "lift");
           }
           return 0.0;
         });
}

// Regions without planted installers differ by chance alone: of all their pairs, and some hundred
// numbers each, one comparison in twenty at most finds something.
TEST_F(PlantedTruths, RegionsThatAreAlikeDoNotDiffer) {
  const auto region = [](const std::string& name) {
    return R"({"set":{"of":"group","by":{"property":"region"},"value":")" + name + "\"}}";
  };
  std::vector<std::string> names;
  const Node groups = ask("funnel", R"({"steps":["site.visit"],"by":{"property":"region"}})");
  for (const Node& group : at(groups, "groups").items) {
    const Node* value = at(group, "group").find("value");
    if (value != nullptr && value->text != "Provence") names.push_back(value->text);
  }
  ASSERT_GE(names.size(), 9U);
  double comparisons = 0;
  double with_finding = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      for (
          const char* asked :
          {R"("question":"summary")", R"("question":"transitions")",
           R"("question":"funnel","parameters":{"steps":["site.visit","order.placed","phone.call"]})"}) {
        const Node answer =
            ask("compare", "{" + std::string(asked) + R"(,"select":)" + region(names[i]) +
                               R"(,"against":)" + region(names[j]) + "}");
        ++comparisons;
        with_finding += number(answer, "clear") > 0 ? 1 : 0;
      }
    }
  }
  EXPECT_LE(with_finding, comparisons * 0.05 + 3 * std::sqrt(comparisons * 0.05 * 0.95));
}

}  // namespace
}  // namespace parcours::workspace
