#include "store/duckdb/connection.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "base/error.h"

namespace parcours::store {
namespace {

constexpr std::uint64_t kLeastMemory = 64ULL << 20U;

std::string doubled(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

std::uint64_t half_of_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page = sysconf(_SC_PAGE_SIZE);
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) / 2;
}

// As DuckDB reads sizes.
std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{}MiB", bytes >> 20U);
}

void set_option(duckdb_config config, const char* name, const std::string& value) {
  PARCOURS_CHECK(duckdb_set_config(config, name, value.c_str()) == DuckDBSuccess);
}

// Owns a result while it is read.
struct Result {
  duckdb_result result{};
  Result() = default;
  ~Result() { duckdb_destroy_result(&result); }
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;
};

}  // namespace

void throw_duckdb(const char* message, const Message& doing) {
  const std::string text = message == nullptr ? "unknown error" : message;
  if (text.find("INTERRUPT") != std::string::npos ||
      text.find("Interrupted") != std::string::npos) {
    throw Error(ErrorCode::Cancelled, said("{} was cancelled", doing));
  }
  if (text.find("Could not set lock") != std::string::npos) {
    throw Error(ErrorCode::Busy, said("another parcours process has this workspace open"), {},
                said("stop it, or ask it through its address (parcours serve)"));
  }
  if (text.find("Out of Memory") != std::string::npos ||
      text.find("failed to allocate") != std::string::npos) {
    throw Error(ErrorCode::TooLarge, said("{} needs more memory than it may use: {}", doing, text),
                {}, said("give it more with --memory, or ask for less at once"));
  }
  if (text.find("No space left") != std::string::npos) {
    throw Error(ErrorCode::TooLarge, said("the disk is full while {}", doing), {},
                said("free some space and run it again; nothing was added"));
  }
  throw Error(ErrorCode::Internal, said("{}: {}", doing, text));
}

Database::Database(const std::filesystem::path& file, const DatabaseOptions& options) {
  duckdb_config config = nullptr;
  PARCOURS_CHECK(duckdb_create_config(&config) == DuckDBSuccess);
  memory_bytes_ = options.memory_bytes == 0 ? half_of_memory() : options.memory_bytes;
  memory_bytes_ = std::max(memory_bytes_, kLeastMemory);
  threads_ =
      options.threads != 0 ? options.threads : std::max(std::thread::hardware_concurrency(), 1U);
  set_option(config, "memory_limit", mebibytes(memory_bytes_));
  set_option(config, "threads", fmt::format("{}", threads_));
  set_option(config, "autoinstall_known_extensions", "false");
  set_option(config, "autoload_known_extensions", "false");
  set_option(config, "preserve_insertion_order", "false");
  set_option(config, "checkpoint_threshold", "1GiB");
  char* message = nullptr;
  const duckdb_state state =
      duckdb_open_ext(file.empty() ? nullptr : file.c_str(), &database_, config, &message);
  duckdb_destroy_config(&config);
  if (state == DuckDBSuccess) return;
  const std::string text = message == nullptr ? "" : message;
  duckdb_free(message);
  if (text.find("Could not set lock") != std::string::npos) {
    throw_duckdb(text.c_str(), said("opening the store"));
  }
  throw Error(ErrorCode::Corrupt, said("the store cannot be opened: {}", text),
              Place{.source = file.string()}, said("restore the file from a backup"));
}

Database::~Database() {
  duckdb_close(&database_);
}

void Database::apply_caps() {
  const std::uint64_t bytes =
      caps_.empty() ? memory_bytes_ : std::min(memory_bytes_, *caps_.rbegin());
  try {
    Connection(*this).run("SET memory_limit = " + literal(mebibytes(bytes)));
  } catch (const Error&) {  // more is in use than that: the limit stays as it was
  }
}

MemoryCap::MemoryCap(Database& database, std::uint64_t bytes) : database_(database) {
  const std::lock_guard lock(database_.caps_mutex_);
  place_ = database_.caps_.insert(std::max(bytes, kLeastMemory));
  database_.apply_caps();
}

MemoryCap::~MemoryCap() {
  const std::lock_guard lock(database_.caps_mutex_);
  database_.caps_.erase(place_);
  database_.apply_caps();
}

Chunk::~Chunk() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
}

bool Chunk::is_null(std::size_t column, std::size_t row) const {
  uint64_t* validity = duckdb_vector_get_validity(vector(column));
  return validity != nullptr && !duckdb_validity_row_is_valid(validity, row);
}

std::string_view Chunk::text(std::size_t column, std::size_t row) const {
  if (is_null(column, row)) return {};
  auto* strings = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector(column)));
  return {duckdb_string_t_data(&strings[row]), duckdb_string_t_length(strings[row])};
}

Connection::Connection(const Database& database) {
  PARCOURS_CHECK(duckdb_connect(database.handle(), &connection_) == DuckDBSuccess);
}

Connection::~Connection() {
  duckdb_disconnect(&connection_);
}

void Connection::run(const std::string& sql) {
  Result result;
  if (duckdb_query(connection_, sql.c_str(), &result.result) != DuckDBSuccess) {
    throw_duckdb(duckdb_result_error(&result.result), said("working in the store"));
  }
}

void Connection::query(const std::string& sql, const std::function<void(const Chunk&)>& take) {
  duckdb_prepared_statement prepared = nullptr;
  if (duckdb_prepare(connection_, sql.c_str(), &prepared) != DuckDBSuccess) {
    const std::string message = duckdb_prepare_error(prepared);
    duckdb_destroy_prepare(&prepared);
    throw_duckdb(message.c_str(), said("reading the store"));
  }
  Result result;
  const duckdb_state state = duckdb_execute_prepared_streaming(prepared, &result.result);
  duckdb_destroy_prepare(&prepared);
  if (state != DuckDBSuccess) {
    throw_duckdb(duckdb_result_error(&result.result), said("reading the store"));
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result.result)) take(Chunk(chunk));
  const char* error = duckdb_result_error(&result.result);
  if (error != nullptr && *error != '\0') throw_duckdb(error, said("reading the store"));
}

std::int64_t Connection::number(const std::string& sql) {
  std::int64_t value = 0;
  query("SELECT CAST((" + sql + ") AS BIGINT)", [&](const Chunk& chunk) {
    if (chunk.rows() != 0 && !chunk.is_null(0, 0)) value = chunk.column<std::int64_t>(0)[0];
  });
  return value;
}

std::string literal(std::string_view text) {
  return doubled(text, '\'');
}
std::string identifier(std::string_view name) {
  return doubled(name, '"');
}

}  // namespace parcours::store
