#include "store/duckdb/event_scan.h"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "store/event_store.h"

namespace parcours::store {
namespace {

constexpr std::uint64_t kMaxRefusedBytes = 512ULL << 20U;

// A VARCHAR vector of the chunk being filled.
class TextVector {
 public:
  explicit TextVector(duckdb_vector vector)
      : vector_(vector), data_(static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector))) {}

  void set(std::size_t row, std::string_view text) {
    if (text.size() <= kInlined) {
      duckdb_string_t value{};
      value.value.inlined.length = static_cast<std::uint32_t>(text.size());
      std::memcpy(value.value.inlined.inlined, text.data(), text.size());
      data_[row] = value;
    } else {
      duckdb_vector_assign_string_element_len(vector_, row, text.data(), text.size());
    }
  }
  void set_or_null(std::size_t row, std::string_view text) {
    if (!text.empty()) return set(row, text);
    set_null(row);
  }
  void set_null(std::size_t row) {
    if (validity_ == nullptr) {
      duckdb_vector_ensure_validity_writable(vector_);
      validity_ = duckdb_vector_get_validity(vector_);
    }
    validity_[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }

 private:
  static constexpr std::size_t kInlined = 12;
  duckdb_vector vector_;
  duckdb_string_t* data_;
  std::uint64_t* validity_ = nullptr;
};

// What one scanning thread holds between chunks.
struct ThreadState {
  model::EventBatch batch;
  std::size_t at = 0;
  // Of the batch's property names: the column of each, or npos for `more`.
  std::shared_ptr<const std::vector<std::string>> names;
  std::vector<std::size_t> column_of;
  std::vector<std::uint8_t> column_is_fed;
};

constexpr std::size_t kFixedColumns = 16;
constexpr std::size_t kMore = 15;

ImportScan& scan_of(void* data) {
  return *static_cast<ImportScan*>(data);
}

void bind(duckdb_bind_info info) {
  duckdb_value parameter = duckdb_bind_get_parameter(info, 0);
  const std::uintptr_t address = duckdb_get_uint64(parameter);
  duckdb_destroy_value(&parameter);
  auto* scan = reinterpret_cast<ImportScan*>(address);
  duckdb_bind_set_bind_data(info, scan, nullptr);

  const auto add = [&](const char* name, duckdb_type type) {
    duckdb_logical_type logical = duckdb_create_logical_type(type);
    duckdb_bind_add_result_column(info, name, logical);
    duckdb_destroy_logical_type(&logical);
  };
  static constexpr std::array<std::pair<const char*, duckdb_type>, kFixedColumns> kColumns = {{
      {"row", DUCKDB_TYPE_UBIGINT},
      {"customer_key", DUCKDB_TYPE_UBIGINT},
      {"customer", DUCKDB_TYPE_VARCHAR},
      {"case_key", DUCKDB_TYPE_UBIGINT},
      {"case_id", DUCKDB_TYPE_VARCHAR},
      {"at_us", DUCKDB_TYPE_BIGINT},
      {"precision", DUCKDB_TYPE_UTINYINT},
      {"name", DUCKDB_TYPE_VARCHAR},
      {"channel", DUCKDB_TYPE_VARCHAR},
      {"lifecycle", DUCKDB_TYPE_VARCHAR},
      {"score", DUCKDB_TYPE_DOUBLE},
      {"value", DUCKDB_TYPE_DOUBLE},
      {"verbatim", DUCKDB_TYPE_VARCHAR},
      {"message_high", DUCKDB_TYPE_UBIGINT},
      {"message_low", DUCKDB_TYPE_UBIGINT},
      {"more", DUCKDB_TYPE_VARCHAR},
  }};
  for (const auto& [name, type] : kColumns) add(name, type);
  for (const std::string& property : scan->properties()) {
    add(("p:" + property).c_str(), DUCKDB_TYPE_VARCHAR);
  }
}

void init(duckdb_init_info info) {
  constexpr std::uint64_t kMostThreads = 64;
  duckdb_init_set_max_threads(info, kMostThreads);
}

void init_thread(duckdb_init_info info) {
  duckdb_init_set_init_data(info, std::make_unique<ThreadState>().release(), [](void* kept) {
    const std::unique_ptr<ThreadState> owned(static_cast<ThreadState*>(kept));
  });
}

// Finds the columns of a batch's properties; batches of one file usually share their names.
void match_columns(const ImportScan& scan, ThreadState& state) {
  if (state.names == state.batch.property_names) return;
  state.names = state.batch.property_names;
  state.column_of.clear();
  state.column_is_fed.assign(scan.properties().size(), 0);
  if (!state.names) return;
  std::unordered_map<std::string_view, std::size_t> column;
  for (std::size_t k = 0; k < scan.properties().size(); ++k) column[scan.properties()[k]] = k;
  for (const std::string& name : *state.names) {
    const auto found = column.find(name);
    state.column_of.push_back(found == column.end() ? std::string::npos : found->second);
    if (found != column.end()) state.column_is_fed[found->second] = 1;
  }
}

template <typename T>
T* column_data(duckdb_data_chunk chunk, std::size_t index) {
  return static_cast<T*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, index)));
}

template <typename T, typename Get>
void fill(duckdb_data_chunk chunk, std::size_t index, std::size_t rows, const Get& get) {
  T* data = column_data<T>(chunk, index);
  for (std::size_t i = 0; i < rows; ++i) data[i] = get(i);
}

void fill_text(duckdb_data_chunk chunk, std::size_t index,
               const std::vector<std::string_view>& from, std::size_t begin, std::size_t rows) {
  TextVector out(duckdb_data_chunk_get_vector(chunk, index));
  for (std::size_t i = 0; i < rows; ++i) out.set_or_null(i, from[begin + i]);
}

// NaN stands for absent, in the batch and in the table.
void fill_numbers(duckdb_data_chunk chunk, std::size_t index, const std::vector<double>& from,
                  std::size_t begin, std::size_t rows) {
  std::memcpy(column_data<double>(chunk, index), from.data() + begin, rows * sizeof(double));
}

std::uint64_t key_of(std::string_view text) {
  return text.empty() ? 0 : hash64(text);
}

void fill_fixed(duckdb_data_chunk chunk, const model::EventBatch& b, std::size_t at,
                std::size_t rows) {
  fill<std::uint64_t>(chunk, 0, rows, [&](std::size_t i) { return b.row[at + i]; });
  fill<std::uint64_t>(chunk, 1, rows, [&](std::size_t i) { return key_of(b.customer[at + i]); });
  fill_text(chunk, 2, b.customer, at, rows);
  fill<std::uint64_t>(chunk, 3, rows, [&](std::size_t i) { return key_of(b.case_id[at + i]); });
  fill_text(chunk, 4, b.case_id, at, rows);
  fill<std::int64_t>(chunk, 5, rows, [&](std::size_t i) { return b.at_us[at + i]; });
  fill<std::uint8_t>(chunk, 6, rows,
                     [&](std::size_t i) { return static_cast<std::uint8_t>(b.precision[at + i]); });
  fill_text(chunk, 7, b.name, at, rows);
  fill_text(chunk, 8, b.channel, at, rows);
  fill_text(chunk, 9, b.lifecycle, at, rows);
  fill_numbers(chunk, 10, b.score, at, rows);
  fill_numbers(chunk, 11, b.value, at, rows);
  fill_text(chunk, 12, b.verbatim, at, rows);
  fill<std::uint64_t>(chunk, 13, rows, [&](std::size_t i) { return b.message[at + i].high; });
  fill<std::uint64_t>(chunk, 14, rows, [&](std::size_t i) { return b.message[at + i].low; });
}

// Properties without a column of their own, as a JSON object.
std::string more_of(const ThreadState& state, std::size_t row) {
  const std::size_t width = state.column_of.size();
  JsonWriter json;
  bool any = false;
  json.open_object();
  for (std::size_t k = 0; k < width; ++k) {
    if (state.column_of[k] != std::string::npos) continue;
    const std::string_view cell = state.batch.properties[row * width + k];
    if (cell.empty()) continue;
    json.member((*state.names)[k], cell);
    any = true;
  }
  const std::string text = json.close_object().take();
  return any ? text : std::string{};
}

void fill_properties(duckdb_data_chunk chunk, const ThreadState& state, std::size_t rows) {
  const std::size_t width = state.column_of.size();
  bool overflow = false;
  for (std::size_t k = 0; k < width; ++k) {
    if (state.column_of[k] == std::string::npos) {
      overflow = true;
      continue;
    }
    TextVector out(duckdb_data_chunk_get_vector(chunk, kFixedColumns + state.column_of[k]));
    for (std::size_t i = 0; i < rows; ++i) {
      out.set_or_null(i, state.batch.properties[(state.at + i) * width + k]);
    }
  }
  for (std::size_t c = 0; c < state.column_is_fed.size(); ++c) {
    if (state.column_is_fed[c] != 0) continue;
    TextVector out(duckdb_data_chunk_get_vector(chunk, kFixedColumns + c));
    for (std::size_t i = 0; i < rows; ++i) out.set_null(i);
  }
  TextVector more(duckdb_data_chunk_get_vector(chunk, kMore));
  for (std::size_t i = 0; i < rows; ++i) {
    more.set_or_null(i, overflow ? more_of(state, state.at + i) : std::string{});
  }
}

void scan_chunk(duckdb_function_info info, duckdb_data_chunk chunk) {
  ImportScan& scan = scan_of(duckdb_function_get_bind_data(info));
  auto& state = *static_cast<ThreadState*>(duckdb_function_get_local_init_data(info));
  try {
    while (state.at == state.batch.size()) {
      state.at = 0;
      if (!scan.next(state.batch)) {
        duckdb_data_chunk_set_size(chunk, 0);
        return;
      }
    }
    match_columns(scan, state);
    const std::size_t rows =
        std::min<std::size_t>(duckdb_vector_size(), state.batch.size() - state.at);
    fill_fixed(chunk, state.batch, state.at, rows);
    fill_properties(chunk, state, rows);
    state.at += rows;
    duckdb_data_chunk_set_size(chunk, rows);
  } catch (...) {
    scan.keep_exception();
    duckdb_function_set_error(info, "the source failed");
  }
}

}  // namespace

ImportScan::ImportScan(model::EventSource& source, std::vector<std::string> properties,
                       std::vector<model::EventBatch> first_batches, std::stop_token stop)
    : source_(source),
      properties_(std::move(properties)),
      stop_(std::move(stop)),
      first_batches_(std::move(first_batches)) {}

bool ImportScan::next(model::EventBatch& batch) {
  if (stop_.stop_requested()) throw Error(ErrorCode::Cancelled, said("the import was cancelled"));
  {
    const std::lock_guard lock(mutex_);
    if (!first_batches_.empty()) {
      batch = std::move(first_batches_.back());
      first_batches_.pop_back();
      keep(batch);
      return true;
    }
  }
  if (!source_.next(batch)) return false;
  const std::lock_guard lock(mutex_);
  keep(batch);
  return true;
}

void ImportScan::keep(model::EventBatch& batch) {
  for (const Precision precision : batch.precision) ++precision_[precision];
  for (const std::int64_t id : batch.mends) {
    if (id >= 0) mends_.push_back(id);
  }
  for (model::Refusal& refusal : batch.refused) {
    refused_bytes_ += refusal.raw.size() + refusal.detail.text().size();
    refused_.push_back(std::move(refusal));
  }
  batch.refused.clear();
  if (refused_.size() > kMaxRefusedRows || refused_bytes_ > kMaxRefusedBytes) {
    const model::Refusal& sample = refused_.front();
    throw Error(ErrorCode::TooLarge,
                said("more than {} rows (or {} MiB of them) were refused, so nothing was "
                     "imported; the first: line {}, {}",
                     kMaxRefusedRows, kMaxRefusedBytes >> 20U, sample.line, sample.detail),
                {}, said("the mapping probably does not fit the file"));
  }
}

void ImportScan::keep_exception() noexcept {
  const std::lock_guard lock(mutex_);
  if (!exception_) exception_ = std::current_exception();
}

void ImportScan::rethrow() {
  const std::lock_guard lock(mutex_);
  if (exception_) std::rethrow_exception(exception_);
}

void register_import_scan(Connection& connection) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, "parcours_import");
  duckdb_logical_type address = duckdb_create_logical_type(DUCKDB_TYPE_UBIGINT);
  duckdb_table_function_add_parameter(function, address);
  duckdb_destroy_logical_type(&address);
  duckdb_table_function_set_bind(function, bind);
  duckdb_table_function_set_init(function, init);
  duckdb_table_function_set_local_init(function, init_thread);
  duckdb_table_function_set_function(function, scan_chunk);
  const duckdb_state state = duckdb_register_table_function(connection.handle(), function);
  duckdb_destroy_table_function(&function);
  PARCOURS_CHECK(state == DuckDBSuccess);
}

}  // namespace parcours::store
