#include "cli/import_report_text.h"

#include <algorithm>
#include <vector>

#include "base/instant.h"
#include "base/said_numbers.h"
#include "cli/refusal_words.h"
#include "cli/table_text.h"

namespace parcours::cli {
namespace {

using workspace::ImportReport;

// Lines for a terminal: sentences, and names in a column with values behind them.
class ReportLines {
 public:
  explicit ReportLines(Language language) : language_(language) {}

  void say(const Message& sentence) { lines_.push_back({sentence.text(language_), {}}); }
  void add(const Message& name, const Message& value) {
    lines_.push_back({"  " + name.text(language_) + "  ", value.text(language_) + '\n'});
  }
  [[nodiscard]] std::string text() const {
    std::size_t widest = 0;
    for (const Line& line : lines_) {
      if (!line.value.empty()) widest = std::max(widest, display_width(line.name));
    }
    std::string text;
    for (const Line& line : lines_) {
      text += line.name;
      if (line.value.empty()) continue;
      text += std::string(widest - display_width(line.name), ' ') + line.value;
    }
    return text;
  }

 private:
  struct Line {
    std::string name;
    std::string value;  // Empty: the name is a sentence.
  };
  Language language_;
  std::vector<Line> lines_;
};

void add_import(const ImportReport& r, ReportLines& lines) {
  const double mb = static_cast<double>(r.bytes) / 1e6;
  lines.add(said("rows"),
            said("{}  ({} s, {} MB/s)", said_count(r.rows), said_decimal(r.seconds, 1),
                 said_decimal(r.seconds > 0 ? mb / r.seconds : 0.0, 0)));
  lines.add(said("events added"), said_count(r.events));
  if (r.duplicates != 0) lines.add(said("already here"), said_count(r.duplicates));
  if (r.mended != 0) lines.add(said("refusals mended"), said_count(r.mended));
  lines.add(said("refused"), said_count(r.refused));
  for (const auto& [reason, count] : r.refused_by_reason) {
    lines.add(said("  {}", said_reason(reason)), said_count(count));
  }
  if (r.times_without_offset != 0) {
    lines.add(said("times without offset"),
              said("{}, read as {}", said_count(r.times_without_offset), r.zone));
  }
  const auto days = r.precision.find("day");
  if (days != r.precision.end() && days->second != 0) {
    lines.add(said("dates without time"), said_count(days->second));
  }
}

void add_workspace(const ImportReport& r, ReportLines& lines) {
  lines.add(said("events"), said_count(r.total_events));
  lines.add(said("journeys"), said_count(r.journeys));
  lines.add(said("customers"), said_count(r.customers));
  lines.add(said("touchpoints"), said_count(r.touchpoints));
  if (r.total_events != 0) {
    lines.add(said("period"), said("{} to {}", format_instant(r.from_us), format_instant(r.to_us)));
  }
  lines.add(said("ties"), said("{} events in {} journeys share an instant with a neighbour",
                               said_count(r.ties.events), said_count(r.ties.journeys)));
  if (r.ties.pairs == 0) return;
  lines.add(
      said("  if ordered by name"),
      said("{} kinds of transitions instead of {}, {} variants instead of {}; {} counts would "
           "change",
           said_count(r.ties.edges_by_name), said_count(r.ties.edges),
           said_count(r.ties.variants_by_name), said_count(r.ties.variants),
           said_count(r.ties.edge_counts_changed)));
}

}  // namespace

std::string text_of(const workspace::ImportReport& r, Language language) {
  if (r.state == "already_imported") {
    return said("{}: these bytes were imported before; nothing was added\n", r.file).text(language);
  }
  ReportLines lines(language);
  lines.say(said("{}: imported as number {} with mapping '{}'\n", r.file, r.import, r.mapping));
  add_import(r, lines);
  lines.say(said("the workspace now holds\n"));
  add_workspace(r, lines);
  for (const Message& notice : r.notices) lines.say(said("note: {}\n", notice));
  return lines.text();
}

}  // namespace parcours::cli
