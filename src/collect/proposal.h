#pragma once
// A first mapping for a file that nobody has described yet.
//
//   first rows of a file  ->  columns judged by name and by content  ->  Mapping, with reasons
//
// Nothing is decided in silence: every column carries its reason and examples, and what could be
// meant otherwise is told as a notice.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "collect/column_names.h"
#include "collect/mapping.h"
#include "collect/raw_rows.h"

namespace parcours::collect {

/// What was found out about one column.
struct ColumnFinding {
  std::string column;
  ColumnRole role = ColumnRole::Property;
  Message reason;                     ///< "by its name; 6 different values".
  std::vector<std::string> examples;  ///< Up to three different values.
};

struct Proposal {
  Mapping mapping;                     ///< Usable if nothing is missing.
  std::vector<ColumnFinding> columns;  ///< In the order of the file.
  std::vector<Message> notices;        ///< What a person should check.
  std::vector<ColumnRole> missing;     ///< Of customer, time and activity what was not found.
  Message advice;                      ///< Says so; empty if nothing is missing.
  std::uint64_t rows_seen = 0;

  [[nodiscard]] bool complete() const { return missing.empty(); }
};

inline constexpr std::size_t kSampleRows = 10'000;

/// Proposes from the first rows that `reader` gives; the reader is used up. The mapping is named
/// after `file`, which is not opened here.
///
/// Journeys: by case where the file has a case column of its own (`case_id`, XES), else by
/// customer.
///           A log without customers takes the case for the customer.
/// Errors:   as the reader's; Error(BadInput) if the file has no rows.
[[nodiscard]] Proposal propose_mapping(Reader& reader, const std::filesystem::path& file);

/// Opens the file and proposes.
[[nodiscard]] Proposal propose_mapping(const std::filesystem::path& path,
                                       const FileOptions& options);

}  // namespace parcours::collect
