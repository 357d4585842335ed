#include "cli/ask_parameters.h"

#include <gtest/gtest.h>

#include "base/node_json.h"

namespace parcours::cli {
namespace {

TEST(Parameters, OfTheLineAndOfOptions) {
  AskCommand command{.question = "time_to_event", .text = "in -> out or gone away points 9"};
  command.named = {{"horizon", "60d"}};
  EXPECT_EQ(json_of(parameters_of(command)),
            R"({"origin":"in","outcomes":["out","gone away"],"points":9,"horizon":"60d"})");
  AskCommand anchored{.question = "paths"};
  anchored.named = {{"anchor", "pay last"}, {"steps", "3"}};
  EXPECT_EQ(json_of(parameters_of(anchored)),
            R"({"anchor":{"at":"touchpoint","touchpoint":"pay","occurrence":"last"},"steps":3})");
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
  AskCommand word{.question = "time_to_event", .text = "in -> out within 30d"};
  word.named = {{"horizon", "60d"}};
  try {
    (void)parameters_of(word);
    ADD_FAILURE() << "given twice";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::BadQuery);
    EXPECT_EQ(error.where().source, "--horizon");
  }
  AskCommand anchor{.question = "paths", .text = "start"};
  anchor.named = {{"anchor", "pay"}};
  EXPECT_THROW((void)parameters_of(anchor), Error);
  AskCommand words{.question = "summary", .text = "please"};
  EXPECT_THROW((void)parameters_of(words), Error);
  AskCommand broken{.question = "summary"};
  broken.parameters = {"=3"};
  EXPECT_THROW((void)parameters_of(broken), Error);
}

TEST(AskParameters, AComparisonIsAQuestionAndItsOtherGroup) {
  AskCommand command{
      .question = "compare", .text = "funnel a -> b within 14d", .from = "2025-02-01"};
  command.named = {{"against", "2025-01-01..2025-02-01"}};
  EXPECT_EQ(json_of(parameters_of(command)),
            R"({"question":"funnel","parameters":{"steps":["a","b"],"within":"14d"},)"
            R"("against":{"from":"2025-01-01","to":"2025-02-01"},"select":{"from":"2025-02-01"}})");
  command.named = {{"within", "2d"}, {"limit", "5"}};
  EXPECT_THROW((void)parameters_of(command), Error) << "the line says how long";
  command.text = "funnel a -> b";
  EXPECT_EQ(json_of(parameters_of(command)),
            R"({"question":"funnel","parameters":{"steps":["a","b"],"within":"2d"},"limit":5,)"
            R"("select":{"from":"2025-02-01"}})");
  AskCommand rest{.question = "compare", .text = "summary"};
  rest.named = {{"set", R"({"of":"running"})"}, {"against", "rest"}};
  EXPECT_EQ(json_of(parameters_of(rest)),
            R"({"question":"summary","parameters":{},)"
            R"("against":{"set":{"of":"not","set":{"of":"running"}}},)"
            R"("select":{"set":{"of":"running"}}})");
  rest.named = {{"against", "rest"}};
  EXPECT_THROW((void)parameters_of(rest), Error);
}

}  // namespace
}  // namespace parcours::cli
