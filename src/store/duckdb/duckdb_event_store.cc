#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <mutex>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "model/ids.h"
#include "store/duckdb/connection.h"
#include "store/duckdb/event_scan.h"
#include "store/duckdb/event_writes.h"
#include "store/duckdb/scanned_chunks.h"
#include "store/duckdb/stream_intake.h"
#include "store/event_store.h"

namespace parcours::store {
namespace {

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS events (
  import INTEGER NOT NULL, row UBIGINT NOT NULL, customer_key UBIGINT NOT NULL, customer VARCHAR,
  case_key UBIGINT NOT NULL, case_id VARCHAR, at_us BIGINT NOT NULL, precision UTINYINT NOT NULL,
  name VARCHAR, channel VARCHAR, lifecycle VARCHAR, score DOUBLE, value DOUBLE, verbatim VARCHAR,
  message_high UBIGINT NOT NULL, message_low UBIGINT NOT NULL, more VARCHAR);
CREATE TABLE IF NOT EXISTS imports (
  import INTEGER NOT NULL, file VARCHAR, content_hash VARCHAR, mapping VARCHAR,
  mapping_version UBIGINT, source_rank USMALLINT, identity UTINYINT, report VARCHAR);
CREATE TABLE IF NOT EXISTS streams (
  import INTEGER NOT NULL, next_row UBIGINT NOT NULL, rows UBIGINT NOT NULL,
  duplicates UBIGINT NOT NULL, mended UBIGINT NOT NULL, last_us BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (
  id BIGINT NOT NULL, import INTEGER NOT NULL, line UBIGINT NOT NULL, reason UTINYINT NOT NULL,
  column_name VARCHAR, detail VARCHAR, raw VARCHAR, mended_by INTEGER);
)sql";

// How long events of a stream wait for a file that is being imported.
constexpr std::chrono::seconds kPatience{5};

constexpr std::size_t kSampledRows = 20'000;
constexpr std::size_t kSampledCells = 1'000'000;

// What passing once over all events needs; DuckDB holds a few blocks of 256 KiB for every column
// that a thread writes.
constexpr std::size_t kEventColumns = 17;
constexpr std::uint64_t kPassMemory = 256ULL << 20U;
constexpr std::uint64_t kMemoryOfColumn = 1ULL << 20U;

// The first batches of a source: their property names become columns.
struct Sample {
  std::vector<model::EventBatch> batches;
  std::vector<std::string> properties;
};

Sample sample_of(model::EventSource& source) {
  Sample sample;
  std::set<std::string> seen;
  std::size_t rows = 0;
  std::size_t cells = 0;
  model::EventBatch batch;
  while (rows < kSampledRows && cells < kSampledCells && source.next(batch)) {
    rows += batch.size();
    cells += batch.properties.size();
    if (batch.property_names) {
      for (const std::string& name : *batch.property_names) {
        if (seen.insert(name).second) sample.properties.push_back(name);
      }
    }
    sample.batches.push_back(std::move(batch));
    batch = model::EventBatch{};
  }
  if (sample.properties.size() > kMaxPropertyColumns) {
    sample.properties.resize(kMaxPropertyColumns);
  }
  std::reverse(sample.batches.begin(), sample.batches.end());  // taken from the back
  return sample;
}

// The text of a property in SQL; `known` have a column of their own.
std::string property_text(const std::string& property, const std::vector<std::string>& known) {
  std::string in_more =
      fmt::format("json_extract_string(more, {})", literal(fmt::format("$.\"{}\"", property)));
  if (std::find(known.begin(), known.end(), property) == known.end()) return in_more;
  return fmt::format("coalesce({}, {})", identifier("p:" + property), in_more);
}

// Ranges as conditions; whole imports that follow one another are one.
std::vector<std::string> conditions_of(const std::vector<RowRange>& ranges) {
  std::vector<std::string> conditions;
  for (std::size_t i = 0; i < ranges.size();) {
    const RowRange& first = ranges[i];
    std::size_t last = i++;
    if (!first.is_whole()) {
      conditions.push_back(fmt::format("import = {} AND row >= {} AND row < {}", first.import,
                                       first.first_row, first.end_row));
      continue;
    }
    while (i < ranges.size() && ranges[i].is_whole() &&
           ranges[i].import == ranges[last].import + 1) {
      last = i++;
    }
    conditions.push_back(
        fmt::format("import >= {} AND import <= {}", first.import, ranges[last].import));
  }
  return conditions;
}

std::optional<double> present(double value) {
  return std::isnan(value) ? std::nullopt : std::optional<double>(value);
}

std::string where_of(const RefusedFilter& filter) {
  std::string where = "WHERE true";
  if (filter.import != 0) where += fmt::format(" AND import = {}", filter.import);
  if (filter.reason) where += fmt::format(" AND reason = {}", static_cast<int>(*filter.reason));
  if (filter.mended)
    where += *filter.mended ? " AND mended_by IS NOT NULL" : " AND mended_by IS NULL";
  return where;
}

class DuckDbEventStore : public EventStore {
 public:
  DuckDbEventStore(const std::filesystem::path& file, const DatabaseOptions& options)
      : database_(file, options), writer_(database_), intake_(database_, writer_) {
    writer_.run(kSchema);
    register_import_scan(writer_);
    intake_.load();
  }

  BatchCounts add_batch(std::vector<model::EventBatch> batches, const ImportInfo& info,
                        std::int64_t now_us) override {
    const std::unique_lock lock(write_mutex_, kPatience);
    if (!lock) {
      throw Error(ErrorCode::Busy, said("a file is being imported, so events cannot be taken in"),
                  {}, said("send them again when it has ended; nothing was added"));
    }
    return intake_.add(std::move(batches), info, now_us);
  }
  std::map<std::uint64_t, std::uint64_t> stream_rows() override { return intake_.rows(); }

  ImportCounts add_import(model::EventSource& source, const ImportInfo& info,
                          std::stop_token stop) override;

  void set_report(std::uint64_t import, const std::string& report) override {
    const std::lock_guard lock(write_mutex_);
    writer_.run(
        fmt::format("UPDATE imports SET report = {} WHERE import = {}", literal(report), import));
  }

  std::vector<ImportRecord> imports() override;

  std::uint64_t event_count() override {
    return static_cast<std::uint64_t>(Connection(database_).number("SELECT count(*) FROM events"));
  }

  std::vector<std::string> property_names() override {
    Connection reader(database_);
    return property_columns(reader);
  }

  void scan_customers(std::stop_token stop, const TakeKeyed& take) override {
    scan_keyed("customer_key", "customer", stop, take);
  }
  void scan_cases(std::stop_token stop, const TakeKeyed& take) override {
    scan_keyed("case_key", "case_id", stop, take);
  }
  std::vector<std::pair<std::string, std::uint64_t>> lifecycles() override;

  void scan(const ScanSpec& spec, std::stop_token stop,
            const std::function<void(const ScannedEvents&)>& take) override;
  void scan_property(const std::string& name, std::stop_token stop,
                     const std::function<void(const ScannedProperty&)>& take) override;

  std::vector<StoredEvent> events_of(std::uint64_t customer) override {
    return read_events(
        fmt::format("WHERE customer_key = {} ORDER BY at_us, row, import", customer));
  }
  std::vector<StoredEvent> events(std::span<const std::uint64_t> ids) override;

  std::vector<RefusedRecord> refused(const RefusedFilter& filter) override;
  std::map<model::RefusalReason, std::uint64_t> count_refused(const RefusedFilter& filter) override;
  std::uint64_t import_of_refused(std::uint64_t id) override {
    return static_cast<std::uint64_t>(
        Connection(database_).number(fmt::format("SELECT import FROM refused WHERE id = {}", id)));
  }

 private:
  void scan_keyed(const char* key, const char* text, const std::stop_token& stop,
                  const TakeKeyed& take);
  std::vector<StoredEvent> read_events(const std::string& tail);
  std::uint64_t remove_duplicates(std::uint64_t import, Identity identity);

  Database database_;
  std::timed_mutex write_mutex_;
  Connection writer_;
  StreamIntake intake_;
};

ImportCounts DuckDbEventStore::add_import(model::EventSource& source, const ImportInfo& info,
                                          std::stop_token stop) {
  const std::lock_guard lock(write_mutex_);
  Sample sample = sample_of(source);
  ImportScan scan(source, std::move(sample.properties), std::move(sample.batches), stop);
  const InterruptOnStop interrupt(stop, writer_);

  const std::size_t columns =
      kEventColumns + property_columns(writer_).size() + scan.properties().size();
  const MemoryCap cap(database_,
                      std::max(kPassMemory, columns * database_.threads() * kMemoryOfColumn));

  ImportCounts counts;
  Transaction transaction(writer_);
  counts.import = static_cast<std::uint64_t>(writer_.number("SELECT max(import) FROM imports")) + 1;
  add_property_columns(writer_, scan.properties());
  insert_events(writer_, counts.import, scan);
  const auto inserted = static_cast<std::uint64_t>(
      writer_.number(fmt::format("SELECT count(*) FROM events WHERE import = {}", counts.import)));
  counts.duplicates = remove_duplicates(counts.import, info.identity);
  counts.events = inserted - counts.duplicates;
  counts.refused = keep_refused(writer_, counts.import, scan.refused());
  counts.mended = mark_mended(writer_, counts.import, scan.mends());
  counts.precision = scan.precision();
  counts.rows = inserted + scan.refused().size();
  writer_.run(fmt::format("INSERT INTO imports VALUES ({}, {}, {}, {}, {}, {}, {}, NULL)",
                          counts.import, literal(info.file), literal(info.content_hash),
                          literal(info.mapping), info.mapping_version, info.source_rank,
                          static_cast<int>(info.identity)));
  if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("the import was cancelled"));
  transaction.commit();
  intake_.forget_messages();
  return counts;
}

std::uint64_t DuckDbEventStore::remove_duplicates(std::uint64_t import, Identity identity) {
  const bool earlier =
      writer_.number(fmt::format("SELECT count(*) FROM imports WHERE import < {}", import)) != 0;
  if (!earlier && identity == Identity::Content) return 0;
  // Rows of this import that share a message with an earlier import or with each other; few.
  std::string suspects = fmt::format(
      "SELECT message_high, message_low FROM events WHERE import = {} GROUP BY ALL HAVING count(*) "
      "> 1",
      import);
  if (earlier) {
    suspects += fmt::format(
        " UNION SELECT n.message_high, n.message_low FROM events n WHERE n.import = {0} AND EXISTS "
        "(SELECT 1 FROM events o WHERE o.import < {0} AND o.message_high = n.message_high AND "
        "o.message_low = n.message_low)",
        import);
  }
  writer_.run("CREATE TEMP TABLE suspects AS " + suspects);
  // A message id is kept once; equal contents are kept as often as the largest import has them.
  const char* keep =
      identity == Identity::MessageId ? "greatest(1 - was, 0)" : "greatest(total - was, 0)";
  writer_.run(fmt::format(
      "CREATE TEMP TABLE surplus AS WITH old AS (SELECT message_high, message_low, count(*) AS was "
      "FROM events JOIN suspects USING (message_high, message_low) WHERE import < {0} GROUP BY "
      "ALL), "
      "new AS (SELECT row, message_high, message_low, "
      "row_number() OVER (PARTITION BY message_high, message_low ORDER BY row DESC) AS k, "
      "count(*) OVER (PARTITION BY message_high, message_low) AS total "
      "FROM events JOIN suspects USING (message_high, message_low) WHERE import = {0}) "
      "SELECT row FROM (SELECT row, k, total, coalesce(was, 0) AS was FROM new LEFT JOIN old "
      "USING (message_high, message_low)) WHERE k <= total - {1}",
      import, keep));
  const auto surplus = static_cast<std::uint64_t>(writer_.number("SELECT count(*) FROM surplus"));
  if (surplus != 0) {
    writer_.run(fmt::format(
        "DELETE FROM events WHERE import = {} AND row IN (SELECT row FROM surplus)", import));
  }
  writer_.run("DROP TABLE suspects; DROP TABLE surplus");
  return surplus;
}

std::vector<ImportRecord> DuckDbEventStore::imports() {
  std::vector<ImportRecord> records;
  Connection(database_).query(
      "SELECT i.import, file, content_hash, mapping, mapping_version, source_rank, identity, "
      "report, "
      "s.import IS NOT NULL, s.rows, s.duplicates, s.mended, s.last_us "
      "FROM imports i LEFT JOIN streams s ON i.import = s.import ORDER BY i.import",
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
          records.push_back(
              {.info = {.file = std::string(chunk.text(1, i)),
                        .content_hash = std::string(chunk.text(2, i)),
                        .mapping = std::string(chunk.text(3, i)),
                        .mapping_version = chunk.column<std::uint64_t>(4)[i],
                        .source_rank = chunk.column<std::uint16_t>(5)[i],
                        .identity = static_cast<Identity>(chunk.column<std::uint8_t>(6)[i])},
               .import = static_cast<std::uint64_t>(chunk.column<std::int32_t>(0)[i]),
               .report = std::string(chunk.text(7, i)),
               .stream = {}});
          if (!chunk.column<bool>(8)[i]) continue;
          records.back().stream = StreamState{.rows = chunk.column<std::uint64_t>(9)[i],
                                              .duplicates = chunk.column<std::uint64_t>(10)[i],
                                              .mended = chunk.column<std::uint64_t>(11)[i],
                                              .last_us = chunk.column<std::int64_t>(12)[i]};
        }
      });
  return records;
}

void DuckDbEventStore::scan_keyed(const char* key, const char* text, const std::stop_token& stop,
                                  const TakeKeyed& take) {
  Connection reader(database_);
  const InterruptOnStop interrupt(stop, reader);
  const MemoryCap cap(database_, kPassMemory);
  std::uint64_t last = 0;
  reader.query(
      fmt::format("SELECT DISTINCT {0}, {1} FROM events WHERE {0} <> 0 ORDER BY {0}", key, text),
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
          const std::uint64_t found = chunk.column<std::uint64_t>(0)[i];
          if (found == last) {
            throw Error(ErrorCode::Corrupt,
                        said("two customers or cases share one key of 64 bits"));
          }
          last = found;
          take(found, chunk.text(1, i));
        }
      });
}

std::vector<std::pair<std::string, std::uint64_t>> DuckDbEventStore::lifecycles() {
  std::vector<std::pair<std::string, std::uint64_t>> states;
  Connection(database_).query(
      "SELECT lifecycle, count(*) FROM events WHERE lifecycle IS NOT NULL GROUP BY 1 ORDER BY 2 "
      "DESC, 1",
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
          states.emplace_back(std::string(chunk.text(0, i)),
                              static_cast<std::uint64_t>(chunk.column<std::int64_t>(1)[i]));
        }
      });
  return states;
}

void DuckDbEventStore::scan(const ScanSpec& spec, std::stop_token stop,
                            const std::function<void(const ScannedEvents&)>& take) {
  Connection reader(database_);
  const std::vector<std::string> known = property_columns(reader);
  std::string columns = "import, row, customer_key, case_key, at_us, name, channel, score, value, ";
  const bool texts = spec.texts == ScanSpec::Texts::Kept;
  columns += texts ? "customer, case_id" : "NULL::VARCHAR, NULL::VARCHAR";
  for (const std::string& property : spec.properties) {
    columns += ", " + property_text(property, known);
  }
  std::string sql = "SELECT " + columns + " FROM events WHERE true";
  if (!spec.lifecycle.empty()) sql += " AND lifecycle = " + literal(spec.lifecycle);
  const InterruptOnStop interrupt(stop, reader);
  const MemoryCap cap(database_, kPassMemory);
  const auto hand_over = [&](const Chunk& chunk) { take(ChunkEvents(chunk)); };
  if (!spec.only) return reader.query(sql, hand_over);
  // One statement a range: each reads the blocks of its rows alone.
  for (const std::string& range : conditions_of(*spec.only)) {
    reader.query(fmt::format("{} AND {}", sql, range), hand_over);
  }
}

void DuckDbEventStore::scan_property(const std::string& name, std::stop_token stop,
                                     const std::function<void(const ScannedProperty&)>& take) {
  Connection reader(database_);
  const std::string text = property_text(name, property_columns(reader));
  const InterruptOnStop interrupt(stop, reader);
  const MemoryCap cap(database_, kPassMemory);
  reader.query(fmt::format("SELECT import, row, {0} FROM events WHERE {0} IS NOT NULL", text),
               [&](const Chunk& chunk) { take(ChunkProperty(chunk)); });
}

std::vector<StoredEvent> DuckDbEventStore::read_events(const std::string& tail) {
  Connection reader(database_);
  const std::vector<std::string> properties = property_columns(reader);
  std::string columns =
      "import, row, customer, case_id, at_us, name, channel, lifecycle, score, value, verbatim";
  for (const std::string& property : properties) columns += ", " + identifier("p:" + property);
  std::vector<StoredEvent> events;
  reader.query("SELECT " + columns + " FROM events " + tail, [&](const Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.rows(); ++i) {
      StoredEvent event;
      event.import = static_cast<std::uint64_t>(chunk.column<std::int32_t>(0)[i]);
      event.row = chunk.column<std::uint64_t>(1)[i];
      event.id = model::event_id_of(event.import, event.row);
      event.customer = chunk.text(2, i);
      event.case_id = chunk.text(3, i);
      event.at_us = chunk.column<std::int64_t>(4)[i];
      event.name = chunk.text(5, i);
      event.channel = chunk.text(6, i);
      event.lifecycle = chunk.text(7, i);
      event.score = present(chunk.column<double>(8)[i]);
      event.value = present(chunk.column<double>(9)[i]);
      event.verbatim = chunk.text(10, i);
      for (std::size_t k = 0; k < properties.size(); ++k) {
        const std::string_view text = chunk.text(11 + k, i);
        if (!text.empty()) event.properties.emplace_back(properties[k], text);
      }
      events.push_back(std::move(event));
    }
  });
  return events;
}

std::vector<StoredEvent> DuckDbEventStore::events(std::span<const std::uint64_t> ids) {
  if (ids.empty()) return {};
  std::string wanted;
  for (const std::uint64_t id : ids) {
    wanted += fmt::format("{}({},{})", wanted.empty() ? "" : ",", model::import_of_event(id),
                          model::row_of_event(id));
  }
  std::vector<StoredEvent> found = read_events("WHERE (import, row) IN (" + wanted + ")");
  std::map<std::uint64_t, std::size_t> place;
  for (std::size_t i = 0; i < found.size(); ++i) place[found[i].id] = i;
  std::vector<StoredEvent> ordered;
  for (const std::uint64_t id : ids) {
    const auto at = place.find(id);
    if (at != place.end()) ordered.push_back(std::move(found[at->second]));
  }
  return ordered;
}

std::vector<RefusedRecord> DuckDbEventStore::refused(const RefusedFilter& filter) {
  std::vector<RefusedRecord> rows;
  Connection(database_).query(
      fmt::format(
          "SELECT id, import, line, reason, column_name, detail, raw, mended_by IS NOT NULL "
          "FROM refused {} ORDER BY import DESC, line, id LIMIT {} OFFSET {}",
          where_of(filter), filter.limit, filter.offset),
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
          rows.push_back({.id = static_cast<std::uint64_t>(chunk.column<std::int64_t>(0)[i]),
                          .import = static_cast<std::uint64_t>(chunk.column<std::int32_t>(1)[i]),
                          .refusal = {.line = chunk.column<std::uint64_t>(2)[i],
                                      .reason = static_cast<model::RefusalReason>(
                                          chunk.column<std::uint8_t>(3)[i]),
                                      .column = std::string(chunk.text(4, i)),
                                      .detail = Message::of_kept(chunk.text(5, i)),
                                      .raw = std::string(chunk.text(6, i))},
                          .mended = chunk.column<bool>(7)[i]});
        }
      });
  return rows;
}

std::map<model::RefusalReason, std::uint64_t> DuckDbEventStore::count_refused(
    const RefusedFilter& filter) {
  std::map<model::RefusalReason, std::uint64_t> counts;
  Connection(database_).query(
      "SELECT reason, count(*) FROM refused " + where_of(filter) + " GROUP BY reason",
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
          counts[static_cast<model::RefusalReason>(chunk.column<std::uint8_t>(0)[i])] =
              static_cast<std::uint64_t>(chunk.column<std::int64_t>(1)[i]);
        }
      });
  return counts;
}

}  // namespace

std::unique_ptr<EventStore> EventStore::open(const std::filesystem::path& file,
                                             std::uint64_t memory_bytes, unsigned threads) {
  return std::make_unique<DuckDbEventStore>(
      file, DatabaseOptions{.memory_bytes = memory_bytes, .threads = threads});
}

}  // namespace parcours::store
