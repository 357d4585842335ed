#include "store/duckdb/stream_intake.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "store/duckdb/event_scan.h"
#include "store/duckdb/event_writes.h"

namespace parcours::store {
namespace {

constexpr std::uint64_t kBatchMemory = 256ULL << 20U;
// Events that stand in the journal, and in memory, until they are written into the tables' blocks.
constexpr std::uint64_t kMostInJournal = 1'000'000;
// A batch leaves as much behind as so many events, even if it brings none: the stream's line is
// written again, and what it said before stays until then.
constexpr std::uint64_t kBatchInJournal = 500;

// All is in the batches already.
class NoMore : public model::EventSource {
 public:
  [[nodiscard]] bool next(model::EventBatch& batch) override {
    batch.clear();
    return false;
  }
  [[nodiscard]] Progress progress() const override { return {}; }
};

std::pair<std::uint64_t, std::uint64_t> pair_of(const Hash128& message) {
  return {message.high, message.low};
}

template <typename T>
void keep_rows(std::vector<T>& column, const std::vector<std::uint8_t>& keep, std::size_t width) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (keep[i] == 0) continue;
    for (std::size_t k = 0; k < width; ++k) column[to++] = column[i * width + k];
  }
  column.resize(to);
}

void keep_rows(model::EventBatch& b, const std::vector<std::uint8_t>& keep) {
  const std::size_t width = b.property_names ? b.property_names->size() : 0;
  keep_rows(b.customer, keep, 1);
  keep_rows(b.case_id, keep, 1);
  keep_rows(b.precision, keep, 1);
  keep_rows(b.name, keep, 1);
  keep_rows(b.channel, keep, 1);
  keep_rows(b.lifecycle, keep, 1);
  keep_rows(b.score, keep, 1);
  keep_rows(b.value, keep, 1);
  keep_rows(b.verbatim, keep, 1);
  keep_rows(b.row, keep, 1);
  keep_rows(b.message, keep, 1);
  keep_rows(b.properties, keep, width);
  keep_rows(b.at_us, keep, 1);
}

std::uint64_t total(const std::map<model::RefusalReason, std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [reason, count] : counts) sum += count;
  return sum;
}

}  // namespace

void StreamIntake::load() {
  writer_.query(
      "SELECT s.import, s.next_row, i.mapping, i.mapping_version FROM streams s JOIN imports i "
      "ON s.import = i.import",
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
          const Stream stream{
              .import = static_cast<std::uint64_t>(chunk.column<std::int32_t>(0)[i]),
              .next_row = chunk.column<std::uint64_t>(1)[i]};
          streams_[{std::string(chunk.text(2, i)), chunk.column<std::uint64_t>(3)[i]}] = stream;
          rows_[stream.import] = stream.next_row;
        }
      });
}

void StreamIntake::forget_messages() {
  filter_.reset();
  columns_.reset();
}

std::map<std::uint64_t, std::uint64_t> StreamIntake::rows() const {
  const std::lock_guard lock(rows_mutex_);
  return rows_;
}

const MessageFilter& StreamIntake::known_messages() {
  if (filter_) return *filter_;
  MessageFilter filter;
  const MemoryCap cap(database_, kBatchMemory);
  writer_.query("SELECT message_high, message_low FROM events", [&](const Chunk& chunk) {
    const auto high = chunk.column<std::uint64_t>(0);
    const auto low = chunk.column<std::uint64_t>(1);
    for (std::size_t i = 0; i < chunk.rows(); ++i) filter.add({.high = high[i], .low = low[i]});
  });
  return filter_.emplace(std::move(filter));
}

// The stream of a mapping's version; a new one goes on with the row numbers of the mapping's other
// versions, so that rows of one source stand in the order in which they arrived.
StreamIntake::Stream StreamIntake::opened(const ImportInfo& info) {
  const auto known = streams_.find({info.mapping, info.mapping_version});
  if (known != streams_.end()) return known->second;
  Stream stream{
      .import = static_cast<std::uint64_t>(writer_.number("SELECT max(import) FROM imports")) + 1};
  for (const auto& [of, other] : streams_) {
    if (of.first == info.mapping) stream.next_row = std::max(stream.next_row, other.next_row);
  }
  writer_.run(fmt::format("INSERT INTO imports VALUES ({}, {}, '', {}, {}, {}, {}, NULL)",
                          stream.import, literal(info.file), literal(info.mapping),
                          info.mapping_version, info.source_rank, static_cast<int>(info.identity)));
  writer_.run(fmt::format("INSERT INTO streams VALUES ({}, {}, 0, 0, 0, 0)", stream.import,
                          stream.next_row));
  return stream;
}

// How often each of these messages is in the store.
StreamIntake::MessageCounts StreamIntake::earlier(const std::vector<Hash128>& messages) {
  MessageCounts counts;
  if (messages.empty()) return counts;
  std::string high;
  for (const Hash128& message : messages) {
    high += fmt::format("{}{}", high.empty() ? "" : ",", message.high);
  }
  writer_.query(
      fmt::format("SELECT message_high, message_low, count(*) FROM events WHERE message_high IN "
                  "({}) GROUP BY ALL",
                  high),
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
          counts[{chunk.column<std::uint64_t>(0)[i], chunk.column<std::uint64_t>(1)[i]}] =
              static_cast<std::uint64_t>(chunk.column<std::int64_t>(2)[i]);
        }
      });
  return counts;
}

// Messages with ids stand once; equal contents as often as the batch has them, less those that are
// in the store.
std::uint64_t StreamIntake::leave_out_known(std::vector<model::EventBatch>& batches,
                                            Identity identity) {
  const MessageFilter& filter = known_messages();
  std::vector<Hash128> all;
  std::vector<Hash128> suspects;
  for (const model::EventBatch& batch : batches) {
    for (const Hash128& message : batch.message) {
      all.push_back(message);
      if (filter.may_hold(message)) suspects.push_back(message);
    }
  }
  MessageCounts left = earlier(suspects);
  if (identity == Identity::MessageId) {
    std::sort(all.begin(), all.end());
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i] == all[i - 1]) left.try_emplace(pair_of(all[i]), 0);
    }
  }
  if (left.empty()) return 0;
  std::set<std::pair<std::uint64_t, std::uint64_t>> here;  // messages with ids kept from the batch
  std::uint64_t duplicates = 0;
  for (model::EventBatch& batch : batches) {
    std::vector<std::uint8_t> keep(batch.size(), 1);
    for (std::size_t i = 0; i < keep.size(); ++i) {
      const auto found = left.find(pair_of(batch.message[i]));
      if (found == left.end()) continue;
      const bool known = found->second != 0;
      if (identity == Identity::MessageId) {
        keep[i] = !known && here.insert(found->first).second ? 1 : 0;
      } else if (known) {
        --found->second;
        keep[i] = 0;
      }
      duplicates += keep[i] == 0 ? 1 : 0;
    }
    keep_rows(batch, keep);
  }
  return duplicates;
}

// The batches' properties that have a column, new ones as long as there may be more; others share
// one.
std::vector<std::string> StreamIntake::columns_for(const std::vector<model::EventBatch>& batches) {
  if (!columns_) columns_ = property_columns(writer_);
  std::set<std::string> names;
  for (const model::EventBatch& batch : batches) {
    if (batch.property_names) {
      names.insert(batch.property_names->begin(), batch.property_names->end());
    }
  }
  std::vector<std::string> used;
  std::vector<std::string> added;
  for (const std::string& name : names) {
    const bool known = std::find(columns_->begin(), columns_->end(), name) != columns_->end();
    if (!known && columns_->size() + added.size() >= kMaxPropertyColumns) continue;
    if (!known) added.push_back(name);
    used.push_back(name);
  }
  if (!added.empty()) {
    add_property_columns(writer_, added);
    columns_.reset();  // read again, in case all of this is taken back
  }
  return used;
}

void StreamIntake::check_refused(const Stream& stream, std::uint64_t more) {
  const auto kept = static_cast<std::uint64_t>(
      writer_.number(fmt::format("SELECT count(*) FROM refused WHERE import = {}", stream.import)));
  if (kept + more <= kMaxRefusedRows) return;
  throw Error(ErrorCode::TooLarge,
              said("more than {} rows of this stream were refused, so nothing more is taken in",
                   kMaxRefusedRows),
              {}, said("the mapping probably does not fit: save a better one"));
}

BatchCounts StreamIntake::add(std::vector<model::EventBatch> batches, const ImportInfo& info,
                              std::int64_t now_us) {
  const MemoryCap cap(database_, kBatchMemory);
  BatchCounts counts;
  std::vector<model::Refusal> refused;
  std::uint64_t last_row = 0;
  for (model::EventBatch& batch : batches) {
    counts.rows += batch.size() + batch.refused.size();
    for (const std::uint64_t row : batch.row) last_row = std::max(last_row, row + 1);
    for (model::Refusal& refusal : batch.refused) refused.push_back(std::move(refusal));
    batch.refused.clear();
  }
  Transaction transaction(writer_);
  Stream stream = opened(info);
  counts.import = stream.import;
  if (!refused.empty()) check_refused(stream, refused.size());
  counts.duplicates = leave_out_known(batches, info.identity);
  std::vector<Hash128> messages;
  for (model::EventBatch& batch : batches) {
    counts.events += batch.size();
    for (std::uint64_t& row : batch.row) row += stream.next_row;
    messages.insert(messages.end(), batch.message.begin(), batch.message.end());
  }
  for (model::Refusal& refusal : refused) refusal.line += stream.next_row;
  stream.next_row += std::max<std::uint64_t>(last_row, counts.rows);

  NoMore nothing;
  std::vector<std::string> columns = columns_for(batches);
  ImportScan scan(nothing, std::move(columns), std::move(batches), {});
  if (counts.events != 0) insert_events(writer_, stream.import, scan);
  counts.refused = keep_refused(writer_, stream.import, refused);
  PARCOURS_CHECK(counts.rows == counts.events + counts.duplicates + total(counts.refused));
  counts.mended = mark_mended(writer_, stream.import, scan.mends());
  writer_.run(fmt::format(
      "UPDATE streams SET next_row = {}, rows = rows + {}, duplicates = duplicates + "
      "{}, mended = mended + {}, last_us = {} WHERE import = {}",
      stream.next_row, counts.rows, counts.duplicates, counts.mended, now_us, stream.import));
  transaction.commit();

  for (const Hash128& message : messages) filter_->add(message);
  streams_[{info.mapping, info.mapping_version}] = stream;
  {
    const std::lock_guard lock(rows_mutex_);
    rows_[stream.import] = stream.next_row;
  }
  write_down(counts.events + kBatchInJournal);
  return counts;
}

// Empties the journal from time to time: else memory and the next start grow with it.
void StreamIntake::write_down(std::uint64_t events) {
  not_written_down_ += events;
  if (not_written_down_ < kMostInJournal) return;
  try {
    writer_.run("CHECKPOINT");
    not_written_down_ = 0;
  } catch (const Error&) {  // somebody reads what would move: the next batch tries again
  }
}

}  // namespace parcours::store
