#include "store/duckdb/event_writes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/error.h"

namespace parcours::store {
namespace {

// Appends rows of text and numbers; closed before the transaction goes on.
class Appender {
 public:
  Appender(Connection& connection, const char* table) {
    if (duckdb_appender_create(connection.handle(), nullptr, table, &appender_) != DuckDBSuccess) {
      fail();
    }
  }
  ~Appender() { duckdb_appender_destroy(&appender_); }
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  Appender& add(std::int64_t value) {
    duckdb_append_int64(appender_, value);
    return *this;
  }
  Appender& add(std::string_view text) {
    duckdb_append_varchar_length(appender_, text.data(), text.size());
    return *this;
  }
  Appender& add_null() {
    duckdb_append_null(appender_);
    return *this;
  }
  void end_row() {
    if (duckdb_appender_end_row(appender_) != DuckDBSuccess) fail();
  }
  void close() {
    if (duckdb_appender_close(appender_) != DuckDBSuccess) fail();
  }

 private:
  [[noreturn]] void fail() {
    throw_duckdb(duckdb_appender_error(appender_), said("keeping refused rows"));
  }
  duckdb_appender appender_ = nullptr;
};

}  // namespace

std::vector<std::string> property_columns(Connection& reader) {
  std::vector<std::string> names;
  reader.query(
      "SELECT substr(column_name, 3) FROM duckdb_columns() WHERE table_name = 'events' AND "
      "column_name LIKE 'p:%' ORDER BY 1",
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) names.emplace_back(chunk.text(0, i));
      });
  return names;
}

void add_property_columns(Connection& writer, const std::vector<std::string>& properties) {
  const std::vector<std::string> known = property_columns(writer);
  for (const std::string& property : properties) {
    if (std::find(known.begin(), known.end(), property) != known.end()) continue;
    writer.run("ALTER TABLE events ADD COLUMN " + identifier("p:" + property) + " VARCHAR");
  }
}

void insert_events(Connection& writer, std::uint64_t import, ImportScan& scan) {
  std::string columns =
      "row, customer_key, customer, case_key, case_id, at_us, precision, name, channel, lifecycle, "
      "score, value, verbatim, message_high, message_low, more";
  for (const std::string& property : scan.properties()) {
    columns += ", " + identifier("p:" + property);
  }
  try {
    writer.run(fmt::format(
        "INSERT INTO events (import, {}) SELECT {}, {} FROM parcours_import({}::UBIGINT)", columns,
        import, columns, reinterpret_cast<std::uintptr_t>(&scan)));
  } catch (const Error&) {
    scan.rethrow();
    throw;
  }
}

std::map<model::RefusalReason, std::uint64_t> keep_refused(
    Connection& writer, std::uint64_t import, const std::vector<model::Refusal>& refused) {
  std::map<model::RefusalReason, std::uint64_t> counts;
  if (refused.empty()) return counts;
  std::vector<const model::Refusal*> ordered;
  for (const model::Refusal& refusal : refused) {
    ordered.push_back(&refusal);
    ++counts[refusal.reason];
  }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto* a, const auto* b) { return a->line < b->line; });
  std::int64_t id = writer.number("SELECT max(id) FROM refused");
  Appender appender(writer, "refused");
  for (const model::Refusal* refusal : ordered) {
    appender.add(++id).add(static_cast<std::int64_t>(import));
    appender.add(static_cast<std::int64_t>(refusal->line));
    appender.add(static_cast<std::int64_t>(refusal->reason));
    appender.add(refusal->column)
        .add(refusal->detail.kept())
        .add(refusal->raw)
        .add_null()
        .end_row();
  }
  appender.close();
  return counts;
}

std::uint64_t mark_mended(Connection& writer, std::uint64_t import,
                          const std::vector<std::int64_t>& mends) {
  if (mends.empty()) return 0;
  const std::string ids = fmt::format("{}", fmt::join(mends, ","));
  const auto open = static_cast<std::uint64_t>(writer.number(
      fmt::format("SELECT count(*) FROM refused WHERE mended_by IS NULL AND id IN ({})", ids)));
  writer.run(fmt::format("UPDATE refused SET mended_by = {} WHERE mended_by IS NULL AND id IN ({})",
                         import, ids));
  return open;
}

}  // namespace parcours::store
