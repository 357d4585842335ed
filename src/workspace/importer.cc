#include "workspace/importer.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "analysis/ties.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "collect/csv_reader.h"
#include "collect/file_source.h"
#include "collect/proposal.h"
#include "store/duckdb/parquet_reader.h"
#include "workspace/file_hash.h"

namespace parcours::workspace {
namespace {

using Clock = std::chrono::steady_clock;
using Format = collect::FileOptions::Format;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string_view name_of(Format format, std::string_view separator) {
  switch (format) {
    case Format::Csv:
      return separator == "\t" ? "tsv" : "csv";
    case Format::JsonLines:
      return "jsonl";
    case Format::Xes:
      return "xes";
    case Format::Parquet:
      return "parquet";
    case Format::Guessed:
      break;
  }
  return "";
}

std::string_view name_of(Precision precision) {
  switch (precision) {
    case Precision::Day:
      return "day";
    case Precision::Minute:
      return "minute";
    case Precision::Second:
      return "second";
    case Precision::Millisecond:
      return "millisecond";
    case Precision::Microsecond:
      return "microsecond";
  }
  return "";
}

// A reader with what is known of the file's layout.
struct OpenedFile {
  std::unique_ptr<collect::Reader> reader;
  Format format = Format::Guessed;
  std::vector<std::string> columns;
  std::string separator;
};

OpenedFile open(const std::filesystem::path& file, const collect::FileOptions& options) {
  OpenedFile opened;
  opened.format = collect::format_of(file, options);
  opened.reader = opened.format == Format::Parquet ? store::open_parquet(file)
                                                   : collect::open_reader(file, options);
  opened.columns = opened.reader->fixed_columns();
  if (const auto* csv = dynamic_cast<const collect::CsvReader*>(opened.reader.get())) {
    opened.separator = std::string(1, csv->dialect().syntax.record.separator);
  }
  return opened;
}

// Tells how far a source is, a few times a second, while the store reads it.
class ProgressTeller {
 public:
  ProgressTeller(const model::EventSource& source,
                 const std::function<void(const ImportProgress&)>& tell) {
    if (!tell) return;
    thread_ = std::jthread([this, &source, &tell](const std::stop_token& stop) {
      const Clock::time_point start = Clock::now();
      std::unique_lock lock(mutex_);
      while (!stop.stop_requested()) {
        wake_.wait_for(lock, stop, std::chrono::milliseconds(200), [] { return false; });
        const auto at = source.progress();
        tell({.stage = at.total_bytes != 0 && at.bytes >= at.total_bytes ? "storing" : "reading",
              .bytes = at.bytes,
              .total_bytes = at.total_bytes,
              .rows = at.rows,
              .seconds = seconds_since(start)});
      }
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

// The first event's time. What was read is given back on the way, so that the memory of an import
// does not grow with what the workspace holds.
std::int64_t first_instant(const journey::Snapshot& s) {
  constexpr std::uint64_t kEventsInMemory = 4U << 20U;
  if (s.at_us.empty()) return 0;
  std::int64_t first = s.at_us.front();
  std::uint64_t given_back = 0;
  for (std::size_t j = 0; j < s.customer.size(); ++j) {
    first = std::min(first, s.at_us[s.first_event[j]]);
    if (s.give_back && s.first_event[j] - given_back > kEventsInMemory) {
      s.give_back();
      given_back = s.first_event[j];
    }
  }
  return first;
}

void describe_workspace(const ImportTools& tools, std::stop_token stop, ImportReport& report) {
  const auto published = tools.keeper.get({}, stop, Age::Newest);
  const journey::Snapshot& s = published->snapshot;
  report.total_events = tools.events.event_count();
  report.journeys = s.customer.size();
  report.customers = s.customer_keys.size();
  report.touchpoints = s.touchpoint_names.size();
  report.from_us = first_instant(s);
  report.to_us = s.data_end_us;
  const analysis::TieEffect effect = analysis::measure_tie_effect(s, stop, s.give_back);
  report.ties = {.pairs = s.ties.pairs,
                 .events = s.ties.events,
                 .journeys = s.ties.journeys,
                 .edges = effect.edges,
                 .edges_by_name = effect.edges_by_name,
                 .variants = effect.variants,
                 .variants_by_name = effect.variants_by_name,
                 .edge_counts_changed = effect.edge_counts_changed};
  if (s.ignored_events != 0) {
    report.notices.push_back(said("{} events are left out of journeys by the mapping's rules",
                                  said_count(s.ignored_events)));
  }
  const auto states = tools.events.lifecycles();
  if (states.size() > 1) {
    Message list;
    for (const auto& [state, events] : states) {
      const Message one = said("{} {}", state, said_count(events));
      list = list.empty() ? one : said("{}, {}", list, one);
    }
    report.notices.push_back(
        said("events carry lifecycle states ({}), and each counts as an event: ask with "
             "--lifecycle {} to count one state only",
             list, states.front().first));
  }
}

std::optional<std::uint64_t> known_import(store::EventStore& events, const std::string& hash) {
  for (const store::ImportRecord& record : events.imports()) {
    if (record.info.content_hash == hash) return record.import;
  }
  return std::nullopt;
}

// A file of mended rows is written by us: its separator is the mapping's, its format its own
// name's.
collect::Mapping mapping_for(const ImportTask& task) {
  collect::Mapping mapping = collect::parse_mapping(parse_yaml(task.mapping_yaml, "mapping"));
  const bool lines = task.file.extension() == ".jsonl";
  if (lines && mapping.file.format != Format::JsonLines) mapping.file.format = Format::Guessed;
  return mapping;
}

// A cell of CSV; quoted where it would otherwise be read differently.
std::string quoted_cell(const std::string& text, char separator) {
  if (text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

void count(const store::ImportCounts& counts, ImportReport& report) {
  report.import = counts.import;
  report.rows = counts.rows;
  report.events = counts.events;
  report.duplicates = counts.duplicates;
  report.mended = counts.mended;
  for (const auto& [reason, rows] : counts.refused) {
    report.refused += rows;
    report.refused_by_reason[std::string(model::name_of(reason))] = rows;
  }
  for (const auto& [precision, rows] : counts.precision) {
    report.precision[std::string(name_of(precision))] = rows;
  }
}

}  // namespace

void check_import(const ImportTask& task) {
  collect::Mapping mapping = mapping_for(task);
  OpenedFile opened = open(task.file, mapping.file);
  const collect::FileSource source(std::move(opened.reader), std::move(mapping));
}

ImportReport run_import(const ImportTools& tools, const ImportTask& task, std::stop_token stop,
                        const std::function<void(const ImportProgress&)>& progress) {
  const Clock::time_point start = Clock::now();
  ImportReport report;
  report.file =
      task.options.display_name.empty() ? task.file.filename().string() : task.options.display_name;
  const std::string hash = hash_of_file(task.file);
  report.bytes = std::filesystem::file_size(task.file);
  collect::Mapping mapping = mapping_for(task);
  report.mapping = mapping.name;
  if (const auto known = known_import(tools.events, hash)) {
    report.import = *known;
    report.state = "already_imported";
    report.finished_us = now_us();
    return report;
  }

  OpenedFile opened = open(task.file, mapping.file);
  report.format = name_of(opened.format, opened.separator);
  report.columns = std::move(opened.columns);
  report.separator = std::move(opened.separator);
  collect::FileSource source(std::move(opened.reader), mapping);
  report.notices = source.notices();
  const store::ImportInfo info = {
      .file = report.file,
      .content_hash = hash,
      .mapping = mapping.name,
      .mapping_version =
          tools.shelf.keep_mapping(mapping.name, task.mapping_yaml, task.options.author),
      .source_rank = static_cast<std::uint16_t>(mapping.rank),
      .identity = mapping.id.empty() ? store::Identity::Content : store::Identity::MessageId};
  {
    const ProgressTeller teller(source, progress);
    count(tools.events.add_import(source, info, stop), report);
  }
  report.seconds = seconds_since(start);
  report.times_without_offset = source.counts().without_offset;
  report.zone = mapping.time.zone;
  report.state = "done";
  report.finished_us = now_us();
  tools.events.set_report(report.import,
                          kept_text(report));  // kept even if publishing does not end

  if (progress)
    progress({.stage = "publishing",
              .bytes = report.bytes,
              .total_bytes = report.bytes,
              .rows = report.rows,
              .seconds = report.seconds});
  tools.keeper.refresh();
  describe_workspace(tools, {}, report);  // what is stored is stored: no longer stopped
  report.finished_us = now_us();
  tools.events.set_report(report.import, kept_text(report));
  return report;
}

ImportProposal propose_import(const ImportTools& tools, const std::filesystem::path& file) {
  OpenedFile opened = open(file, {});
  collect::RawRows rows;
  const bool any = opened.reader->next(rows);
  ImportProposal proposal;
  proposal.format = name_of(opened.format, opened.separator);
  if (any) {
    const auto& columns = *rows.columns;
    const auto mends = std::find(columns.begin(), columns.end(), collect::kMendsColumn);
    if (mends != columns.end() && rows.rows() != 0) {
      const std::string_view id = rows.cells[static_cast<std::size_t>(mends - columns.begin())];
      const auto number = parse_integer(id);
      const std::uint64_t import =
          number ? tools.events.import_of_refused(static_cast<std::uint64_t>(*number)) : 0;
      for (const store::ImportRecord& record : tools.events.imports()) {
        if (record.import != import) continue;
        proposal.mapping_yaml =
            tools.shelf.get("mappings", record.info.mapping, record.info.mapping_version).text;
        proposal.notices.push_back(
            said("these rows mend refusals of import {} ({})", import, record.info.file));
        proposal.sampled_rows = rows.rows();
        return proposal;
      }
    }
  }
  const collect::Proposal found = opened.format == Format::Parquet
                                      ? collect::propose_mapping(*store::open_parquet(file), file)
                                      : collect::propose_mapping(file, collect::FileOptions{});
  proposal.mapping_yaml = collect::mapping_text(found.mapping);
  proposal.notices = found.notices;
  if (!found.complete()) proposal.notices.push_back(found.advice);
  proposal.advice = found.advice;
  for (const collect::ColumnRole role : found.missing) {
    proposal.missing.emplace_back(collect::name_of(role));
  }
  proposal.sampled_rows = found.rows_seen;
  for (const collect::ColumnFinding& column : found.columns) {
    proposal.columns.push_back({.name = column.column,
                                .role = std::string(collect::name_of(column.role)),
                                .reason = column.reason,
                                .examples = column.examples});
  }
  return proposal;
}

MendFile write_mend_file(store::EventStore& events, std::uint64_t import) {
  for (const store::ImportRecord& record : events.imports()) {
    if (record.import != import) continue;
    const ImportReport report =
        record.report.empty() ? ImportReport{} : report_of_kept(record.report);
    const bool csv = !report.separator.empty();
    MendFile out;
    out.name = fmt::format("refused-{}.{}", import,
                           csv ? (report.separator == "\t" ? "tsv" : "csv") : "jsonl");
    if (csv) {
      out.content = std::string(collect::kMendsColumn);
      for (const std::string& column : report.columns) {
        out.content += report.separator + quoted_cell(column, report.separator.front());
      }
      out.content += "\n";
    }
    for (const store::RefusedRecord& row :
         events.refused({.import = import, .mended = false, .limit = store::kMaxRefusedRows})) {
      std::string raw = row.refusal.raw;
      while (raw.ends_with('\n') || raw.ends_with('\r')) raw.pop_back();
      if (csv) {
        out.content += fmt::format("{}{}{}\n", row.id, report.separator, raw);
      } else if (raw.starts_with('{')) {
        const bool empty = trimmed(std::string_view(raw).substr(1)).starts_with('}');
        out.content += fmt::format("{{\"{}\":{}{}{}\n", collect::kMendsColumn, row.id,
                                   empty ? "" : ",", raw.substr(1));
      } else {
        out.content += raw + "\n";
      }
    }
    return out;
  }
  throw Error(ErrorCode::NotFound, said("there is no import {}", import));
}

}  // namespace parcours::workspace
