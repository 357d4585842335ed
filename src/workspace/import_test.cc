// Files through the whole workspace: twice, overlapping, refused and mended, stopped in the middle.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/text.h"
#include "store/duckdb/connection.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMapping =
    "mapping: shop\ncolumns: {customer: who, time: at, activity: what, score: {column: stars, "
    "scale: [0, 10]}}\njourneys: {by: customer, quiet: 30d}\n";

class ImportTest : public ::testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    workspace_.reset();
    workspace_ =
        Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 29U, .threads = 2});
  }
  ImportReport import(const std::string& name, const std::string& text,
                      const std::string& mapping = kMapping) {
    const fs::path file = parcours::testing::write_file(directory_.path() / name, text);
    return workspace_->import_file(file, mapping, {}, {}, {});
  }
  std::string answer(const std::string& question, const std::string& parameters = "{}") {
    std::string json = workspace_->ask(question, parse_json(parameters, "q"), {}).json;
    json = json.substr(0, json.rfind(",\"took_us\""));
    return json.substr(json.find(',') + 1);  // without the snapshot's number
  }

  // Where the snapshot of a question came from.
  std::string origin() {
    return workspace_->ask("summary", parse_json("{}", "q"), {}).steps.front().detail.text();
  }

  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_;
};

constexpr const char* kShop =
    "who,at,what,stars\nana,2025-01-01 10:00,view,\nana,2025-01-01 10:05,pay,9\n"
    "bob,2025-01-02 09:00,view,\nbob,2025-01-02 09:00,view,\n";

TEST_F(ImportTest, TheSameBytesTwiceAddNothing) {
  EXPECT_EQ(import("a.csv", kShop).events, 4U);
  const std::string before = answer("summary");
  const ImportReport again = import("renamed.csv", kShop);
  EXPECT_EQ(again.state, "already_imported");
  EXPECT_EQ(answer("summary"), before);
}

TEST_F(ImportTest, AnOverlappingExportAddsOnlyWhatIsNew) {
  (void)import("a.csv", kShop);
  const ImportReport report =
      import("b.csv", std::string(kShop) + "chloe,2025-01-03 08:00,view,\n");
  EXPECT_EQ(report.events, 1U);
  EXPECT_EQ(report.duplicates, 4U);
  EXPECT_EQ(report.rows, report.events + report.duplicates + report.refused);
}

// Equal rows stand megabytes apart in one export and side by side in the next.
TEST_F(ImportTest, EqualRowsAreCountedOverTheWholeFile) {
  const std::string equal = "ana,2025-01-01 10:00,view,\n";
  std::string filler;
  for (int i = 0; i < 60'000; ++i) {
    filler += "c" + std::to_string(i) + ",2025-01-02 10:00,view,\n";
  }
  const std::string header = "who,at,what,stars\n";
  EXPECT_EQ(import("apart.csv", header + equal + filler + equal).events, 60'002U);
  const ImportReport again = import("together.csv", header + equal + equal + equal + filler);
  EXPECT_EQ(again.events, 1U);
  EXPECT_EQ(again.duplicates, 60'002U);
}

TEST_F(ImportTest, RefusedRowsAreListedMendedAndImportedAgain) {
  const ImportReport report =
      import("a.csv", std::string(kShop) + "dan,2025-02-30 10:00,view,\neve,2025-01-05,pay,11\n");
  EXPECT_EQ(report.refused, 2U);
  EXPECT_EQ(report.refused_by_reason.at("bad_time"), 1U);
  RefusedPage page = workspace_->refused({});
  ASSERT_EQ(page.count, 2U);
  EXPECT_EQ(page.rows[0].line, 6U);
  EXPECT_EQ(page.rows[0].raw, "dan,2025-02-30 10:00,view,");

  MendFile mend = workspace_->mend_file(report.import);
  const std::size_t at = mend.content.find("2025-02-30");
  ASSERT_NE(at, std::string::npos);
  mend.content.replace(at, 10, "2025-02-28");
  const fs::path file = parcours::testing::write_file(directory_.path() / mend.name, mend.content);
  const ImportProposal proposal = workspace_->propose(file);
  EXPECT_EQ(proposal.mapping_yaml, kMapping);
  const ImportReport mended = workspace_->import_file(file, proposal.mapping_yaml, {}, {}, {});
  EXPECT_EQ(mended.events, 1U);
  EXPECT_EQ(mended.mended, 1U);
  EXPECT_EQ(mended.refused, 1U);  // eve's score is still outside the scale
  page = workspace_->refused({.import = 0, .reason = {}, .state = "mended"});
  EXPECT_EQ(page.count, 1U);
  EXPECT_NE(answer("customers").find("\"dan\""), std::string::npos);
}

TEST_F(ImportTest, AnAnswerSaysItsSteps) {
  (void)import("a.csv", kShop);
  const auto steps_of = [&](const char* parameters) {
    std::string text;
    for (const Step& step : workspace_->ask("summary", parse_json(parameters, "q"), {}).steps) {
      EXPECT_GE(step.took_us, 0);
      text += step.name.text() + "(" + step.detail.text() + ") ";
    }
    return text;
  };
  EXPECT_EQ(steps_of("{}"),
            "snapshot(number 1, built: 4 events, 2 journeys, 2 touchpoints) answer() ");
  EXPECT_EQ(steps_of(R"({"select":{"from":"2025-01-02"}})"),
            "snapshot(number 1, built: 4 events, 2 journeys, 2 touchpoints) "
            "select(2 events, 1 journeys) answer() ");
}

TEST_F(ImportTest, JourneysSurviveReopening) {
  (void)import("a.csv", kShop);
  const std::string before = answer("transitions");
  reopen();
  EXPECT_EQ(answer("transitions"), before);
  EXPECT_EQ(origin(), "number 1, saved: 4 events, 2 journeys, 2 touchpoints");
  EXPECT_EQ(workspace_->imports().size(), 1U);
}

TEST_F(ImportTest, ASavedSnapshotThatIsDamagedIsBuiltAgain) {
  (void)import("a.csv", kShop);
  const std::string before = answer("transitions");
  for (const auto& entry : fs::directory_iterator(directory_.path() / "w" / "snapshots")) {
    std::string bytes = parcours::testing::text_of_file(entry.path());
    bytes[bytes.size() / 2] ^= 1;
    parcours::testing::write_file(entry.path(), bytes);
  }
  reopen();
  EXPECT_EQ(answer("transitions"), before);
  EXPECT_EQ(origin(),
            "number 1, built again: the saved snapshot is damaged: 4 events, 2 journeys, "
            "2 touchpoints");
  reopen();
  EXPECT_EQ(answer("transitions"), before);
  EXPECT_EQ(origin(), "number 1, saved: 4 events, 2 journeys, 2 touchpoints");
}

TEST_F(ImportTest, ASnapshotThatWasHalfWrittenIsRemoved) {
  (void)import("a.csv", kShop);
  const fs::path half = directory_.path() / "w" / "snapshots" / "a.snapshot.7-1.part";
  parcours::testing::write_file(half, "half");
  reopen();
  EXPECT_FALSE(fs::exists(half));
  EXPECT_EQ(origin(), "number 1, saved: 4 events, 2 journeys, 2 touchpoints");
}

TEST_F(ImportTest, ASavedSnapshotOfOtherEventsIsNotUsed) {
  (void)import("a.csv", kShop);
  const fs::path workspace = directory_.path() / "w";
  const fs::path kept = directory_.path() / "kept";
  fs::copy(workspace / "snapshots", kept);
  workspace_.reset();
  fs::remove_all(workspace);
  reopen();
  (void)import("a.csv", "who,at,what,stars\nana,2025-01-01 10:00,view,\n");
  const std::string before = answer("transitions");
  workspace_.reset();
  fs::remove_all(workspace / "snapshots");
  fs::rename(kept, workspace / "snapshots");
  reopen();
  EXPECT_EQ(answer("transitions"), before);
}

TEST_F(ImportTest, ParquetAndCsvGiveTheSameAnswers) {
  (void)import("a.csv", kShop);
  const std::string from_csv = answer("transitions");
  workspace_ =
      Workspace::open(directory_.path() / "parquet", {.memory_bytes = 1ULL << 29U, .threads = 2});
  const fs::path file = directory_.path() / "a.parquet";
  {
    const store::Database database("", {});
    store::Connection(database).run("COPY (SELECT * FROM read_csv(" +
                                    store::literal((directory_.path() / "a.csv").string()) +
                                    ")) TO " + store::literal(file.string()) + " (FORMAT parquet)");
  }
  const ImportProposal proposal = workspace_->propose(file);
  EXPECT_EQ(proposal.format, "parquet");
  EXPECT_EQ(proposal.columns.size(), 4U);
  EXPECT_EQ(workspace_->import_file(file, kMapping, {}, {}, {}).events, 4U);
  EXPECT_EQ(answer("transitions"), from_csv);
}

TEST_F(ImportTest, LateEventsTakeTheirPlaceInOrder) {
  (void)import("a.csv", kShop);
  (void)import("late.csv", "who,at,what,stars\nana,2025-01-01 10:02,call,\n");
  const std::string variants = answer("variants");
  EXPECT_NE(variants.find(R"(["view","call","pay"])"), std::string::npos) << variants;
}

TEST_F(ImportTest, AMappingThatDoesNotFitNamesThePlace) {
  try {
    (void)import("a.csv", kShop,
                 "mapping: shop\ncolumns: {customer: hwo, time: at, activity: what}");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::BadInput);
    EXPECT_EQ(e.where().line, 2U);
    EXPECT_NE(e.hint().text().find("who"), std::string::npos) << e.hint().text();
  }
  EXPECT_TRUE(workspace_->imports().empty());
}

TEST_F(ImportTest, ATouchpointRuleHoldsForThePastToo) {
  (void)import("a.csv", kShop);
  const std::string rules =
      std::string(kMapping) + "touchpoints: [{exact: view, to: product.view}]\n";
  (void)workspace_->save_document({.kind = "mappings",
                                   .name = "shop",
                                   .version = 0,
                                   .text = rules,
                                   .author = "",
                                   .saved_us = 0},
                                  1);
  EXPECT_NE(answer("summary").find("product.view"), std::string::npos);
}

TEST_F(ImportTest, AMissingDocumentIsNamedByANoun) {
  const auto missing = [&](const std::string& kind) {
    try {
      (void)workspace_->document(kind, "none", 0);
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::NotFound);
      return e.message().text(Language::French);
    }
    return std::string();
  };
  EXPECT_NE(missing("designs").find("parmi les parcours cibles"), std::string::npos);
  EXPECT_NE(missing("repositories").find("parmi les référentiels d’expérience"), std::string::npos);
  EXPECT_NE(missing("mappings").find("parmi les mappings"), std::string::npos);
  EXPECT_NE(missing("personas").find("parmi les personas"), std::string::npos);
}

TEST_F(ImportTest, OneProcessOwnsTheWorkspace) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 1;
    try {
      (void)Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 29U, .threads = 1});
    } catch (const Error& e) {
      code = e.code() == ErrorCode::Busy ? 0 : 2;
    }
    _exit(code);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

// Kills a process in the middle of an import, at several moments, and imports again.
TEST_F(ImportTest, AKilledImportLeavesTheStoreAsAnUndisturbedOneWould) {
  std::string text = "who,at,what,stars\n";
  for (int i = 0; i < 60'000; ++i) {
    text += "c" + std::to_string(i % 5'000) + ",2025-01-01 10:" + std::to_string(10 + i % 50) +
            ",step" + std::to_string(i % 7) + "," + std::to_string(i % 11) + "\n";
  }
  const fs::path file = parcours::testing::write_file(directory_.path() / "big.csv", text);
  (void)workspace_->import_file(file, kMapping, {}, {}, {});
  const std::string undisturbed = answer("transitions");
  workspace_.reset();

  const fs::path other = directory_.path() / "killed";
  for (const int after_rows : {1, 20'000, 59'999}) {
    const pid_t child = fork();
    if (child == 0) {
      const auto workspace = Workspace::open(other, {.memory_bytes = 1ULL << 29U, .threads = 2});
      (void)workspace->import_file(file, kMapping, {}, {}, [&](const ImportProgress& progress) {
        if (progress.rows >= static_cast<std::uint64_t>(after_rows)) kill(getpid(), SIGKILL);
      });
      kill(getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
  workspace_ = Workspace::open(other, {.memory_bytes = 1ULL << 29U, .threads = 2});
  const ImportReport report = workspace_->import_file(file, kMapping, {}, {}, {});
  EXPECT_TRUE(report.events == 60'000U || report.state == "already_imported");
  EXPECT_EQ(answer("transitions"), undisturbed);
}

}  // namespace
}  // namespace parcours::workspace
