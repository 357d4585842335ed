#pragma once
// An EventSource as a DuckDB table function: DuckDB's threads pull batches and write them in
// parallel.

#include <atomic>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "model/event_batch.h"
#include "store/duckdb/connection.h"

namespace parcours::store {

/// One running import, shared by the threads that scan it.
class ImportScan {
 public:
  /// `properties` get a column each; all others are written into the column `more` as JSON.
  ImportScan(model::EventSource& source, std::vector<std::string> properties,
             std::vector<model::EventBatch> first_batches, std::stop_token stop);

  /// The next batch for the calling thread; false at the end. Keeps what was refused and mended.
  /// Errors: what the source throws, Error(Cancelled), Error(TooLarge).
  bool next(model::EventBatch& batch);

  /// Remembers the exception in flight, for the caller of the import.
  void keep_exception() noexcept;
  /// Throws what was remembered, if anything.
  void rethrow();

  [[nodiscard]] const std::vector<std::string>& properties() const { return properties_; }
  [[nodiscard]] const std::vector<model::Refusal>& refused() const { return refused_; }
  [[nodiscard]] const std::vector<std::int64_t>& mends() const { return mends_; }
  [[nodiscard]] const std::map<Precision, std::uint64_t>& precision() const { return precision_; }

 private:
  void keep(model::EventBatch& batch);

  model::EventSource& source_;
  std::vector<std::string> properties_;
  std::stop_token stop_;
  std::mutex mutex_;
  std::vector<model::EventBatch> first_batches_;
  std::vector<model::Refusal> refused_;
  std::uint64_t refused_bytes_ = 0;
  std::vector<std::int64_t> mends_;
  std::map<Precision, std::uint64_t> precision_;
  std::exception_ptr exception_;
};

/// Registers the table function `parcours_import(address)` on a database, once. `address` is that
/// of a living ImportScan.
///
/// Columns: row, customer_key, customer, case_key, case_id, at_us, precision, name, channel,
///          lifecycle, score, value, verbatim, message_high, message_low, more, then one for each
///          property.
void register_import_scan(Connection& connection);

}  // namespace parcours::store
