#pragma once
// Mappings: which column of a file means what. A YAML document that a person can write, or that
// collect/proposal.h writes for them.
//
//   mapping: shop                   # the source's name
//   source: {rank: 10}              # at equal times lower ranks come first; 100 if not given
//   file: {format: csv, separator: ";", encoding: latin-1, header: true}     # guessed if absent
//   columns:
//     customer: customer_id         # or a list: the first that is not empty
//     case: episode
//     time: {column: at, format: iso, zone: Europe/Paris, day: start}        # or the column's name
//     activity: event               # or {columns: [a, b], join: "+"}
//     channel: channel              # or {constant: web}
//     id: event_id
//     lifecycle: lifecycle:transition
//     score: {column: score, scale: [0, 10]}
//     verbatim: comment
//     value: amount
//   properties: all                 # or a list
//   journeys: {by: customer, quiet: 30d, closes: [contract.cancelled]}       # customer, case, gap
//   touchpoints:                    # see TouchpointRule
//     - {exact: A_SUBMITTED, to: application.submitted}

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/document.h"
#include "collect/csv_dialect.h"

namespace parcours::collect {

/// How to open the file; what is not said is guessed.
struct FileOptions {
  enum class Format : std::uint8_t { Guessed, Csv, JsonLines, Xes, Parquet };
  Format format = Format::Guessed;
  CsvOptions csv;
};

struct TimeColumn {
  enum class Day : std::uint8_t { Start, End };
  std::string column;
  std::string format = "iso";  ///< iso, epoch_s, epoch_ms, or strptime directives.
  std::string zone = "UTC";    ///< Of times written without an offset.
  Day day = Day::Start;        ///< Where a date without a time stands in its day.
};

/// Columns whose texts are joined; empty ones are left out.
struct JoinedColumns {
  std::vector<std::string> columns;
  std::string join = "+";
};

struct Scale {
  double least = 0;
  double most = 10;
  bool operator==(const Scale&) const = default;
};

/// How events become journeys.
struct JourneyRule {
  enum class By : std::uint8_t { Customer, Case, Gap };
  By by = By::Customer;
  std::optional<std::int64_t> gap_us;    ///< Set exactly if `by` is Gap.
  std::optional<std::int64_t> quiet_us;  ///< After so much silence a journey counts as ended.
  std::vector<std::string> closes;       ///< Touchpoints that end a journey.
};

/// How a raw name becomes a touchpoint. All conditions that are set must hold.
struct TouchpointRule {
  enum class Use : std::uint8_t { Keep, Ignore };
  std::optional<std::string> exact;
  std::optional<std::string> prefix;
  std::optional<std::string> pattern;  ///< RE2; may match anywhere in the name.
  std::optional<std::string> column;   ///< Must hold `value`.
  std::string value;
  std::string to;       ///< {rest} = what follows the prefix; $0 … $9 = what the pattern caught.
  std::string channel;  ///< Replaces the event's channel unless empty.
  Use use = Use::Keep;  ///< Ignore: kept in the store, but no part of journeys.
  Place place;          ///< In the document, for messages.
};

struct Mapping {
  std::string name;
  int rank = 100;
  FileOptions file;

  std::vector<std::string> customer;  ///< At least one.
  std::string case_column;            ///< Empty if there is none; so are the ones below.
  TimeColumn time;
  JoinedColumns activity;
  std::string channel;
  std::string constant_channel;
  std::string id;
  std::string lifecycle;
  std::string score;
  std::optional<Scale> scale;
  std::string verbatim;
  std::string value;

  std::optional<std::vector<std::string>> properties;  ///< Absent: all columns not mapped above.
  JourneyRule journeys;
  std::vector<TouchpointRule> touchpoints;

  std::map<std::string, Place> places;  ///< Where the document names a column; for messages.
};

/// Reads a mapping document.
///
/// Errors: Error(BadInput) with the place for whatever is missing, unknown or contradictory,
///         time formats, zones and regular expressions included.
[[nodiscard]] Mapping parse_mapping(const Node& document);

/// Writes a mapping as YAML that parse_mapping reads back to the same mapping.
[[nodiscard]] std::string mapping_text(const Mapping& mapping);

/// The columns that the mapping names, each once: what a file must have.
[[nodiscard]] std::vector<std::string> named_columns(const Mapping& mapping);

/// Checks the mapping against a file.
///
/// Errors: Error(BadInput) for the first named column that the file does not have, with the
///         nearest that it has.
void check_columns(const Mapping& mapping, std::span<const std::string> columns);

/// The same for `only` some of the named columns: a file whose columns differ from record to record
/// can show only part of them at its beginning.
void check_columns(const Mapping& mapping, std::span<const std::string> only,
                   std::span<const std::string> columns);

}  // namespace parcours::collect
