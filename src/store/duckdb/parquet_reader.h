#pragma once
// Parquet files as rows of named texts, read by DuckDB.

#include <filesystem>
#include <memory>

#include "collect/raw_rows.h"

namespace parcours::store {

/// Opens a Parquet file; every value is read as its text (times as ISO 8601).
///
/// Errors: Error(BadInput) with the file's name if it is no Parquet file.
[[nodiscard]] std::unique_ptr<collect::Reader> open_parquet(const std::filesystem::path& file);

}  // namespace parcours::store
