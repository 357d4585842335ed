#pragma once
// DuckDB through its C API, with owners instead of handles. The only folder that sees duckdb.h.

#include <duckdb.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"

namespace parcours::store {

/// Limits of one database.
struct DatabaseOptions {
  std::uint64_t memory_bytes = 0;  ///< 0: half of the machine's memory.
  unsigned threads = 0;            ///< 0: as many as the machine has.
};

/// An open database file (or memory, with an empty path).
///
/// Extensions are never loaded by themselves, and configuration is locked.
/// Errors: Error(Busy) if another process holds the file; Error(Corrupt) if it cannot be read.
class Database {
 public:
  Database(const std::filesystem::path& file, const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] duckdb_database handle() const { return database_; }
  /// How many threads run one statement.
  [[nodiscard]] unsigned threads() const { return threads_; }

 private:
  friend class MemoryCap;
  void apply_caps();

  duckdb_database database_ = nullptr;
  std::uint64_t memory_bytes_ = 0;
  unsigned threads_ = 0;
  std::mutex caps_mutex_;
  std::multiset<std::uint64_t> caps_;
};

/// Holds a database to `bytes` of memory while it lives, for work that writes or reads from end to
/// end once: DuckDB would keep every block that it has touched, up to its limit. Of several caps
/// the largest holds; the database's own limit is never exceeded.
///
/// Threads: safe from several threads; statements of other connections live under the cap too.
class MemoryCap {
 public:
  MemoryCap(Database& database, std::uint64_t bytes);
  ~MemoryCap();
  MemoryCap(const MemoryCap&) = delete;
  MemoryCap& operator=(const MemoryCap&) = delete;

 private:
  Database& database_;
  std::multiset<std::uint64_t>::iterator place_;
};

/// A block of result rows; columns are DuckDB's vectors.
class Chunk {
 public:
  explicit Chunk(duckdb_data_chunk chunk) : chunk_(chunk) {}
  ~Chunk();
  Chunk(Chunk&& other) noexcept : chunk_(other.chunk_) { other.chunk_ = nullptr; }
  Chunk& operator=(Chunk&&) = delete;

  [[nodiscard]] std::size_t rows() const { return duckdb_data_chunk_get_size(chunk_); }
  /// The values of a column as they lie in memory; the caller names the right type.
  template <typename T>
  [[nodiscard]] std::span<const T> column(std::size_t index) const {
    return {static_cast<const T*>(duckdb_vector_get_data(vector(index))), rows()};
  }
  [[nodiscard]] bool is_null(std::size_t column, std::size_t row) const;
  /// The text of a VARCHAR cell; empty for NULL. Borrowed from the chunk.
  [[nodiscard]] std::string_view text(std::size_t column, std::size_t row) const;

 private:
  [[nodiscard]] duckdb_vector vector(std::size_t index) const {
    return duckdb_data_chunk_get_vector(chunk_, index);
  }
  duckdb_data_chunk chunk_;
};

/// A connection: one transaction at a time.
///
/// Threads: one thread at a time; `interrupt` from any.
class Connection {
 public:
  explicit Connection(const Database& database);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs statements without looking at their result.
  ///
  /// Errors: Error(Cancelled) if interrupted, Error(TooLarge) if memory or disk ran out, else
  ///         Error(Internal) with DuckDB's words.
  void run(const std::string& sql);

  /// Runs one statement and hands over its result block by block.
  void query(const std::string& sql, const std::function<void(const Chunk&)>& take);

  /// The single number that a query returns; 0 for NULL or no row.
  [[nodiscard]] std::int64_t number(const std::string& sql);

  void interrupt() { duckdb_interrupt(connection_); }
  [[nodiscard]] duckdb_connection handle() const { return connection_; }

 private:
  duckdb_connection connection_ = nullptr;
};

/// Interrupts a connection when `stop` is requested, while it lives.
class InterruptOnStop {
 public:
  InterruptOnStop(const std::stop_token& stop, Connection& connection)
      : callback_(stop, [&connection] { connection.interrupt(); }) {}

 private:
  std::stop_callback<std::function<void()>> callback_;
};

/// `text` as an SQL string literal, quotes included.
[[nodiscard]] std::string literal(std::string_view text);
/// `name` as an SQL identifier, quotes included.
[[nodiscard]] std::string identifier(std::string_view name);
/// Throws the Error that fits DuckDB's message.
[[noreturn]] void throw_duckdb(const char* message, const Message& doing);

}  // namespace parcours::store
