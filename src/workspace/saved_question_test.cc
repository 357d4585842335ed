#include "workspace/saved_question.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/node_json.h"
#include "support/temporary_directory.h"

namespace parcours::workspace {
namespace {

constexpr const char* kText =
    "saved: Orders in time\n"
    "note: asked every quarter\n"
    "question: funnel\n"
    "parameters: {steps: [order.placed, '7'], within: 30d}\n"
    "select: {from: 2025-04-01}\n"
    "figures: [{name: base.journeys, value: 12, unit: count}]\n";

AskedSaved asked(const std::string& text) {
  return asked_by(parse_saved_question(parse_yaml(text, "saved")));
}

TEST(SavedQuestion, IsAskedAsItStands) {
  const AskedSaved one = asked(kText);
  EXPECT_EQ(one.question, "funnel");
  EXPECT_EQ(json_of(one.parameters),
            R"({"steps":["order.placed","7"],"within":"30d","select":{"from":"2025-04-01"}})");
}

TEST(SavedQuestion, WithAnotherGroupIsAComparison) {
  const AskedSaved one = asked(fmt::format("{}against: {{to: 2025-04-01}}\n", kText));
  EXPECT_EQ(one.question, "compare");
  EXPECT_EQ(json_of(one.parameters),
            R"({"question":"funnel","parameters":{"steps":["order.placed","7"],"within":"30d"},)"
            R"("against":{"to":"2025-04-01"},"select":{"from":"2025-04-01"}})");
}

TEST(SavedQuestion, SaysWhatIsWrongAndWhere) {
  const auto line_of = [](const std::string& text) -> std::uint32_t {
    try {
      (void)asked(text);
    } catch (const Error& error) {
      return error.where().line;
    }
    return 0;
  };
  EXPECT_EQ(line_of("saved: a\nquestion: funel\n"), 2U);
  EXPECT_EQ(line_of("saved: a\nquestion: funnel\nselect: all\n"), 3U);
  EXPECT_EQ(line_of("saved: a\nquestion: funnel\naddress: //elsewhere.example\n"), 3U);
  EXPECT_EQ(line_of("saved: a\nquestion: funnel\nfigures: [{name: x, value: many}]\n"), 3U);
  EXPECT_EQ(line_of("saved: a\nquestion: funnel\nselected: {}\n"), 3U);
}

// Kept, listed, removed and brought back: versions of one document.
TEST(SavedQuestion, IsADocumentWithVersions) {
  const parcours::testing::TemporaryDirectory directory;
  const auto workspace = Workspace::open(directory.path() / "w", {.memory_bytes = 1ULL << 28U});
  const auto save = [&](const std::string& text, std::uint64_t base) {
    StoredDocument document;
    document.kind = "questions";
    document.name = "quarter";
    document.text = text;
    (void)workspace->save_document(document, base);
  };
  const auto listed = [&](const char* parameters) {
    const Node answer =
        parse_json(workspace->ask("saved", parse_json(parameters, "q"), {}).json, "answer");
    return answer.find("saved")->items;
  };
  save(kText, 0);
  ASSERT_EQ(listed("{}").size(), 1U);
  EXPECT_EQ(listed("{}").front().find("title")->text, "Orders in time");
  save(fmt::format("{}removed: true\n", kText), 1);
  EXPECT_TRUE(listed("{}").empty());
  EXPECT_EQ(listed(R"({"removed":true})").size(), 1U);
  save(kText, 2);
  EXPECT_EQ(listed("{}").front().find("version")->text, "3");
  EXPECT_THROW(save(kText, 1), Error) << "somebody else saved meanwhile";
  EXPECT_THROW(save("saved: a\nquestion: none\n", 3), Error);
}

}  // namespace
}  // namespace parcours::workspace
