// A question whose memory is not there is refused with the numbers; one that has it gives it back.

#include "workspace/question_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "base/document.h"
#include "base/error.h"
#include "store/document_store.h"
#include "support/temporary_directory.h"
#include "workspace/question.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

constexpr const char* kMapping =
    "mapping: shop\ncolumns: {customer: who, time: at, activity: what}\nproperties: [region]\n"
    "journeys: {by: customer, quiet: 30d}\n";

// The parts of a workspace with two journeys of three and two events.
class QuestionMemoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto directory = directory_.path() / "w";
    {
      const auto workspace = Workspace::open(directory, {.memory_bytes = 1ULL << 29U});
      const auto file = parcours::testing::write_file(
          directory_.path() / "a.csv",
          "who,at,what,region\nana,2025-01-01 10:00,view,n\nana,2025-01-01 10:05,cart,n\n"
          "ana,2025-01-01 10:06,pay,n\nbob,2025-03-02 09:00,view,s\nbob,2025-03-02 09:01,pay,s\n");
      (void)workspace->import_file(file, kMapping, {}, {}, {});
    }
    events_ = store::EventStore::open(directory / "events.duckdb", 1ULL << 29U, 1);
    documents_ = store::DocumentStore::open(directory / "documents.sqlite");
    shelf_.emplace(*documents_);
    keeper_.emplace(*events_, *shelf_, directory / "snapshots");
  }
  void ask(const std::string& name, const std::string& parameters, MemoryBudget& memory) {
    const auto question = std::ranges::find(questions(), name, &Question::name);
    const Node read = parse_json(parameters, "q");
    Trace trace;
    QuestionSnapshots snapshots(*keeper_);
    (void)question->answer({.name = name,
                            .parameters = read,
                            .snapshots = snapshots,
                            .shelf = *shelf_,
                            .events = *events_,
                            .memory = memory,
                            .trace = trace,
                            .stop = {}});
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<store::EventStore> events_;
  std::unique_ptr<store::DocumentStore> documents_;
  std::optional<DocumentShelf> shelf_;
  std::optional<SnapshotKeeper> keeper_;
};

TEST_F(QuestionMemoryTest, IsTakenBeforeAndGivenBackAfter) {
  for (const Question& question : questions()) {
    if (question.name != "transitions" && question.name != "variants") continue;
    const journey::Snapshot& snapshot = keeper_->get({}, {})->snapshot;
    const std::uint64_t need = memory_of(question.name, parse_json("{}", "q"), snapshot);
    EXPECT_GT(need, 0U) << question.name;
    MemoryBudget enough(need);
    ask(std::string(question.name), "{}", enough);
    EXPECT_EQ(enough.taken(), 0U);
    MemoryBudget less(need - 1);
    EXPECT_THROW(ask(std::string(question.name), "{}", less), Error) << question.name;
    EXPECT_EQ(less.taken(), 0U);
  }
}

// What a property takes stays taken while it is kept, and is given up before a question is refused.
TEST_F(QuestionMemoryTest, PropertiesAreKeptUntilTheMemoryIsNeeded) {
  const std::string groups = R"({"steps":["view","pay"],"by":{"property":"region"}})";
  const std::uint64_t need =
      memory_of("variants", parse_json("{}", "q"), keeper_->get({}, {})->snapshot);
  MemoryBudget memory(need);
  memory.when_short([this] { keeper_->forget_kept(); });
  ask("funnel", groups, memory);
  const std::uint64_t kept = memory.taken();
  EXPECT_GE(kept, 5 * 4 + 2U) << "five codes, two texts";
  ask("funnel", groups, memory);
  EXPECT_EQ(memory.taken(), kept) << "once";
  ask("variants", "{}", memory);
  EXPECT_EQ(memory.taken(), 0U);
  EXPECT_EQ(memory.highest(), need);
  MemoryBudget little(memory_of("funnel", parse_json(groups, "q"), keeper_->get({}, {})->snapshot));
  EXPECT_THROW(ask("funnel", groups, little), Error) << "the property does not fit beside it";
  EXPECT_EQ(little.taken(), 0U);
}

TEST_F(QuestionMemoryTest, ASelectionTakesTheCopyThatItMakes) {
  const journey::Snapshot& snapshot = keeper_->get({}, {})->snapshot;
  const std::uint64_t copy = memory_of_copy(snapshot, 3, 1);
  EXPECT_GE(copy, 3 * (2 + 8 + 8) + 8 + 4 + 1U);
  const std::string january = R"({"select":{"from":"2025-01-01","to":"2025-02-01"}})";
  MemoryBudget less(copy - 1);
  try {
    ask("variants", january, less);
    FAIL() << "the copy does not fit";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::TooLarge);
    EXPECT_NE(error.message().text().find("MB"), std::string::npos);
  }
  MemoryBudget enough(copy + memory_of("variants", parse_json("{}", "q"), snapshot));
  ask("variants", january, enough);
  EXPECT_EQ(enough.taken(), 0U);
}

}  // namespace
}  // namespace parcours::workspace
