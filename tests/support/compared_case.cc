#include "support/compared_case.h"

#include <fmt/core.h>

#include <cmath>

#include "analysis/pattern.h"
#include "base/error.h"
#include "base/text.h"
#include "store/document_store.h"
#include "support/stub_event_store.h"
#include "support/temporary_directory.h"
#include "workspace/compare.h"
#include "workspace/question_line.h"

namespace parcours::testing {
namespace {

using workspace::Measured;

constexpr std::string_view kAsked = "compare ";

std::string shown(Measured unit, std::optional<double> value) {
  if (!value) return "-";
  if (unit == Measured::Share) return fmt::format("{:.1f}%", 100 * *value);
  if (unit == Measured::Time) {
    const std::string text = format_duration(std::llround(std::abs(*value)));
    return (*value < 0 ? "-" : "") + text;
  }
  return fmt::format("{:.2f}", *value);
}

std::string name_of(const workspace::ComparedNumber& number) {
  std::string name;
  for (const std::string& touchpoint : number.touchpoints) {
    name += (name.empty() ? "" : " -> ") + touchpoint;
  }
  if (number.step && number.touchpoints.empty()) name += fmt::format("{}", *number.step);
  return name.empty() ? "-" : name;
}

// The journeys that match what stands behind "here " or "there ".
workspace::Subject group(const std::shared_ptr<const workspace::Published>& published,
                         const std::vector<std::string_view>& lines, std::string_view word,
                         MemoryBudget& memory) {
  workspace::Subject subject{.published = published};
  for (const std::string_view line : lines) {
    if (!line.starts_with(word)) continue;
    const analysis::PatternSpec spec{
        analysis::parse_pattern(std::string(line.substr(word.size())), 0)};
    subject.choose(
        analysis::journeys_in_pattern(published->snapshot, spec, analysis::PatternState::Matching),
        memory);
  }
  return subject;
}

}  // namespace

bool is_comparison(const std::string& text) {
  return text.starts_with(kAsked);
}

namespace {

Rows rows_of(const journey::Snapshot& snapshot, const std::string& text) {
  const TemporaryDirectory directory;
  StubEventStore events;
  const auto documents = store::DocumentStore::open(directory.path() / "documents.sqlite");
  workspace::DocumentShelf shelf(*documents);
  workspace::SnapshotKeeper keeper(events, shelf, directory.path() / "snapshots");
  workspace::QuestionSnapshots snapshots(keeper);
  workspace::Trace trace;
  MemoryBudget memory(0);

  const std::vector<std::string_view> lines = split(text, '\n');
  const Node asked =
      workspace::parse_question_line("compare", {.text = lines.front(), .from = kAsked.size() - 1});
  const Node* parameters = asked.find("parameters");
  if (parameters == nullptr) throw Error(ErrorCode::BadQuery, Message::verbatim("no question"));
  auto published = std::make_shared<workspace::Published>();
  published->snapshot = snapshot;
  const workspace::Subject a = group(published, lines, "here ", memory);
  const workspace::Subject b = group(published, lines, "there ", memory);
  const workspace::QuestionInput input{.name = "compare",
                                       .parameters = *parameters,
                                       .snapshots = snapshots,
                                       .shelf = shelf,
                                       .events = events,
                                       .memory = memory,
                                       .trace = trace,
                                       .stop = {}};
  Rows rows = {{"number", "of", "here", "here_base", "there", "there_base", "difference", "low",
                "high", "p"}};
  for (const workspace::Comparable& one : workspace::comparables()) {
    if (one.question != asked.find("question")->text) continue;
    Fields fields(*parameters, Message::verbatim("question"));
    const auto compared = one.compare({.input = input, .a = a, .b = b, .limit = 100}, fields);
    for (const workspace::ComparedNumber& n : compared.numbers) {
      const analysis::Compared& c = n.numbers;
      const auto bound = [&](double analysis::Bounds::* end) {
        return shown(n.unit, c.bounds ? std::optional((*c.bounds).*end) : std::nullopt);
      };
      rows.push_back({std::string(n.measure), name_of(n), shown(n.unit, c.side[0].value),
                      fmt::format("{}", c.side[0].base), shown(n.unit, c.side[1].value),
                      fmt::format("{}", c.side[1].base), shown(n.unit, c.difference),
                      bound(&analysis::Bounds::low), bound(&analysis::Bounds::high),
                      c.p ? fmt::format("{:.4f}", *c.p) : "-"});
    }
  }
  return rows;
}

}  // namespace

Rows compared_rows(const journey::Snapshot& snapshot, const std::string& text) {
  try {
    return rows_of(snapshot, text);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::BadInput) throw;
    throw Error(ErrorCode::BadQuery, error.message(), error.where(), error.hint());
  }
}

}  // namespace parcours::testing
