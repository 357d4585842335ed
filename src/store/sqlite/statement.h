#pragma once
// SQLite behind the stores of documents and alerts, which share a file.

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/message.h"

namespace parcours::store {

/// Errors: Error(Busy, Corrupt, Internal), as SQLite says. Always throws.
[[noreturn]] void fail(sqlite3* database, const Message& doing);

/// Opens or creates the file; what is written is durable. Errors: Error(Corrupt, Busy).
[[nodiscard]] sqlite3* open_database(const std::string& file);

/// Runs statements that take and give nothing.
void run(sqlite3* database, const char* sql);

/// A prepared statement; bound and stepped in order.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    if (sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr) != SQLITE_OK) {
      fail(database, said("reading documents"));
    }
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(std::string_view text) {
    sqlite3_bind_text(statement_, ++bound_, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(std::int64_t number) {
    sqlite3_bind_int64(statement_, ++bound_, number);
    return *this;
  }
  bool step() {
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    fail(database_, said("keeping documents"));
  }
  [[nodiscard]] std::string text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes == nullptr
               ? std::string{}
               : std::string(bytes,
                             static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }
  [[nodiscard]] std::int64_t number(int column) const {
    return sqlite3_column_int64(statement_, column);
  }

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

}  // namespace parcours::store
