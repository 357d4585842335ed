// Promises and rules as a question asks them: every number of the answer opens as its journeys.

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
opening: {hours: "mon-fri 09:00-18:00", zone: Europe/Paris, closed: [2025-03-10]}
stages:
  - {id: order, phase: before, touchpoints: [{touchpoint: placed, channels: [web, store]}]}
  - id: deliver
    phase: during
    touchpoints: [sent, delivered]
    promise: {within: 3h, counted: open, until: delivered, text: {en: Soon, fr: Vite}}
  - {id: help, phase: after, optional: true, touchpoints: [asked, answered], promise: {within: 1h, from: help, since: asked, until: answered}}
rules:
  - {id: sent-first, kind: precedes, first: sent, then: delivered}
  - {id: order-delivered, title: {en: Delivered after the order, fr: Livré après la commande}, kind: follows, first: {stage: order}, then: delivered, within: 6h}
  - {id: no-help, kind: never-together, first: delivered, then: {stage: help}}
)";

class PromisesQuestion : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string rows = "who,at,what,where\n";
    const auto journey = [&](const std::string& who, const std::string& events) {
      for (const std::string_view event : split(events, ' ')) {
        const auto parts = split(event, '@');
        rows += fmt::format("{},2025-03-{}:00:00Z,{},{}\n", who, parts[0], parts[1], parts[2]);
      }
    };
    journey("ana", "07T10@placed@web 07T11@sent@mail 07T12@delivered@field");
    // Friday 17:00 in Paris; Monday is closed, Tuesday 10:00: two open hours, four days.
    journey("bob", "07T16@placed@store 11T09@delivered@field");
    journey("cleo", "07T08@placed@web 07T13@sent@mail 07T15@delivered@field");
    journey("dan", "11T11@placed@web 11T12@asked@chat");
    journey("eve", "11T12@asked@phone 11T12@answered@phone 11T13@delivered@field");
    const auto file = parcours::testing::write_file(directory_.path() / "a.csv", rows);
    (void)workspace_->import_file(file,
                                  "mapping: m\ncolumns: {customer: who, time: at, activity: what, "
                                  "channel: where}\n",
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
  std::int64_t opened(const std::string& set) {
    return number(ask("journeys", fmt::format(R"({{"set":{{{}}}}})", set)), "count");
  }
  // Checks that the four states open, and gives how many journeys they are together.
  std::int64_t expect_opens(const Node& counts, const std::string& set) {
    std::int64_t sum = 0;
    for (const char* what : {"kept", "broken", "pending", "not_concerned"}) {
      EXPECT_EQ(number(counts, what), opened(fmt::format(R"({},"what":"{}")", set, what)))
          << set << what;
      sum += number(counts, what);
    }
    return sum;
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_ =
      Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 29U, .threads = 2});
};

TEST_F(PromisesQuestion, EveryNumberOpensAsItsJourneys) {
  const Node answer = ask("promises", "{}");
  EXPECT_EQ(number(*answer.find("base"), "journeys"), 5);
  ASSERT_EQ(answer.find("promises")->items.size(), 2U);
  for (const Node& promise : answer.find("promises")->items) {
    const std::string set =
        fmt::format(R"("of":"promise","stage":"{}")", promise.find("stage")->text);
    EXPECT_EQ(expect_opens(promise, set), 5);
    std::int64_t concerned = 0;
    for (const Node& on : promise.find("channels")->items) {
      expect_opens(on, fmt::format(R"({},"channel":"{}")", set, on.find("channel")->text));
      concerned += number(on, "kept") + number(on, "broken") + number(on, "pending");
    }
    EXPECT_EQ(concerned, 5 - number(promise, "not_concerned"));
  }
  ASSERT_EQ(answer.find("rules")->items.size(), 3U);
  for (const Node& rule : answer.find("rules")->items) {
    const std::string set = fmt::format(R"("of":"rule","rule":"{}")", rule.find("id")->text);
    EXPECT_EQ(expect_opens(rule, set), 5);
  }
}

TEST_F(PromisesQuestion, OpeningHoursDecide) {
  const Node answer = ask("promises", "{}");
  const Node& deliver = answer.find("promises")->items[0];
  EXPECT_EQ(number(deliver, "kept"), 2);    // ana in two hours, bob in two open ones
  EXPECT_EQ(number(deliver, "broken"), 1);  // cleo in seven
  EXPECT_EQ(number(deliver, "pending"), 1);
  EXPECT_EQ(number(deliver, "not_concerned"), 1);
  EXPECT_EQ(number(*deliver.find("used"), "median_us"), 2 * 3'600'000'000LL);
  EXPECT_EQ(deliver.find("counted")->text, "open");
  EXPECT_EQ(answer.find("opening")->find("zone")->text, "Europe/Paris");
}

// The canvas counts the same promises.
TEST_F(PromisesQuestion, SaysWhatTheCanvasSays) {
  const Node answer = ask("promises", "{}");
  const Node canvas = ask("canvas", "{}");
  for (const Node& promise : answer.find("promises")->items) {
    for (const Node& stage : canvas.find("stages")->items) {
      if (stage.find("id")->text != promise.find("stage")->text) continue;
      const Node& kept = *stage.find("lived")->find("promise");
      for (const char* what : {"kept", "broken", "pending"}) {
        EXPECT_EQ(number(kept, what), number(promise, what));
        EXPECT_EQ(opened(fmt::format(R"("of":"stage","stage":"{}","what":"promise_{}")",
                                     promise.find("stage")->text, what)),
                  number(promise, what));
      }
    }
  }
}

TEST_F(PromisesQuestion, MistakesAreSaid) {
  const auto error_of = [&](const std::string& set) {
    try {
      (void)opened(set);
    } catch (const Error& error) {
      return error.message().text() + " (" + error.hint().text() + ")";
    }
    return std::string("no error");
  };
  EXPECT_EQ(error_of(R"("of":"rule","rule":"no-hlp","what":"kept")"),
            "the design has no rule 'no-hlp' (did you mean 'no-help'?)");
  EXPECT_EQ(error_of(R"("of":"promise","stage":"order","what":"kept")"),
            "stage 'order' promises nothing ()");
  EXPECT_EQ(error_of(R"("of":"promise","stage":"help","what":"kept","channel":"chatt")"),
            "there is no channel 'chatt' (did you mean 'chat'?)");
}

}  // namespace
}  // namespace parcours::workspace
