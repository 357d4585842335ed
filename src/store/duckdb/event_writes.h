#pragma once
// The steps of adding events, whether a file brings them or a stream; each within the writer's
// transaction.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/event_batch.h"
#include "store/duckdb/connection.h"
#include "store/duckdb/event_scan.h"

namespace parcours::store {

// Rolls back unless told to commit.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {
    connection_.run("BEGIN TRANSACTION");
  }
  ~Transaction() {
    if (done_) return;
    try {
      connection_.run("ROLLBACK");
    } catch (const Error&) {  // the connection has rolled back already
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    connection_.run("COMMIT");
    done_ = true;
  }

 private:
  Connection& connection_;
  bool done_ = false;
};

/// Names of the properties that have a column of their own, by name.
[[nodiscard]] std::vector<std::string> property_columns(Connection& reader);
/// Gives these properties columns, where they have none.
void add_property_columns(Connection& writer, const std::vector<std::string>& properties);

/// Adds the events of a scan. Errors: what the scan's source throws.
void insert_events(Connection& writer, std::uint64_t import, ImportScan& scan);

/// Keeps refused rows by line, and counts them.
std::map<model::RefusalReason, std::uint64_t> keep_refused(
    Connection& writer, std::uint64_t import, const std::vector<model::Refusal>& refused);

/// Marks refused rows, by id, as mended by an import; returns how many were open.
std::uint64_t mark_mended(Connection& writer, std::uint64_t import,
                          const std::vector<std::int64_t>& mends);

}  // namespace parcours::store
