#pragma once
// Events on their way in: a block of checked events, column by column, and what was refused.
//
//   rows of a file  + mapping  ->  EventBatch  ->  store
//
// Text columns borrow from `storage`, which the batch shares; nothing outlives the batch.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/text.h"

namespace parcours::model {

/// Why a row was refused. The name (`name_of`) is what users and the API see.
enum class RefusalReason : std::uint8_t {
  BrokenQuote,      ///< A quote was opened and never closed, or text follows a closing quote.
  WrongCellCount,   ///< More or fewer cells than the header.
  LineTooLong,      ///< Longer than the reader's limit.
  NotUtf8,          ///< Bytes that are no text in the declared encoding.
  BrokenRecord,     ///< Not JSON, not XML, or not an object.
  NoCustomer,       ///< The customer (or the case, if journeys are by case) is empty.
  NoTime,           ///< The time is empty.
  BadTime,          ///< The time is not in the declared format, or does not exist.
  TimeOutOfRange,   ///< Before 1900 or after 2200.
  NoActivity,       ///< The activity is empty.
  BadNumber,        ///< Score or value is not a number.
  ScoreOutOfScale,  ///< The score lies outside the declared scale.
};
inline constexpr std::size_t kRefusalReasons = 12;
/// "broken_quote", "wrong_cell_count" …
[[nodiscard]] std::string_view name_of(RefusalReason reason);

/// A row that did not become an event. Nothing of it is lost.
struct Refusal {
  std::uint64_t line = 0;  ///< 1-based line of the file (record number where there are no lines).
  RefusalReason reason{};
  std::string column;  ///< The column at fault; empty if the whole row is.
  Message detail;      ///< What was found and what was expected, for people.
  std::string raw;     ///< The row as it stood, so that it can be mended (cut at 64 KiB).
};

/// A block of events of one source.
///
/// Shape: all columns have `size()` entries; `properties` is row-major,
///        size() * property_names->size(), where data() == nullptr means absent.
/// Units: at_us in microseconds since 1970 (UTC).
struct EventBatch {
  std::vector<std::string_view> customer;
  std::vector<std::string_view> case_id;  ///< Empty text where there is none.
  std::vector<std::int64_t> at_us;
  std::vector<Precision> precision;
  std::vector<std::string_view> name;       ///< The raw activity; touchpoint rules come later.
  std::vector<std::string_view> channel;    ///< Empty text where there is none.
  std::vector<std::string_view> lifecycle;  ///< Empty text where there is none.
  std::vector<double> score;                ///< NaN where there is none; on the declared scale.
  std::vector<double> value;                ///< NaN where there is none.
  std::vector<std::string_view> verbatim;   ///< Empty text where there is none.
  std::vector<std::uint64_t> row;           ///< Order within the source; unique within one import.
  std::vector<Hash128> message;             ///< Identity: equal for the same message sent twice.
  std::vector<std::int64_t> mends;          ///< Id of the refusal that this row mends, or -1; may
                                            ///< be empty if no row mends one.

  std::shared_ptr<const std::vector<std::string>> property_names;
  std::vector<std::string_view> properties;

  std::vector<Refusal> refused;

  std::vector<std::shared_ptr<const void>> storage;  ///< Keeps the borrowed bytes alive.

  [[nodiscard]] std::size_t size() const { return at_us.size(); }
  void clear();
};

/// Where events come from: a file with its mapping, a generator, a wire batch.
class EventSource {
 public:
  virtual ~EventSource() = default;

  /// Fills `batch` (cleared first) with the next events; false when there are no more and the batch
  /// is empty. A batch may hold refusals only.
  ///
  /// Errors:  Error(BadInput, Corrupt) if the source cannot be read on; Error(Cancelled).
  /// Threads: safe from several threads at once; each call gets other rows.
  [[nodiscard]] virtual bool next(EventBatch& batch) = 0;

  /// Bytes read so far and in all (0 if unknown), for progress.
  struct Progress {
    std::uint64_t bytes = 0;
    std::uint64_t total_bytes = 0;
    std::uint64_t rows = 0;
  };
  [[nodiscard]] virtual Progress progress() const = 0;
};

}  // namespace parcours::model
