// What a question says that it takes of memory is never less than what it takes.

#include <gtest/gtest.h>

#include "support/allocation_count.h"
#include "support/measured_questions.h"
#include "support/sanitized.h"
#include "support/temporary_directory.h"

namespace parcours::testing {
namespace {

// One company for all tests.
class QuestionNeeds : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (kSanitized) return;
    directory_ = std::make_unique<TemporaryDirectory>();
    import_company(directory_->path() / "w", 300'000);
    questions_ = std::make_unique<MeasuredQuestions>(directory_->path() / "w");
  }
  static void TearDownTestSuite() {
    questions_.reset();
    directory_.reset();
  }
  void SetUp() override {
    if (kSanitized) GTEST_SKIP() << "a sanitizer has an allocator of its own";
  }

  // Asked twice: what only the first question of all needs is not the question's.
  static void expect_enough(const std::string& select) {
    for (const MemoryQuestion& question : memory_questions(select)) {
      (void)questions_->ask(question);
      const MeasuredMemory memory = questions_->ask(question);
      EXPECT_LE(memory.held, memory.said) << question.name << ' ' << question.parameters;
    }
  }

  static std::unique_ptr<TemporaryDirectory> directory_;
  static std::unique_ptr<MeasuredQuestions> questions_;
};
std::unique_ptr<TemporaryDirectory> QuestionNeeds::directory_;
std::unique_ptr<MeasuredQuestions> QuestionNeeds::questions_;

TEST_F(QuestionNeeds, AllocationsAreCounted) {
  forget_highest_allocated();
  const std::uint64_t before = allocated_bytes();
  {
    const std::vector<std::uint64_t> some(1'000);
  }
  EXPECT_EQ(allocated_bytes(), before);
  EXPECT_GE(highest_allocated_bytes() - before, 8'000U);
}

TEST_F(QuestionNeeds, AreSaidOfAllJourneys) {
  expect_enough("");
}
TEST_F(QuestionNeeds, AreSaidOfASelection) {
  expect_enough(R"({"from":"2025-03-01","to":"2025-11-01"})");
}
TEST_F(QuestionNeeds, AreSaidOfFilteredEvents) {
  expect_enough(R"({"events":{"touchpoints":["site.*","product.*","basket.*","order.*",)"
                R"("delivery.*","phone.*","portal.*","chat.*"]}})");
}
TEST_F(QuestionNeeds, AreSaidOfManyShortJourneys) {
  expect_enough(R"({"journeys_by":"gap:1h"})");
}
TEST_F(QuestionNeeds, AreSaidOfFewLongJourneys) {
  expect_enough(R"({"journeys_by":"customer"})");
}

}  // namespace
}  // namespace parcours::testing
