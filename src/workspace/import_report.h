#pragma once
// What is said of an import: before (proposal), during (progress) and after (report, refusals).

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/message.h"

namespace parcours::workspace {

/// One column of the file as the proposal reads it.
struct ProposedColumn {
  std::string name;
  std::string role;  ///< "customer", "time" … or "property".
  Message reason;    ///< Why.
  std::vector<std::string> examples;
};

/// A mapping proposed from a sample of the file.
struct ImportProposal {
  std::string mapping_yaml;
  std::string format;  ///< "csv", "tsv", "jsonl", "xes", "parquet".
  std::vector<ProposedColumn> columns;
  std::vector<Message> notices;      ///< What a person should check; `advice` is among them.
  std::vector<std::string> missing;  ///< Roles that no column was found for: not importable as is.
  Message advice;                    ///< What is said of them; empty if nothing is missing.
  std::uint64_t sampled_rows = 0;
};

/// Where a running import stands.
struct ImportProgress {
  std::string stage;  ///< "reading", "storing", "publishing".
  std::uint64_t bytes = 0;
  std::uint64_t total_bytes = 0;
  std::uint64_t rows = 0;
  double seconds = 0;
};

/// Ties, and what another order of tied events would change.
struct TieSensitivity {
  std::uint64_t pairs = 0;
  std::uint64_t events = 0;
  std::uint64_t journeys = 0;
  std::uint64_t edges = 0;                ///< Distinct transitions in the declared order …
  std::uint64_t edges_by_name = 0;        ///< … and with ties ordered by name instead.
  std::uint64_t variants = 0;             ///< Variants in the declared order …
  std::uint64_t variants_by_name = 0;     ///< … and with ties ordered by name instead.
  std::uint64_t edge_counts_changed = 0;  ///< Transitions whose count differs between the two.
};

/// How an import ended.
struct ImportReport {
  std::uint64_t import = 0;  ///< Its number; 0 if nothing was imported.
  std::string file;
  std::string format;
  std::string mapping;           ///< Name of the mapping.
  std::string state;             ///< "done", "already_imported", or "live" for a stream.
  std::int64_t finished_us = 0;  ///< Of a stream, when its last batch came.
  double seconds = 0;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;        ///< rows = events + duplicates + refused.
  std::uint64_t events = 0;      ///< Added by this import.
  std::uint64_t duplicates = 0;  ///< Were here already.
  std::uint64_t refused = 0;
  std::map<std::string, std::uint64_t> refused_by_reason;
  std::uint64_t mended = 0;                        ///< Refusals that this import mended.
  std::map<std::string, std::uint64_t> precision;  ///< "day", "minute" … of the times as written.
  std::uint64_t times_without_offset = 0;
  std::string zone;
  // Of the whole workspace after the import:
  std::uint64_t total_events = 0;
  std::uint64_t journeys = 0;
  std::uint64_t customers = 0;
  std::uint64_t touchpoints = 0;
  std::int64_t from_us = 0;
  std::int64_t to_us = 0;
  TieSensitivity ties;
  std::vector<Message> notices;
  // How the file was laid out, so that refused rows can be written back the same way:
  std::vector<std::string> columns;
  std::string separator;  ///< Of CSV; empty otherwise.
};

/// A refused row as kept.
struct RefusedRow {
  std::uint64_t id = 0;
  std::uint64_t import = 0;
  std::string file;
  std::uint64_t line = 0;
  std::string reason;
  std::string column;
  Message detail;
  std::string raw;
  std::string state;  ///< "open" or "mended".
};

struct RefusedQuery {
  std::uint64_t import = 0;  ///< 0: all.
  std::string reason;        ///< Empty: all.
  std::string state;         ///< Empty: all.
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;
};

struct RefusedPage {
  std::uint64_t count = 0;
  std::map<std::string, std::uint64_t> by_reason;  ///< Of all that match, not of this page.
  std::vector<RefusedRow> rows;
};

/// A file that lists refused rows for mending.
struct MendFile {
  std::string name;
  std::string content;
};

/// The report as JSON (api/imports.yaml), its notices in that language.
[[nodiscard]] std::string json_of(const ImportReport& report, Language language);
/// The report as it is kept: JSON, its notices in parts so that they can be said in any language.
[[nodiscard]] std::string kept_text(const ImportReport& report);
/// Reads back what kept_text wrote.
[[nodiscard]] ImportReport report_of_kept(const std::string& kept);

}  // namespace parcours::workspace
