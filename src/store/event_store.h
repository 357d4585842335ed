#pragma once
// Events at rest: appended once, never changed, read back whole or customer by customer.
//
//   EventSource  ->  add_import (one transaction)  ->  events, refused rows, the import's own line
//   EventBatch   ->  add_batch (one transaction)   ->  the same, under one line that grows
//   scan  ->  columns for the journey engine          events_of  ->  one customer's events
//
// An import or a batch is in the store whole or not at all; killing the program in the middle
// leaves nothing of it. A message that is here already adds nothing and is counted as a duplicate.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/event_batch.h"
#include "store/import_records.h"
#include "store/scanned_events.h"

namespace parcours::store {

/// More refused rows than this end an import: the mapping is wrong, not the rows.
inline constexpr std::uint64_t kMaxRefusedRows = 1'000'000;
/// Distinct properties that get a column of their own; further ones share one (no value is lost).
inline constexpr std::size_t kMaxPropertyColumns = 1'000;

/// A refused row as kept.
struct RefusedRecord {
  std::uint64_t id = 0;
  std::uint64_t import = 0;
  model::Refusal refusal;
  bool mended = false;
};

/// Which refused rows.
struct RefusedFilter {
  std::uint64_t import = 0;  ///< 0: of all imports.
  std::optional<model::RefusalReason> reason{};
  std::optional<bool> mended{};
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;
};

/// One event with all that is known of it.
struct StoredEvent {
  std::uint64_t id = 0;
  std::uint64_t import = 0;
  std::uint64_t row = 0;
  std::string customer;
  std::string case_id;
  std::int64_t at_us = 0;
  std::string name;
  std::string channel;
  std::string lifecycle;
  std::optional<double> score{};
  std::optional<double> value{};
  std::string verbatim;
  std::vector<std::pair<std::string, std::string>> properties;  ///< Those that are present.
};

/// Takes a text and the key that stands for it.
using TakeKeyed = std::function<void(std::uint64_t key, std::string_view text)>;

/// The embedded event store (DuckDB in one file).
///
/// Threads: one import at a time; reads from several threads, beside an import.
class EventStore {
 public:
  /// Opens or creates `file`. Imports and scans hold at most 256 MiB of `memory_bytes`, and 1 MiB
  /// more for each thread and column where an import has very many columns.
  /// Errors: Error(Busy, Corrupt).
  static std::unique_ptr<EventStore> open(const std::filesystem::path& file,
                                          std::uint64_t memory_bytes, unsigned threads);
  virtual ~EventStore() = default;

  /// Appends all events of a source in one transaction.
  ///
  /// Cost:   memory does not grow with the source.
  /// Errors: Error(Cancelled); Error(TooLarge) past kMaxRefusedRows; what the source throws.
  /// Nothing
  ///         is added then.
  virtual ImportCounts add_import(model::EventSource& source, const ImportInfo& info,
                                  std::stop_token stop) = 0;
  /// Appends one batch to the stream of the mapping's version, which begins with its first batch;
  /// durable when it returns. Rows are numbered on in the order of arrival, over all streams of the
  /// mapping. Equal messages count as in an import: each batch is one.
  ///
  /// Cost:   about 5 us an event in batches of some thousands, whatever the store holds; the first
  ///         batch after a start or an import reads all messages (30 ns each) and keeps 4 to 12
  ///         bytes of each.
  /// Errors: Error(Busy) while a file is imported; Error(TooLarge) past kMaxRefusedRows of the
  ///         stream. Nothing is added then.
  virtual BatchCounts add_batch(std::vector<model::EventBatch> batches, const ImportInfo& info,
                                std::int64_t now_us) = 0;
  /// [import] The first row number that each stream has not given yet: rows below are in the store.
  /// Cost: no look into the store.
  [[nodiscard]] virtual std::map<std::uint64_t, std::uint64_t> stream_rows() = 0;

  /// Keeps the words of an import's report beside it.
  virtual void set_report(std::uint64_t import, const std::string& report) = 0;
  /// All imports, oldest first.
  [[nodiscard]] virtual std::vector<ImportRecord> imports() = 0;

  [[nodiscard]] virtual std::uint64_t event_count() = 0;
  /// Names of all properties that events carry, by name.
  [[nodiscard]] virtual std::vector<std::string> property_names() = 0;
  /// Hands over distinct customers as (key, text), by key; the key is hash64 of the text. Those
  /// without a text have none.
  /// Errors: Error(Corrupt) if two texts share a key; Error(Cancelled).
  virtual void scan_customers(std::stop_token stop, const TakeKeyed& take) = 0;
  /// Hands over distinct cases in the same way.
  virtual void scan_cases(std::stop_token stop, const TakeKeyed& take) = 0;
  /// Distinct lifecycle states with their number of events.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::uint64_t>> lifecycles() = 0;

  /// What to read in a scan.
  struct ScanSpec {
    std::vector<std::string> properties{};        ///< Unknown ones read as absent.
    std::string lifecycle{};                      ///< Only events of this state; empty: all.
    std::optional<std::vector<RowRange>> only{};  ///< Only these rows, by rising import.
    enum class Texts : std::uint8_t { Left, Kept };
    Texts texts = Texts::Left;  ///< Whether texts of customers and cases are read.
  };
  /// Hands over events block by block, on the calling thread.
  virtual void scan(const ScanSpec& spec, std::stop_token stop,
                    const std::function<void(const ScannedEvents&)>& take) = 0;

  /// Hands over one property of all events that have it, block by block, on the calling thread;
  /// nothing for a name that no event carries.
  ///
  /// Cost: reads two columns and the property's.
  virtual void scan_property(const std::string& name, std::stop_token stop,
                             const std::function<void(const ScannedProperty&)>& take) = 0;

  /// All events of one customer, in the declared order within the store's knowledge of it (time,
  /// row, import).
  [[nodiscard]] virtual std::vector<StoredEvent> events_of(std::uint64_t customer) = 0;
  /// The events with these ids, in that order; unknown ids are left out.
  [[nodiscard]] virtual std::vector<StoredEvent> events(std::span<const std::uint64_t> ids) = 0;

  /// Refused rows by (import falling, line), and how many match by reason.
  [[nodiscard]] virtual std::vector<RefusedRecord> refused(const RefusedFilter& filter) = 0;
  [[nodiscard]] virtual std::map<model::RefusalReason, std::uint64_t> count_refused(
      const RefusedFilter& filter) = 0;
  /// The import of a refused row by its id; 0 if there is none.
  [[nodiscard]] virtual std::uint64_t import_of_refused(std::uint64_t id) = 0;
};

}  // namespace parcours::store
