// Gaps in opening hours as a question asks them, and what it says of hours that are none.

#include <gtest/gtest.h>

#include "base/document.h"
#include "base/error.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

class OpenHoursTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // From Friday 17:00 to Monday 9:30, in Paris.
    const auto file = parcours::testing::write_file(
        directory_.path() / "a.csv",
        "who,at,what\nana,2025-03-07T16:00:00Z,asked\nana,2025-03-10T08:30:00Z,answered\n");
    (void)workspace_->import_file(
        file, "mapping: desk\ncolumns: {customer: who, time: at, activity: what}\n", {}, {}, {});
  }
  Node ask(const std::string& parameters) {
    return parse_json(workspace_->ask("transitions", parse_json(parameters, "q"), {}).json, "a");
  }
  std::string median(const std::string& parameters) {
    return ask(parameters).find("edges")->items.front().find("median_us")->text;
  }
  std::string error_of(const std::string& parameters) {
    try {
      (void)ask(parameters);
      return "";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::BadQuery);
      EXPECT_NE(error.where().source, "q") << "the member at fault";
      EXPECT_FALSE(error.hint().empty());
      return error.message().text();
    }
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_ =
      Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 29U, .threads = 2});
};

TEST_F(OpenHoursTest, CountTheTimeInWhichSomebodyIsThere) {
  EXPECT_EQ(median("{}"), "232200000000");  // 64 h 30 min
  const std::string office = R"({"hours":"mon-fri 09:00-18:00","zone":"Europe/Paris")";
  EXPECT_EQ(median(office + "}"), "5400000000");
  EXPECT_EQ(median(office + R"(,"closed":["2025-03-10"]})"), "3600000000");
  EXPECT_EQ(ask(office + "}").find("base")->find("open_hours")->text, "true");
}

TEST_F(OpenHoursTest, NothingThatIsSaidIsPassedOver) {
  EXPECT_EQ(error_of(R"({"hours":"mon 09:00-18:00","closed":"2025-03-10"})"),
            "'closed' must be a list");
  EXPECT_EQ(error_of(R"({"hours":"mon 09:00-18:00","closed":["monday"]})"), "'monday' is no day");
  EXPECT_EQ(error_of(R"({"closed":["2025-03-10"]})"), "'closed' says nothing without hours");
  EXPECT_EQ(error_of(R"({"hours":"always"})"), "'always' is no day with its times");
}

}  // namespace
}  // namespace parcours::workspace
