// The command line as it is typed: output, words of errors, exit codes.
#include "cli/program.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/instant.h"
#include "base/said_numbers.h"
#include "support/fake_workspace.h"
#include "workspace/document_export.h"

namespace parcours::cli {
namespace {

namespace fs = std::filesystem;

class TestConsole final : public Console {
 public:
  void out(std::string_view text) override { output += text; }
  void err(std::string_view text) override { errors += text; }
  [[nodiscard]] bool shows_progress() const override { return watched; }
  [[nodiscard]] bool can_ask() const override { return !answers.empty(); }
  std::string ask(std::string_view question) override {
    errors += question;
    std::string answer = answers.back();
    answers.pop_back();
    return answer;
  }

  std::string output;
  std::string errors;
  std::vector<std::string> answers;
  bool watched = false;
};

// Hands out one workspace several times.
class Lent final : public workspace::Workspace {
 public:
  explicit Lent(testing::FakeWorkspace& kept) : kept_(kept) {}
  workspace::Answer ask(std::string_view q, const Node& p, std::stop_token s) override {
    return kept_.ask(q, p, s);
  }
  workspace::ImportProposal propose(const fs::path& f) override { return kept_.propose(f); }
  workspace::ImportReport import_file(
      const fs::path& f, const std::string& m, const workspace::ImportOptions& o, std::stop_token s,
      const std::function<void(const workspace::ImportProgress&)>& p) override {
    return kept_.import_file(f, m, o, s, p);
  }
  void check_import(const fs::path& f, const std::string& m) override { kept_.check_import(f, m); }
  workspace::BatchReport add_batch(workspace::BatchOrder o) override {
    return kept_.add_batch(std::move(o));
  }
  std::vector<workspace::ImportReport> imports() override { return kept_.imports(); }
  workspace::RefusedPage refused(const workspace::RefusedQuery& q) override {
    return kept_.refused(q);
  }
  workspace::MendFile mend_file(std::uint64_t i) override { return kept_.mend_file(i); }
  std::vector<workspace::StoredDocument> documents(std::string_view k) override {
    return kept_.documents(k);
  }
  workspace::StoredDocument document(std::string_view k, std::string_view n,
                                     std::uint64_t v) override {
    return kept_.document(k, n, v);
  }
  workspace::StoredDocument save_document(const workspace::StoredDocument& d,
                                          std::uint64_t b) override {
    return kept_.save_document(d, b);
  }
  std::vector<workspace::Remark> remarks(std::string_view k, std::string_view n) override {
    return kept_.remarks(k, n);
  }
  workspace::Remark add_remark(std::string_view k, std::string_view n,
                               const workspace::Remark& r) override {
    return kept_.add_remark(k, n, r);
  }
  std::vector<Message> check_document(std::string_view k, const std::string& t) override {
    (void)kept_.check_document(k, t);
    return workspace::notices_of(k, t, std::string(k));
  }
  workspace::Voting voting(std::string_view d) override { return kept_.voting(d); }
  workspace::Voting take_step(std::string_view d, const workspace::VotingStep& s) override {
    return kept_.take_step(d, s);
  }
  workspace::AlertLog& alerts() override { return kept_.alerts(); }

 private:
  testing::FakeWorkspace& kept_;
};

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest() {
    std::string path = (fs::temp_directory_path() / "parcours_cli_XXXXXX").string();
    directory_ = ::mkdtemp(path.data());
    fs::create_directory(directory_ / "data");
    write("events.csv", "who,when\nana,2025-01-01\n");
  }
  ~ProgramTest() override { fs::remove_all(directory_); }

  std::string write(const char* name, const std::string& text) {
    std::ofstream(directory_ / name) << text;
    return (directory_ / name).string();
  }
  std::string at(const char* name) const { return (directory_ / name).string(); }

  int run(std::vector<std::string> arguments) {
    console_.output.clear();
    console_.errors.clear();
    Surroundings around{
        .console = console_,
        .open =
            [this](const fs::path&, const workspace::OpenOptions& options) {
              memory_bytes_ = options.memory_bytes;
              return std::make_unique<Lent>(workspace_);
            },
        .check_document =
            [this](std::string_view, const std::string& text, const std::string& source) {
              (void)workspace_.check_document(source, text);
            },
        .interrupts = [] { return std::stop_token(); }};
    return run_program(arguments, around);
  }

  testing::FakeWorkspace workspace_;
  std::uint64_t memory_bytes_ = 0;  // asked for by the last command that opened the workspace
  TestConsole console_;
  fs::path directory_;
};

TEST_F(ProgramTest, SaysItsVersion) {
  EXPECT_EQ(run({"version"}), 0);
  EXPECT_EQ(console_.output, "parcours 0.1.0\n");
  EXPECT_EQ(run({"--version"}), 0);
  EXPECT_EQ(console_.output, "parcours 0.1.0\n");
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_NE(console_.output.find("simulate"), std::string::npos);
}

TEST_F(ProgramTest, GivesTheStoreTheMemoryAskedFor) {
  EXPECT_EQ(run({"ask", "summary", "--data", at("data"), "--memory", "4GiB"}), 0);
  EXPECT_EQ(memory_bytes_, 4ULL << 30U);
  EXPECT_EQ(run({"ask", "summary", "--data", at("data"), "--memory", "512mb"}), 0);
  EXPECT_EQ(memory_bytes_, 512ULL * 1000 * 1000);
  EXPECT_EQ(run({"design", "list", "--data", at("data")}), 0);
  EXPECT_EQ(memory_bytes_, 0U);  // the workspace's own measure
  for (const char* wrong : {"1MB", "0", "-4GB", "much"}) {
    EXPECT_EQ(run({"ask", "summary", "--data", at("data"), "--memory", wrong}), 2) << wrong;
    EXPECT_NE(console_.errors.find("--memory"), std::string::npos) << console_.errors;
  }
}

TEST_F(ProgramTest, AnswersQuestions) {
  EXPECT_EQ(
      run({"ask", "funnel", "a -> b", "--within", "30d", "--data", at("data"), "--format", "json"}),
      0);
  EXPECT_EQ(console_.output,
            "{\"question\":\"funnel\",\"events\":9,\"snapshot\":3,\"took_us\":5}\n");
  EXPECT_EQ(workspace_.last_parameters.find("within")->text, "30d");

  workspace_.table = {.columns = {said("step"), said("reached")},
                      .rows = {{std::string("a, b"), std::int64_t{5}}},
                      .notes = {}};
  EXPECT_EQ(run({"ask", "funnel", "a", "--data", at("data"), "--format=csv"}), 0);
  EXPECT_EQ(console_.output, "step,reached\r\n\"a, b\",5\r\n");
  workspace_.steps = {
      {.name = said("snapshot"), .detail = said("{} events, {} journeys", 9, 2), .took_us = 1'500},
      {.name = said("answer"), .took_us = 200}};
  EXPECT_EQ(run({"ask", "funnel", "a", "--data", at("data"), "--explain"}), 0);
  EXPECT_EQ(console_.output, "step  reached\na, b        5\n");
  EXPECT_EQ(console_.errors,
            "POST /api/funnel {\"steps\":[\"a\"]}\n"
            "snapshot         1.5 ms  9 events, 2 journeys\n"
            "answer           0.2 ms\n"
            "in all           1.7 ms\n");
}

TEST_F(ProgramTest, PointsIntoTheQuestion) {
  EXPECT_EQ(run({"ask", "funnel", "é ->  -> b", "--data", at("data")}), 2);
  EXPECT_EQ(console_.errors,
            "error: the name of a touchpoint is missing\n"
            "  at query:1:8\n"
            "  é ->  -> b\n"
            "        ^^\n"
            "hint: write the steps as 'A -> B -> C'\n");
}

TEST_F(ProgramTest, HasAnExitCodeForEachKindOfError) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"imprt", "x"}), 2);
  EXPECT_NE(console_.errors.find("did you mean 'parcours import'?"), std::string::npos)
      << console_.errors;
  EXPECT_EQ(run({"ask", "summary", "--formt", "json"}), 2);
  EXPECT_NE(console_.errors.find("did you mean '--format'?"), std::string::npos) << console_.errors;
  EXPECT_EQ(run({"ask", "sumary"}), 2);
  EXPECT_NE(console_.errors.find("did you mean 'summary'?"), std::string::npos);
  EXPECT_EQ(run({"ask", "summary", "--format", "xml"}), 2);
  EXPECT_EQ(run({"ask", "summary", "--data", at("none")}), 3);
  EXPECT_NE(console_.errors.find("hint: name it with --data DIR"), std::string::npos);
  EXPECT_EQ(run({"ask", "summary", "--param", "missing=x", "--data", at("data")}), 3);
  EXPECT_EQ(run({"ask", "summary", "{broken", "--data", at("data")}), 2);
  EXPECT_EQ(run({"ask", "summary", "--param", "fail=1", "--data", at("data")}), 1);
  EXPECT_EQ(run({"import", at("event.csv"), "--yes"}), 3);
  EXPECT_NE(console_.errors.find("events.csv'?"), std::string::npos) << console_.errors;
  EXPECT_EQ(run({"import", directory_.string(), "--yes"}), 1);
  EXPECT_TRUE(console_.output.empty());
}

TEST_F(ProgramTest, ImportSaysWhatToAddWhenNobodyCanBeAsked) {
  EXPECT_EQ(run({"import", at("events.csv"), "--data", at("data")}), 2);
  EXPECT_NE(console_.errors.find("--mapping FILE, or --yes"), std::string::npos);
  EXPECT_TRUE(workspace_.reports.empty());
}

TEST_F(ProgramTest, ImportShowsItsProposalAndAsks) {
  console_.answers = {"n"};
  EXPECT_EQ(run({"import", at("events.csv"), "--data", at("data")}), 5);
  EXPECT_TRUE(workspace_.reports.empty());
  EXPECT_NE(console_.errors.find("who     customer  by its name   ana · bob"), std::string::npos)
      << console_.errors;
  EXPECT_NE(console_.errors.find("note: the separator is read as tab"), std::string::npos);
  EXPECT_NE(console_.errors.find("mapping: events\n"), std::string::npos);

  console_.answers = {"Oui"};
  EXPECT_EQ(run({"import", at("events.csv"), "--data", at("data")}), 0);
  EXPECT_EQ(workspace_.reports.size(), 1U);
  EXPECT_EQ(workspace_.imported_mapping, "mapping: events\n");
  EXPECT_NE(console_.output.find("events.csv"), std::string::npos);
}

TEST_F(ProgramTest, ImportReadsMappingsFromFilesAndFromThoseKept) {
  const std::string good = write("good.yaml", "mapping: shop\n");
  EXPECT_EQ(run({"import", at("events.csv"), "--mapping", good, "--data", at("data"), "--format",
                 "json"}),
            0);
  EXPECT_EQ(workspace_.imported_mapping, "mapping: shop\n");
  EXPECT_EQ(console_.output.front(), '{');

  const std::string bad = write("bad.yaml", "mapping: x\nbad: true\n");
  EXPECT_EQ(run({"import", at("events.csv"), "--mapping", bad, "--data", at("data")}), 1);
  EXPECT_NE(console_.errors.find("  at " + bad + ":2:6\n  bad: true\n       ^\n"),
            std::string::npos)
      << console_.errors;

  ASSERT_EQ(run({"mapping", "add", good, "--data", at("data")}), 0);
  EXPECT_EQ(run({"import", at("events.csv"), "--mapping", "shop", "--data", at("data")}), 0);
}

TEST_F(ProgramTest, ProgressIsShownOnlyToPeople) {
  EXPECT_EQ(run({"import", at("events.csv"), "--yes", "--data", at("data")}), 0);
  EXPECT_EQ(console_.errors.find('\r'), std::string::npos);
  console_.watched = true;
  EXPECT_EQ(run({"import", at("events.csv"), "--yes", "--data", at("data")}), 0);
  EXPECT_NE(console_.errors.find("\rreading   50 %  1 rows  0 MB/s  1s left"), std::string::npos)
      << console_.errors;
}

TEST_F(ProgramTest, KeepsDocuments) {
  const std::string file = write("shop.yaml", "design: the shop\n");
  EXPECT_EQ(run({"design", "add", file, "--data", at("data"), "--author", "ana"}), 0);
  EXPECT_EQ(console_.output, "the shop is kept among the designs as version 1\n");
  EXPECT_EQ(run({"design", "add", file, "--data", at("data")}), 0);
  EXPECT_EQ(console_.output, "the shop is kept among the designs as version 2\n");
  EXPECT_EQ(run({"design", "show", "the shop", "--version", "1", "--data", at("data")}), 0);
  EXPECT_EQ(console_.output, "design: the shop\n");
  EXPECT_EQ(run({"design", "list", "--data", at("data"), "--format", "csv"}), 0);
  EXPECT_TRUE(console_.output.starts_with("name,version,saved,author\r\nthe shop,2,"));
  EXPECT_EQ(run({"design", "show", "none", "--data", at("data")}), 3);
  EXPECT_EQ(run({"design", "check", write("bad.yaml", "bad: 1\n")}), 1);
  EXPECT_EQ(run({"persona", "check", file}), 0);
  EXPECT_EQ(run({"mapping", "propose", at("events.csv"), "--data", at("data")}), 0);
  EXPECT_EQ(console_.output, "mapping: events\n");
  EXPECT_EQ(run({"design"}), 2);
  const std::string drawn =
      write("handling.bpmn",
            "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">"
            "<task id=\"t\"><extensionElements/></task></process></definitions>");
  EXPECT_EQ(run({"process", "add", drawn, "--data", at("data")}), 0);
  EXPECT_EQ(console_.output, "handling is kept among the processes as version 1\n");
  EXPECT_EQ(console_.errors,
            "note: kept in the text, not read into the graph: 1 × <extensionElements>\n"
            "note: journeys can be held against it; tasks and named events in blocks: 1\n");
  EXPECT_EQ(run({"design", "export", "the shop", "--as", "svg", "--data", at("data")}), 2);
}

TEST_F(ProgramTest, SpeaksFrench) {
  EXPECT_EQ(run({"--lang", "fr", "import", at("events.csv"), "--yes", "--data", at("data")}), 0);
  EXPECT_NE(console_.output.find("l’espace de travail contient maintenant\n"), std::string::npos)
      << console_.output;
  EXPECT_NE(console_.errors.find("note\u00a0: "), std::string::npos) << console_.errors;
  const std::string file = write("shop.yaml", "design: the shop\n");
  EXPECT_EQ(run({"design", "add", file, "--data", at("data"), "--lang", "fr"}), 0);
  EXPECT_EQ(console_.output, "the shop est enregistré parmi les parcours cibles, version 1\n");
  EXPECT_EQ(run({"design", "check", file, "--lang=fr"}), 0);
  EXPECT_EQ(console_.output, file + " est en ordre\n");

  workspace_.table = {.columns = {said("step"), said("median")},
                      .rows = {{std::string("pay"), said_duration(90 * kMinuteUs)}},
                      .notes = {said("{} customers", said_count(1'200))}};
  EXPECT_EQ(run({"--lang", "fr", "ask", "funnel", "pay", "--data", at("data")}), 0);
  EXPECT_EQ(console_.output, "étape  médiane\npay    1\u00a0h 30\u00a0min\n\n1\u202f200 clients\n");
  EXPECT_EQ(run({"--lang", "fr", "ask", "funnel", "pay", "--data", at("data"), "--format", "csv"}),
            0);
  EXPECT_EQ(console_.output, "step,median\r\npay,1h 30m\r\n");
  EXPECT_EQ(run({"--lang", "fr", "refused", "--data", at("data")}), 0);
  EXPECT_TRUE(console_.output.starts_with("n°  import  fichier")) << console_.output;
  EXPECT_NE(console_.output.find("sans client (no_customer)\u00a0: 1"), std::string::npos)
      << console_.output;
}

// Nothing of the parser's own English is left.
TEST_F(ProgramTest, HelpsInFrench) {
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {}, {"ask"}, {"import"}, {"serve"}, {"simulate"}, {"refused"}, {"mapping", "propose"}}) {
    std::vector<std::string> arguments = {"--lang", "fr"};
    arguments.insert(arguments.end(), command.begin(), command.end());
    arguments.emplace_back("--help");
    EXPECT_EQ(run(arguments), 0);
    EXPECT_NE(console_.output.find("Affiche cette aide"), std::string::npos) << console_.output;
    for (const char* english : {"Print", "REQUIRED", "UINT", "Usage:", "Options:", " the "}) {
      EXPECT_EQ(console_.output.find(english), std::string::npos) << english << console_.output;
    }
  }
}

TEST_F(ProgramTest, NumbersOfOptionsHaveLimits) {
  EXPECT_EQ(run({"serve", "--port", "99999"}), 2);
  EXPECT_NE(console_.errors.find("from 0 to 65535, not '99999'"), std::string::npos)
      << console_.errors;
  EXPECT_EQ(run({"simulate", "--out", at("x"), "--events", "-4"}), 2);
  EXPECT_EQ(run({"refused", "--limit", "many"}), 2);
}

TEST_F(ProgramTest, ListsAndMendsRefusedRows) {
  EXPECT_EQ(run({"refused", "--data", at("data")}), 0);
  EXPECT_NE(console_.output.find("no_customer: 1"), std::string::npos);
  EXPECT_EQ(run({"refused", "--mend", at("mend.csv"), "--data", at("data")}), 0);
  EXPECT_TRUE(fs::exists(directory_ / "mend.csv"));
  EXPECT_EQ(run({"refused", "--mend", at("mend.csv"), "--data", at("data")}), 1);
  EXPECT_NE(console_.errors.find("is there already"), std::string::npos);
}

}  // namespace
}  // namespace parcours::cli
