// case_runner FILE.case …: answers each question of each case with the engine, with SQL in DuckDB
// and by its written definition; with the engine again on 1 and 8 threads over blocks of 2 events,
// and over a snapshot saved and mapped again. All must say the same, and the engine's tables must
// be the written ones.

#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "store/snapshot_file.h"
#include "store/sql/duckdb_twin.h"
#include "support/answer_table.h"
#include "support/asked_question.h"
#include "support/case_file.h"
#include "support/compared_case.h"
#include "support/small_worlds.h"
#include "support/temporary_directory.h"

namespace parcours::testing {
namespace {

using namespace analysis;

// One way of answering, with a name for the reader of a failure.
struct Named {
  std::string how;
  Answer answer;
};

Answer by_engine(const journey::Snapshot& s, const Question& question, const Execution& run) {
  struct Asked {
    const journey::Snapshot& s;
    const Execution& run;
    Answer operator()(const SummaryQuestion&) const { return measure_summary(s.view(), run); }
    Answer operator()(const TiesQuestion&) const { return measure_tie_effect(s, run); }
    Answer operator()(const TransitionSpec& q) const {
      return measure_transitions(s.view(), q, run);
    }
    Answer operator()(const VariantSpec& q) const { return measure_variants(s, q, run); }
    Answer operator()(const PathSpec& q) const { return measure_paths(s.view(), q, run); }
    Answer operator()(const FunnelSpec& q) const { return measure_funnel(s.view(), q, run); }
    Answer operator()(const TimeToEventSpec& q) const {
      return measure_time_to_event(s.view(), q, run);
    }
    Answer operator()(const PatternSpec& q) const { return measure_pattern(s, q, run); }
    Answer operator()(const RetentionSpec& q) const { return measure_retention(s.view(), q, run); }
    Answer operator()(const ReentrySpec& q) const { return measure_reentry(s.view(), q, run); }
    Answer operator()(const DriverSpec& q) const { return find_contact_drivers(s.view(), q, run); }
  };
  return std::visit(Asked{s, run}, question);
}

Answer by_definition(const World& world, const Question& question) {
  struct Asked {
    const World& world;
    Answer operator()(const SummaryQuestion&) const { return define_summary(world); }
    Answer operator()(const TiesQuestion&) const { return define_tie_effect(world); }
    Answer operator()(const TransitionSpec&) const { return define_transitions(world); }
    Answer operator()(const VariantSpec& q) const { return define_variants(world, q); }
    Answer operator()(const PathSpec& q) const { return define_paths(world, q); }
    Answer operator()(const FunnelSpec& q) const { return define_funnel(world, q); }
    Answer operator()(const TimeToEventSpec& q) const { return define_time_to_event(world, q); }
    Answer operator()(const PatternSpec& q) const { return define_pattern(world, q); }
    Answer operator()(const RetentionSpec& q) const { return define_retention(world, q); }
    Answer operator()(const ReentrySpec& q) const { return define_reentry(world, q); }
    Answer operator()(const DriverSpec& q) const { return define_contact_drivers(world, q); }
  };
  return std::visit(Asked{world}, question);
}

std::vector<Named> by_twin(store::DuckDbTwin& twin, const World& world, const Question& question) {
  struct Asked {
    store::DuckDbTwin& twin;
    const World& world;
    std::vector<Named> operator()(const SummaryQuestion&) const {
      return {{"DuckDB", twin.summary()}};
    }
    std::vector<Named> operator()(const TiesQuestion&) const {
      return {{"DuckDB", twin.tie_effect(world.touchpoints)}};
    }
    std::vector<Named> operator()(const TransitionSpec&) const {
      return {{"DuckDB", twin.transitions(world.touchpoints.size())}};
    }
    std::vector<Named> operator()(const VariantSpec& q) const {
      return {{"DuckDB", twin.variants(q, world.touchpoints)}};
    }
    std::vector<Named> operator()(const PathSpec& q) const { return {{"DuckDB", twin.paths(q)}}; }
    std::vector<Named> operator()(const FunnelSpec& q) const {
      // What ends an attempt has no twin: docs/methods/funnel.md says why.
      if (!q.is_plain()) return {};
      return {{"DuckDB", twin.funnel(q, world.data_end_us)}};
    }
    std::vector<Named> operator()(const TimeToEventSpec& q) const {
      return {{"DuckDB", twin.time_to_event(q, world.data_end_us)}};
    }
    // Patterns have no twin: docs/methods/patterns.md says why.
    std::vector<Named> operator()(const PatternSpec&) const { return {}; }
    std::vector<Named> operator()(const RetentionSpec& q) const {
      return {{"DuckDB", twin.retention(q, world.data_end_us)}};
    }
    std::vector<Named> operator()(const ReentrySpec& q) const {
      return {{"DuckDB", twin.reentry(q, world.data_end_us)}};
    }
    // The sets are drawn by chance, and so only once.
    std::vector<Named> operator()(const DriverSpec& q) const {
      const journey::Snapshot snapshot = snapshot_of(world);
      const journey::JourneyView view = snapshot.view();
      return {{"DuckDB", twin.contact_drivers(view, draw_risk_sets(view, q.risk), q)}};
    }
  };
  return std::visit(Asked{twin, world}, question);
}

journey::Snapshot reopened(const journey::Snapshot& snapshot) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "case.snapshot";
  store::write_snapshot(snapshot, "case", file);
  return store::map_snapshot(file, "case");
}

class CaseCheck {
 public:
  explicit CaseCheck(CaseFile file)
      : case_(std::move(file)),
        snapshot_(snapshot_of(case_.world)),
        reopened_(reopened(snapshot_)) {
    store::load_journey_events(connection_, snapshot_.view());
  }

  // What is wrong, for people; empty if nothing is.
  std::string run() {
    for (const CaseQuery& query : case_.queries) check(query);
    return std::move(wrong_);
  }

 private:
  void check(const CaseQuery& query) {
    try {
      if (is_comparison(query.text)) return check_comparison(query);
      const Question question = asked_question(query.text, snapshot_);
      const std::vector<Named> answers = all_answers(question);
      if (query.error) {
        complain(query, query.line, "an error was expected, but there is an answer");
        return;
      }
      compare(query, answers);
      for (const CaseTable& table : query.tables) compare(query, table, question, answers.front());
    } catch (const Error& error) {
      check_error(query, error);
    }
  }

  // Comparisons are of two groups, so they have no twin; their numbers are the questions' own.
  void check_comparison(const CaseQuery& query) {
    const Rows rows = compared_rows(snapshot_, query.text);
    for (const int threads : {1, 8}) {
      const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(threads));
      if (compared_rows(reopened_, query.text) != rows) {
        complain(query, query.line,
                 fmt::format("reopened, with {} threads, it is another answer", threads));
      }
    }
    if (query.error) complain(query, query.line, "an error was expected, but there is an answer");
    for (const CaseTable& table : query.tables) compare_rows(query, table, rows);
  }

  std::vector<Named> all_answers(const Question& question) {
    std::vector<Named> answers = {{"engine", by_engine(snapshot_, question, {})}};
    for (const int threads : {1, 8}) {
      const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(threads));
      tbb::task_arena arena(threads);
      arena.execute([&] {
        answers.push_back({fmt::format("engine, {} threads, blocks of 2 events", threads),
                           by_engine(snapshot_, question, {{}, 2})});
      });
    }
    answers.push_back({"engine, reopened", by_engine(reopened_, question, {})});
    answers.push_back({"definition", by_definition(case_.world, question)});
    for (Named& one : by_twin(twin_, case_.world, question)) answers.push_back(std::move(one));
    return answers;
  }

  void compare(const CaseQuery& query, const std::vector<Named>& answers) {
    const std::string first = text_of(answers.front().answer);
    const bool agree = std::all_of(answers.begin(), answers.end(),
                                   [&](const Named& one) { return text_of(one.answer) == first; });
    if (agree) return;
    std::string all = "the answers differ";
    for (const Named& one : answers) all += "\n--- " + one.how + "\n" + text_of(one.answer);
    complain(query, query.line, all);
  }

  void compare(const CaseQuery& query, const CaseTable& table, const Question& question,
               const Named& engine) {
    const Rows whole = table.name == "depth"
                           ? depths(question)
                           : table_of(engine.answer, question, case_.world, table.name);
    if (table.name != "depth") return compare_rows(query, table, whole);
    if (whole != table.rows) differs(query, table, whole);
  }

  void compare_rows(const CaseQuery& query, const CaseTable& table, const Rows& whole) {
    const Rows asked = columns_of(query, table, whole);
    if (asked != table.rows) differs(query, table, asked);
  }

  void differs(const CaseQuery& query, const CaseTable& table, const Rows& asked) {
    complain(query, table.line,
             "the answer is not the written one\n--- written\n" + printed(table.rows) +
                 "--- answered\n" + printed(asked));
  }

  // The columns that the case names, in its order.
  Rows columns_of(const CaseQuery& query, const CaseTable& table, const Rows& whole) {
    if (table.rows.empty()) return whole;
    std::vector<std::size_t> places;
    for (const std::string& column : table.rows.front()) {
      const auto found = std::find(whole.front().begin(), whole.front().end(), column);
      if (found == whole.front().end()) {
        complain(query, table.line,
                 fmt::format("there is no column {}; there are: {}", column,
                             fmt::join(whole.front(), ", ")));
        return {};
      }
      places.push_back(static_cast<std::size_t>(found - whole.front().begin()));
    }
    Rows rows;
    for (const auto& row : whole) {
      rows.emplace_back();
      for (const std::size_t place : places) rows.back().push_back(row[place]);
    }
    return rows;
  }

  // Journeys by name with their depth; those that reach nothing are not listed.
  Rows depths(const Question& question) {
    const auto& spec = std::get<FunnelSpec>(question);
    Rows rows;
    for (std::size_t j = 0; j < case_.world.journeys.size(); ++j) {
      std::size_t depth = 0;
      for (std::size_t k = 1; k <= spec.steps.size(); ++k) {
        const auto set = journeys_in_funnel(snapshot_.view(), spec, k, FunnelState::Reached);
        if (std::binary_search(set.begin(), set.end(), static_cast<std::uint32_t>(j))) depth = k;
      }
      if (depth != define_funnel_depth(case_.world, case_.world.journeys[j], spec)) {
        rows.push_back({snapshot_.journey_label(j), "differs from the definition"});
      } else if (depth != 0) {
        rows.push_back({snapshot_.journey_label(j), fmt::format("{}", depth)});
      }
    }
    return rows;
  }

  void check_error(const CaseQuery& query, const Error& error) {
    static constexpr std::pair<ErrorCode, std::string_view> kNames[] = {
        {ErrorCode::BadQuery, "BadQuery"}, {ErrorCode::NotFound, "NotFound"}};
    const auto is_code = [&](const auto& name) { return name.first == error.code(); };
    const auto code = std::find_if(std::begin(kNames), std::end(kNames), is_code);
    const bool as_written =
        query.error && code != std::end(kNames) && code->second == query.error->code &&
        error.where().line == query.error->line && error.where().column == query.error->column;
    if (!as_written) complain(query, query.line, fmt::format("it ends in: {}", error.what()));
  }

  static std::string printed(const Rows& rows) {
    std::vector<std::size_t> width;
    for (const auto& row : rows) {
      width.resize(std::max(width.size(), row.size()));
      for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], row[c].size());
    }
    std::string out;
    for (const auto& row : rows) {
      out += " ";
      for (std::size_t c = 0; c < row.size(); ++c) {
        out += c + 1 == row.size() ? fmt::format(" {}", row[c])
                                   : fmt::format(" {:<{}} ", row[c], width[c]);
      }
      out += "\n";
    }
    return out;
  }

  void complain(const CaseQuery& query, std::size_t line, const std::string& what) {
    wrong_ += fmt::format("{}, line {}: {}\n  {}\n", case_.name, line, query.text, what);
  }

  CaseFile case_;
  journey::Snapshot snapshot_;
  journey::Snapshot reopened_;  // the same, saved to a file and mapped
  store::Database database_{{}, {.memory_bytes = 256U << 20U, .threads = 2}};
  store::Connection connection_{database_};
  store::DuckDbTwin twin_{connection_};
  std::string wrong_;
};

int run(const std::vector<std::string>& files) {
  int failed = 0;
  for (const std::string& file : files) {
    std::string wrong;
    try {
      wrong = CaseCheck(read_case(file)).run();
    } catch (const std::exception& error) {
      wrong = fmt::format("{}: {}\n", file, error.what());
    }
    if (wrong.empty()) continue;
    fmt::print("{}", wrong);
    ++failed;
  }
  fmt::print("{} of {} cases hold\n", files.size() - static_cast<std::size_t>(failed),
             files.size());
  return failed == 0 && !files.empty() ? 0 : 1;
}

}  // namespace
}  // namespace parcours::testing

int main(int argc, char** argv) {
  return parcours::testing::run({argv + 1, argv + argc});
}
