// Real logs give the figures that their sources publish. Skipped where the data are not at hand.

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/shared_data.h"
#include "support/temporary_directory.h"
#include "workspace/workspace.h"

namespace parcours::workspace {
namespace {

namespace fs = std::filesystem;

// A log in a workspace of its own, imported as proposed.
class KnownFigures : public ::testing::Test {
 protected:
  void SetUp() override {
    data_ = parcours::testing::shared_data();
    if (!data_)
      GTEST_SKIP() << "the reference data are not here; set PARCOURS_DATA to their folder";
  }

  void import(const std::string& file) {
    workspace_ =
        Workspace::open(directory_.path() / "w", {.memory_bytes = 1ULL << 30U, .threads = 2});
    const fs::path path = *data_ / file;
    const ImportProposal proposal = workspace_->propose(path);
    report_ = workspace_->import_file(path, proposal.mapping_yaml, {}, {}, {});
  }

  Node ask(const std::string& question, const std::string& parameters = "{}") {
    const Answer answer = workspace_->ask(question, parse_json(parameters, "query"), {});
    return parse_json(answer.json, "answer");
  }

  // A whole number in an answer, by a path of members and positions: "steps/0/reached".
  static std::int64_t number(const Node& node, std::string_view path) {
    const Node* at = &node;
    for (const std::string_view part : split(path, '/')) {
      if (at->is_sequence()) {
        at = &at->items.at(static_cast<std::size_t>(*parse_integer(part)));
      } else {
        at = at->find(part);
        if (at == nullptr) throw std::runtime_error("no " + std::string(part));
      }
    }
    return static_cast<std::int64_t>(*parse_number(at->text));
  }

  // A figure of expected.json.
  [[nodiscard]] std::int64_t expected(const std::string& path) const {
    return number(parse_json(parcours::testing::text_of_file(*data_ / "expected.json"), "expected"),
                  path);
  }

  std::optional<fs::path> data_;
  parcours::testing::TemporaryDirectory directory_;
  std::unique_ptr<Workspace> workspace_;
  ImportReport report_;
};

struct Log {
  std::string set;
  std::string file;
};

class ProcessLogs : public KnownFigures, public ::testing::WithParamInterface<Log> {};

TEST_P(ProcessLogs, CountsAreThoseOfTheSource) {
  import(GetParam().file);
  const std::string set = GetParam().set;
  const Node summary = ask("summary");
  const Node published =
      parse_json(parcours::testing::text_of_file(*data_ / "expected.json"), "expected");
  const Node* all = published.find(set);
  ASSERT_NE(all, nullptr);
  // P holds what the source publishes, C what was counted on the file; a figure may stand in
  // either.
  const auto figure = [&](std::string_view name) -> std::optional<std::int64_t> {
    for (const char* kind : {"P", "C"}) {
      const Node* part = all->find(kind);
      const Node* found = part == nullptr ? nullptr : part->find(name);
      if (found != nullptr) return static_cast<std::int64_t>(*parse_number(found->text));
    }
    return std::nullopt;
  };
  EXPECT_EQ(number(summary, "events"), figure("events"));
  EXPECT_EQ(number(summary, "journeys"), figure("cases"));
  EXPECT_EQ(number(summary, "variants"), figure("variants"));
  EXPECT_EQ(number(summary, "touchpoints"), figure("activities"));
  const Node graph = ask("transitions");
  const auto edges = static_cast<std::int64_t>(graph.find("edges")->items.size());
  EXPECT_EQ(edges, figure("directly_follows_edges"));
  EXPECT_EQ(number(graph, "base/transitions"), *figure("events") - *figure("cases"));
  EXPECT_EQ(report_.refused, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    All, ProcessLogs,
    ::testing::Values(Log{"process_running_example", "process_running_example/running-example.csv"},
                      Log{"process_running_example", "process_running_example/running-example.xes"},
                      Log{"process_receipt", "process_receipt/receipt.xes.gz"},
                      Log{"process_receipt", "process_receipt/receipt.csv.gz"},
                      Log{"process_bpic2012", "process_bpic2012/bpic2012.xes.gz"},
                      Log{"process_bpic2012", "process_bpic2012/bpic2012.csv.gz"},
                      Log{"process_helpdesk_it", "process_helpdesk_it/helpdesk.csv.gz"},
                      Log{"process_helpdesk_it", "process_helpdesk_it/helpdesk.xes.gz"},
                      Log{"process_teleclaims", "process_teleclaims/teleclaims.xes.gz"},
                      Log{"process_roadtraffic100",
                          "process_roadtraffic100/roadtraffic100traces.xes"}),
    [](const auto& log) {
      std::string name = log.param.file.substr(log.param.file.find('/') + 1);
      for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
      }
      return name;
    });

TEST_F(KnownFigures, RunningExampleCheckTicketToDecide) {
  import("process_running_example/running-example.csv");
  const Node graph = ask("transitions");
  for (const Node& edge : graph.find("edges")->items) {
    if (edge.find("from")->text != "check ticket" || edge.find("to")->text != "decide") continue;
    EXPECT_EQ(number(edge, "occurrences"), 6);
    EXPECT_EQ(number(edge, "median_us"), 129'300'000'000);
    EXPECT_EQ(number(edge, "mean_us"), 181'960'000'000);
    return;
  }
  FAIL() << "no such transition";
}

TEST_F(KnownFigures, ReceiptVariantsByRank) {
  import("process_receipt/receipt.xes.gz");
  const Node variants = ask("variants", R"({"limit":5})");
  const std::vector<std::int64_t> wanted = {713, 123, 116, 115, 75};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(number(variants, "variants/" + std::to_string(i) + "/journeys"), wanted[i]);
  }
  EXPECT_EQ(wanted[0], expected("process_receipt/C/top_variant_cases"));
}

// The funnel of journey.md 2.5: no window, 30, 7 and 1 days from the first step.
TEST_F(KnownFigures, Bpic2012FunnelAndItsWindows) {
  import("process_bpic2012/bpic2012.csv.gz");
  struct Case {
    std::string within;
    std::vector<std::int64_t> reached;
  };
  const std::vector<Case> cases = {{"null", {13087, 7367, 5113, 2246}},
                                   {"\"30d\"", {13087, 7367, 5113, 2058}},
                                   {"\"7d\"", {13087, 7366, 5023, 126}},
                                   {"\"1d\"", {13087, 7255, 4051, 28}}};
  for (const Case& c : cases) {
    const std::string steps =
        R"("steps":["A_SUBMITTED","A_PREACCEPTED","A_ACCEPTED","A_APPROVED"])";
    const Node funnel = ask("funnel", "{" + steps + ",\"within\":" + c.within + "}");
    for (std::size_t k = 0; k < c.reached.size(); ++k) {
      const std::string step = "steps/" + std::to_string(k);
      EXPECT_EQ(number(funnel, step + "/reached"), c.reached[k]) << c.within << " " << step;
      const std::int64_t next = k + 1 < c.reached.size() ? c.reached[k + 1] : c.reached[k];
      EXPECT_EQ(number(funnel, step + "/in_progress") + number(funnel, step + "/dropped"),
                c.reached[k] - next);
      // The number opens as a list with the identical count.
      const Node list = ask("journeys", "{\"limit\":0,\"set\":{\"of\":\"funnel\"," + steps +
                                            ",\"within\":" + c.within +
                                            ",\"step\":" + std::to_string(k + 1) + "}}");
      EXPECT_EQ(number(list, "count"), c.reached[k]);
    }
  }
}

// A pattern of steps alone is a funnel; its states add up and open as lists, and narrow a question.
TEST_F(KnownFigures, Bpic2012PatternsOfStepsAreFunnels) {
  import("process_bpic2012/bpic2012.csv.gz");
  const std::string steps = "A_SUBMITTED -> A_PREACCEPTED -> A_ACCEPTED -> A_APPROVED";
  const auto list = [&](const std::string& pattern, const std::string& state) {
    return number(ask("journeys", R"({"limit":0,"set":{"of":"pattern","pattern":")" + pattern +
                                      R"(","state":")" + state + R"("}})"),
                  "count");
  };
  const std::vector<std::pair<std::string, std::int64_t>> cases = {
      {"", 2'246}, {" within 30d", 2'058}, {" within 7d", 126}, {" within 1d", 28}};
  for (const auto& [within, matching] : cases) {
    const Node answer = ask("pattern", "{\"pattern\":\"" + steps + within + "\"}");
    EXPECT_EQ(number(answer, "matching"), matching) << within;
    EXPECT_EQ(
        number(answer, "matching") + number(answer, "in_progress") + number(answer, "without"),
        number(answer, "base/journeys"));
    for (const std::string state : {"matching", "in_progress", "without"}) {
      EXPECT_EQ(list(steps + within, state), number(answer, state)) << within << " " << state;
    }
  }
  // What lies between decides: approved and declined, never both.
  EXPECT_EQ(list("A_SUBMITTED -> !A_DECLINED -> A_APPROVED", "matching"), 2'246);
  EXPECT_EQ(list("^ A_SUBMITTED ->> A_PARTLYSUBMITTED", "matching"), 13'087);
  const Node narrowed = ask("summary", R"({"select":{"pattern":"A_APPROVED"}})");
  EXPECT_EQ(number(narrowed, "journeys"), 2'246);
}

// A mistake is shown at its place in the text of the pattern.
TEST_F(KnownFigures, MistakesInPatternsPointAtTheCharacter) {
  import("process_bpic2012/bpic2012.csv.gz");
  try {
    (void)ask("pattern", R"({"pattern":"A_SUBMITTED -> A_APROVED"})");
    FAIL() << "there is no such touchpoint";
  } catch (const Error& error) {
    EXPECT_EQ(error.where().column, 16U);
    EXPECT_EQ(error.where().length, 9U);
    EXPECT_EQ(error.hint().text(), "did you mean 'A_APPROVED'?");
  }
}

// Loan decisions of journey.md 2.6; how its figures differ from these by a digit, and why, stands
// in docs/methods/time-to-event.md.
TEST_F(KnownFigures, Bpic2012TimeToADecision) {
  import("process_bpic2012/bpic2012.csv.gz");
  const std::string outcomes = R"("outcomes":["A_APPROVED","A_DECLINED","A_CANCELLED"])";
  const Node answer = ask("time_to_event", "{" + outcomes + ",\"points\":5000}");
  const auto list = [&](const std::string& which) {
    const std::string set = R"({"limit":0,"set":{"of":"time_to_event",)" + outcomes + which + "}}";
    return number(ask("journeys", set), "count");
  };
  const std::vector<std::pair<std::string, std::int64_t>> had = {
      {"A_APPROVED", 2'246}, {"A_DECLINED", 7'635}, {"A_CANCELLED", 2'807}};
  for (std::size_t k = 0; k < had.size(); ++k) {
    EXPECT_EQ(number(answer, "outcomes/" + std::to_string(k) + "/journeys"), had[k].second);
    EXPECT_EQ(list(R"(,"state":"had","outcome":")" + had[k].first + "\""), had[k].second);
  }
  EXPECT_EQ(number(answer, "base/running") + number(answer, "base/quiet"), 399);
  EXPECT_EQ(list(R"(,"state":"censored")"), 399);
  EXPECT_EQ(number(answer, "base/started"), expected("process_bpic2012/P/cases"));
  EXPECT_EQ(list(R"(,"state":"stalled")"), number(answer, "stalled/journeys"));

  const auto days = [&](const std::string& path) {
    return static_cast<double>(number(answer, path)) / 86'400e6;
  };
  EXPECT_NEAR(days("quartiles/1/at_us"), 0.810, 0.0005);
  EXPECT_NEAR(days("quartiles/1/low_us"), 0.722, 0.0005);
  EXPECT_NEAR(days("quartiles/1/high_us"), 0.891, 0.0005);
  EXPECT_NEAR(days("finished/median_us"), 0.661, 0.0005);

  // With a horizon the last step stands at it, whatever the points.
  const auto last_of = [&](std::int64_t horizon_days) {
    const Node cut = ask("time_to_event", "{" + outcomes + ",\"points\":3,\"horizon\":\"" +
                                              std::to_string(horizon_days) + "d\"}");
    return cut.find("steps")->items.back();
  };
  const auto share = [](const Node& node) { return *parse_number(node.text); };
  const std::vector<std::pair<std::int64_t, double>> remaining = {
      {1, 0.4814}, {7, 0.4123}, {30, 0.1253}, {60, 0.0051}};
  for (const auto& [after, wanted] : remaining) {
    const Node last = last_of(after);
    EXPECT_NEAR(share(*last.find("remaining")), wanted, 0.00005) << after << " days";
    EXPECT_EQ(list(R"(,"state":"at_risk","until_us":)" + std::to_string(after * 86'400'000'000)),
              number(last, "at_risk"));
  }
  const Node month = last_of(30);
  const std::vector<double> incidence = {0.1619, 0.5794, 0.1334};
  for (std::size_t k = 0; k < incidence.size(); ++k) {
    EXPECT_NEAR(share(*month.find("outcomes")->items.at(k).find("share")), incidence[k], 0.00005);
  }
}

TEST_F(KnownFigures, Bpic2012TiesAndLifecycles) {
  import("process_bpic2012/bpic2012.xes.gz");
  EXPECT_EQ(report_.ties.pairs, 13'995U);
  EXPECT_EQ(report_.ties.events, 25'369U);
  EXPECT_EQ(report_.ties.journeys, 5'006U);
  EXPECT_EQ(report_.ties.edges_by_name, 102U);
  EXPECT_EQ(report_.ties.variants_by_name, 3'792U);
  EXPECT_EQ(report_.ties.edge_counts_changed, 75U);

  const Node complete = ask("summary", R"({"select":{"events":{"lifecycle":"COMPLETE"}}})");
  EXPECT_EQ(number(complete, "events"), expected("process_bpic2012/C/lifecycle/COMPLETE"));
  EXPECT_EQ(number(complete, "variants"), expected("process_bpic2012/C/complete_only_variants"));
  const Node graph = ask("transitions", R"({"select":{"events":{"lifecycle":"COMPLETE"}}})");
  EXPECT_EQ(graph.find("edges")->items.size(), 138U);
  EXPECT_EQ(number(graph, "base/transitions"), 151'419);

  const Node states =
      ask("summary", R"({"select":{"events":{"lifecycle":"COMPLETE","touchpoints":["A_*"]}}})");
  EXPECT_EQ(number(states, "events"), expected("process_bpic2012/C/A_complete_only/events"));
  EXPECT_EQ(number(states, "variants"), expected("process_bpic2012/C/A_complete_only/variants"));
}

TEST_F(KnownFigures, SimpleShopSessionsAndFunnel) {
  import("clickstream_simple_shop/simple_shop.csv");
  EXPECT_EQ(number(ask("summary"), "journeys"), expected("clickstream_simple_shop/P/users"));
  const Node sessions = ask("summary", R"({"select":{"journeys_by":"gap:30m"}})");
  EXPECT_EQ(number(sessions, "journeys"), expected("clickstream_simple_shop/P/sessions_30min"));
  const Node funnel = ask("funnel", R"({"steps":["catalog","cart","payment_done"]})");
  EXPECT_EQ(number(funnel, "steps/0/reached"),
            expected("clickstream_simple_shop/P/funnel/catalog"));
  EXPECT_EQ(number(funnel, "steps/1/reached"), expected("clickstream_simple_shop/P/funnel/cart"));
  EXPECT_EQ(number(funnel, "steps/2/reached"),
            expected("clickstream_simple_shop/P/funnel/payment_done"));
}

TEST_F(KnownFigures, TheXesAndTheCsvFormOfOneLogGiveTheSameAnswers) {
  const std::vector<std::pair<std::string, std::string>> questions = {
      {"summary", "{}"},
      {"transitions", "{}"},
      {"variants", R"({"limit":50})"},
      {"paths", R"({"anchor":{"at":"start"},"steps":4})"}};
  std::vector<std::string> answers;
  for (const char* form : {"process_receipt/receipt.xes.gz", "process_receipt/receipt.csv.gz"}) {
    import(form);
    std::string all;
    for (const auto& [question, parameters] : questions) {
      std::string json = workspace_->ask(question, parse_json(parameters, "q"), {}).json;
      all += json.substr(0, json.rfind(",\"took_us\"")) + "\n";
    }
    answers.push_back(all);
    workspace_.reset();
    fs::remove_all(directory_.path() / "w");
  }
  // Channels come from a column of the CSV and an attribute of the XES alike.
  EXPECT_EQ(answers[0], answers[1]);
}

}  // namespace
}  // namespace parcours::workspace
