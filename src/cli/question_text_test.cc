#include "cli/question_text.h"

#include <gtest/gtest.h>

namespace parcours::cli {
namespace {

std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> out;
  for (const Node& step : steps_of(text).items) out.push_back(step.text);
  return out;
}

using Names = std::vector<std::string>;

TEST(Steps, AreDividedByArrowsOnly) {
  EXPECT_EQ(names("A_SUBMITTED -> A_ACCEPTED"), (Names{"A_SUBMITTED", "A_ACCEPTED"}));
  EXPECT_EQ(names("T02 Check confirmation of receipt -> T06 Determine"),
            (Names{"T02 Check confirmation of receipt", "T06 Determine"}));
  EXPECT_EQ(names("  pay "), Names{"pay"});
  EXPECT_EQ(names("a->b -> c-d"), (Names{"a->b", "c-d"}));
  EXPECT_EQ(names("'go -> home' -> \"it's\""), (Names{"go -> home", "it's"}));
  EXPECT_EQ(names("5\" screen -> 'n' sync"), (Names{"5\" screen", "'n' sync"}));
}

TEST(Steps, KnowTheirPlaces) {
  const Node steps = steps_of("é -> 'b c' ->  d");
  EXPECT_EQ(steps.items.at(0).place.column, 1U);
  EXPECT_EQ(steps.items.at(1).place.column, 7U);
  EXPECT_EQ(steps.items.at(1).place.length, 5U);
  EXPECT_EQ(steps.items.at(2).place.column, 17U);
  EXPECT_EQ(steps.items.at(2).place.line, 1U);
}

TEST(Steps, AreRefusedWhereOneIsMissing) {
  const auto column_of = [](std::string_view text) -> std::uint32_t {
    try {
      (void)steps_of(text);
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::BadQuery);
      return e.where().column;
    }
    return 0;
  };
  EXPECT_EQ(column_of("a ->  -> b"), 6U);
  EXPECT_EQ(column_of("a -> "), 6U);
  EXPECT_EQ(column_of(" "), 1U);
  EXPECT_EQ(column_of("a -> 'b"), 6U);
}

TEST(Parameters, OfATimeToEvent) {
  AskCommand command{.question = "time_to_event", .text = "in -> out or gone away"};
  command.named = {{"horizon", "60d"}};
  EXPECT_EQ(json_of(parameters_of(command)),
            R"({"origin":"in","outcomes":["out","gone away"],"horizon":"60d"})");
  EXPECT_EQ(json_of(parameters_of({.question = "time_to_event", .text = "out"})),
            R"({"outcomes":["out"]})");
}

TEST(Parameters, OfARetention) {
  const auto asked = [](const std::string& text) {
    AskCommand command{.question = "retention", .text = text};
    command.named = {{"period", "week"}, {"zone", "+02:00"}};
    return json_of(parameters_of(command));
  };
  EXPECT_EQ(asked("in -> out"), R"({"start":"in","return":"out","period":"week","zone":"+02:00"})");
  EXPECT_EQ(asked("-> out"), R"({"return":"out","period":"week","zone":"+02:00"})");
  EXPECT_EQ(asked("in"), R"({"start":"in","period":"week","zone":"+02:00"})");
  EXPECT_EQ(asked(""), R"({"period":"week","zone":"+02:00"})");
}

TEST(Parameters, OfAPattern) {
  AskCommand command{.question = "pattern", .text = "{channel=web} -> a"};
  command.matching = "b $";
  EXPECT_EQ(json_of(parameters_of(command)),
            R"({"pattern":"{channel=web} -> a","select":{"pattern":"b $"}})");
  EXPECT_EQ(json_of(parameters_of({.question = "pattern", .text = R"({"pattern":"a"})"})),
            R"({"pattern":"a"})");
}

TEST(Parameters, OfContactDrivers) {
  AskCommand command{.question = "contact_drivers", .text = "phone.call or chat"};
  command.named = {{"window", "24h"}, {"length", "2"}};
  EXPECT_EQ(json_of(parameters_of(command)),
            R"({"contacts":["phone.call","chat"],"window":"24h","length":2})");
}

TEST(Parameters, AreThoseOfTheApi) {
  AskCommand funnel{.question = "funnel", .text = "a -> b"};
  funnel.named = {{"within", "30d"}};
  funnel.journeys_by = "gap:30m";
  funnel.from = "2025-01-01";
  funnel.touchpoints = {"A_*"};
  EXPECT_EQ(json_of(parameters_of(funnel)),
            R"({"steps":["a","b"],"within":"30d","select":{"journeys_by":"gap:30m",)"
            R"("from":"2025-01-01","events":{"touchpoints":["A_*"]}}})");

  AskCommand paths{.question = "paths", .text = "portal.search"};
  paths.named = {{"steps", "3"}, {"direction", "backward"}};
  paths.parameters = {"top=2", "collapse=repeats"};
  EXPECT_EQ(json_of(parameters_of(paths)),
            R"({"anchor":{"at":"touchpoint","touchpoint":"portal.search"},"steps":3,)"
            R"("direction":"backward","top":2,"collapse":"repeats"})");

  const AskCommand json{.question = "journeys", .text = R"({"set":{"of":"running"}})"};
  EXPECT_EQ(json_of(parameters_of(json)), R"({"set":{"of":"running"}})");
  AskCommand customer{.question = "customer", .text = "1042"};
  EXPECT_EQ(json_of(parameters_of(customer)), R"({"customer":"1042"})");
  AskCommand narrowed{.question = "variants"};
  narrowed.named = {{"set", R"({"of":"running"})"}};
  EXPECT_EQ(json_of(parameters_of(narrowed)), R"({"select":{"set":{"of":"running"}}})");
}

TEST(Parameters, AreRefusedWhenTheyContradict) {
  AskCommand twice{.question = "funnel", .text = "a -> b"};
  twice.parameters = {R"(steps=["c"])"};
  EXPECT_THROW((void)parameters_of(twice), Error);
  AskCommand words{.question = "summary", .text = "please"};
  EXPECT_THROW((void)parameters_of(words), Error);
  AskCommand broken{.question = "summary"};
  broken.parameters = {"=3"};
  EXPECT_THROW((void)parameters_of(broken), Error);
}

}  // namespace
}  // namespace parcours::cli
