#include "store/duckdb/parquet_reader.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include "base/error.h"
#include "store/duckdb/connection.h"

namespace parcours::store {
namespace {

constexpr std::size_t kBlockRows = 1U << 14U;

// Why DuckDB could not read a file: the common reasons in our words, else the first line of its
// own.
Message parquet_reason(std::string words) {
  const auto has = [&](const char* part) { return words.find(part) != std::string::npos; };
  if (has("No magic bytes")) return said("its end is missing; it is cut short, or no Parquet file");
  if (has("Footer length") || has("too small")) return said("its end is damaged");
  words.resize(std::min(words.find('\n'), words.size()));
  return Message::verbatim(words);
}

class ParquetReader : public collect::Reader {
 public:
  explicit ParquetReader(const std::filesystem::path& file)
      : file_(file.string()),
        total_bytes_(std::filesystem::file_size(file)),
        database_("", {}),
        connection_(database_) {
    const std::string from = " FROM read_parquet(" + literal(file_) + ")";
    try {
      total_rows_ = static_cast<std::uint64_t>(connection_.number("SELECT count(*)" + from));
    } catch (const Error& e) {
      fail(e.message().text());
    }
    duckdb_prepared_statement prepared = nullptr;
    const std::string sql = "SELECT CAST(COLUMNS(*) AS VARCHAR)" + from;
    if (duckdb_prepare(connection_.handle(), sql.c_str(), &prepared) != DuckDBSuccess) {
      const std::string words = duckdb_prepare_error(prepared);
      duckdb_destroy_prepare(&prepared);
      fail(words);
    }
    const duckdb_state state = duckdb_execute_prepared_streaming(prepared, &result_);
    duckdb_destroy_prepare(&prepared);
    if (state != DuckDBSuccess) fail(duckdb_result_error(&result_));
    auto columns = std::make_shared<std::vector<std::string>>();
    for (idx_t c = 0; c < duckdb_column_count(&result_); ++c) {
      columns->emplace_back(duckdb_column_name(&result_, c));
    }
    columns_ = std::move(columns);
  }
  ~ParquetReader() override { duckdb_destroy_result(&result_); }
  ParquetReader(const ParquetReader&) = delete;
  ParquetReader& operator=(const ParquetReader&) = delete;

  bool next(collect::RawRows& block) override {
    block.clear();
    auto chunks = std::make_shared<std::vector<Chunk>>();
    {
      const std::lock_guard lock(mutex_);
      block.first_row = rows_;
      std::size_t taken = 0;
      while (taken < kBlockRows && !done_) {
        duckdb_data_chunk chunk = duckdb_fetch_chunk(result_);
        done_ = chunk == nullptr;
        if (done_) break;
        chunks->emplace_back(chunk);
        taken += chunks->back().rows();
      }
      rows_ += taken;
      const char* words = duckdb_result_error(&result_);
      if (words != nullptr && *words != '\0') fail(words);
      if (taken == 0) return false;
    }
    block.columns = columns_;
    std::uint64_t line = block.first_row;
    for (const Chunk& chunk : *chunks) {
      for (std::size_t i = 0; i < chunk.rows(); ++i) {
        block.line.push_back(++line);
        block.raw.emplace_back();
        for (std::size_t c = 0; c < columns_->size(); ++c) {
          block.cells.push_back(chunk.is_null(c, i) ? std::string_view{} : chunk.text(c, i));
        }
      }
    }
    block.storage.push_back(std::move(chunks));
    return true;
  }

  [[nodiscard]] model::EventSource::Progress progress() const override {
    const std::lock_guard lock(mutex_);
    const std::uint64_t bytes = total_rows_ == 0
                                    ? total_bytes_
                                    : static_cast<std::uint64_t>(static_cast<double>(total_bytes_) *
                                                                 static_cast<double>(rows_) /
                                                                 static_cast<double>(total_rows_));
    return {.bytes = bytes, .total_bytes = total_bytes_, .rows = rows_};
  }

  [[nodiscard]] std::vector<std::string> fixed_columns() const override { return *columns_; }

 private:
  [[noreturn]] void fail(const std::string& words) const {
    throw Error(ErrorCode::BadInput,
                said("this is not a Parquet file that can be read: {}", parquet_reason(words)),
                Place{.source = file_});
  }

  std::string file_;
  std::uint64_t total_bytes_;
  std::uint64_t total_rows_ = 0;
  Database database_;
  Connection connection_;
  mutable std::mutex mutex_;
  duckdb_result result_{};
  std::shared_ptr<const std::vector<std::string>> columns_;
  std::uint64_t rows_ = 0;
  bool done_ = false;  // a finished result must not be fetched from again
};

}  // namespace

std::unique_ptr<collect::Reader> open_parquet(const std::filesystem::path& file) {
  return std::make_unique<ParquetReader>(file);
}

}  // namespace parcours::store
