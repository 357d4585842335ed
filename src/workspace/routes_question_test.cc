// Routes as a question asks them: every number of the answer opens as its journeys.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/document.h"
#include "base/error.h"
#include "base/text.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

class RoutesQuestion : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto file = parcours::testing::write_file(directory_.path() / "a.csv",
                                                    "who,at,what\n"
                                                    "ana,2025-03-01,seen\nana,2025-03-02,paid\n"
                                                    "bob,2025-03-01,seen\nbob,2025-03-02,called\n"
                                                    "bob,2025-03-03,seen\nbob,2025-03-04,paid\n"
                                                    "cleo,2025-03-01,called\n"
                                                    "dan,2025-03-01,else\n");
    (void)workspace_->import_file(
        file, "mapping: m\ncolumns: {customer: who, time: at, activity: what}\n", {}, {}, {});
    (void)workspace_->save_document({.kind = "designs",
                                     .name = "shop",
                                     .version = 0,
                                     .text = "design: shop\nquiet: 36h\nstages:\n"
                                             "  - {id: look, phase: before, touchpoints: [seen]}\n"
                                             "  - {id: pay, phase: during, touchpoints: [paid]}\n"
                                             "  - {id: help, phase: after, optional: true, "
                                             "touchpoints: [called]}\n",
                                     .author = "test",
                                     .saved_us = 0},
                                    0);
  }
  Node ask(const std::string& question, const std::string& parameters) {
    return parse_json(workspace_->ask(question, parse_json(parameters, "q"), {}).json, "a");
  }
  Node opened(const std::string& set) {
    return ask("journeys", fmt::format(R"({{"set":{{"of":"route",{}}}}})", set));
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_ = Workspace::open(directory_.path() / "data", {});
};

std::string json_or_null(const Node& node) {
  return node.is_null() ? "null" : '"' + node.text + '"';
}

TEST_F(RoutesQuestion, EveryNumberOpens) {
  const Node answer = ask("routes", "{}");
  const Node& routes = *answer.find("routes");
  EXPECT_EQ(answer.find("base")->find("journeys")->text, "4");
  EXPECT_EQ(answer.find("base")->find("placed")->text, "3");
  ASSERT_FALSE(routes.items.empty());
  std::size_t off_design = 0;
  for (const Node& route : routes.items) {
    const Node& end = *route.find("end");
    const std::string set =
        fmt::format(R"("from":{},"to":{}{})", json_or_null(*route.find("from")),
                    json_or_null(*route.find("to")),
                    end.is_null() ? "" : fmt::format(R"(,"end":"{}")", end.text));
    EXPECT_EQ(opened(set).find("count")->text, route.find("journeys")->text) << set;
    off_design += route.find("designed")->text == "false" ? 1 : 0;
  }
  // Bob calls between looking and paying, both ways; cleo begins with a call.
  EXPECT_EQ(off_design, 3U);
}

TEST_F(RoutesQuestion, SaysWhatIsWrongWithASet) {
  const auto hint = [&](const std::string& set) {
    try {
      (void)opened(set);
    } catch (const Error& error) {
      return error.message().text() + " | " + error.hint().text();
    }
    return std::string("no error");
  };
  EXPECT_EQ(hint(R"("from":"looc","to":"pay")"),
            "the design has no stage 'looc' | did you mean 'look'?");
  EXPECT_EQ(hint(R"("from":null,"to":null)"),
            "a route begins or ends at a stage | name one as 'from' or as 'to'");
}

}  // namespace
}  // namespace parcours::workspace
