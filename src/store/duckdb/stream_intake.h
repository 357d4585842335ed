#pragma once
// Batches of a stream on their way into the store.
//
//   batches  ->  known messages left out (filter, then the store)  ->  rows numbered on
//            ->  events, refused rows, the stream's line in one transaction

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/event_batch.h"
#include "store/duckdb/connection.h"
#include "store/event_store.h"
#include "store/message_filter.h"

namespace parcours::store {

/// The streams of one store.
///
/// Threads: one at a time, with the writer's lock held; `rows` from any.
class StreamIntake {
 public:
  StreamIntake(Database& database, Connection& writer) : database_(database), writer_(writer) {}

  /// Reads how far the streams have grown.
  void load();
  /// As EventStore::add_batch.
  BatchCounts add(std::vector<model::EventBatch> batches, const ImportInfo& info,
                  std::int64_t now_us);
  /// Says that others have added events: messages and property columns are read again.
  void forget_messages();
  /// As EventStore::stream_rows.
  [[nodiscard]] std::map<std::uint64_t, std::uint64_t> rows() const;

 private:
  struct Stream {
    std::uint64_t import = 0;
    std::uint64_t next_row = 0;
  };
  using MessageCounts = std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t>;

  const MessageFilter& known_messages();
  Stream opened(const ImportInfo& info);
  MessageCounts earlier(const std::vector<Hash128>& messages);
  std::uint64_t leave_out_known(std::vector<model::EventBatch>& batches, Identity identity);
  std::vector<std::string> columns_for(const std::vector<model::EventBatch>& batches);
  void write_down(std::uint64_t events);
  void check_refused(const Stream& stream, std::uint64_t more);

  Database& database_;
  Connection& writer_;
  std::optional<MessageFilter> filter_;
  std::optional<std::vector<std::string>> columns_;                  // property columns, by name
  std::map<std::pair<std::string, std::uint64_t>, Stream> streams_;  // by mapping and its version
  std::uint64_t not_written_down_ = 0;  // events since the last checkpoint
  mutable std::mutex rows_mutex_;
  std::map<std::uint64_t, std::uint64_t> rows_;
};

}  // namespace parcours::store
