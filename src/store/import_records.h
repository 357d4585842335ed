#pragma once
// What a store keeps of where events came from: files imported whole, and streams that grow.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "model/event_batch.h"
#include "model/ids.h"

namespace parcours::store {

/// Whether equal messages of one import are one event.
enum class Identity : std::uint8_t {
  MessageId,  ///< Messages carry ids: the same id twice is one event.
  Content,    ///< Identity is the content: n equal rows of one file are n events, but rows that an
              ///< earlier import brought are not added again.
};

/// What is kept of an import beside its events.
struct ImportInfo {
  std::string file{};
  std::string content_hash{};  ///< Of the file's bytes; the same file twice is recognised by it.
  std::string mapping{};       ///< Name of the mapping document …
  std::uint64_t mapping_version = 0;  ///< … and its version.
  std::uint16_t source_rank = 100;
  Identity identity = Identity::Content;
};

/// What an import added.
struct ImportCounts {
  std::uint64_t import = 0;
  std::uint64_t rows = 0;  ///< events + duplicates + refused.
  std::uint64_t events = 0;
  std::uint64_t duplicates = 0;
  std::map<model::RefusalReason, std::uint64_t> refused;
  std::uint64_t mended = 0;
  std::map<Precision, std::uint64_t> precision;
};

/// How far a stream has grown: events that come in batches while the program runs.
struct StreamState {
  std::uint64_t rows = 0;  ///< events + duplicates + refused.
  std::uint64_t duplicates = 0;
  std::uint64_t mended = 0;
  std::int64_t last_us = 0;  ///< When the last batch came.
};

/// A line of the list of imports.
struct ImportRecord {
  ImportInfo info;
  std::uint64_t import = 0;
  std::string report;                   ///< What `set_report` kept; empty before.
  std::optional<StreamState> stream{};  ///< Nothing for a file.
};

/// What a batch added to its stream.
struct BatchCounts {
  std::uint64_t import = 0;  ///< Of the stream.
  std::uint64_t rows = 0;    ///< events + duplicates + refused.
  std::uint64_t events = 0;
  std::uint64_t duplicates = 0;
  std::map<model::RefusalReason, std::uint64_t> refused;
  std::uint64_t mended = 0;
};

/// Rows [first_row, end_row) of an import.
struct RowRange {
  static constexpr std::uint64_t kEnd = std::uint64_t{1} << model::kEventRowBits;
  std::uint64_t import = 0;
  std::uint64_t first_row = 0;
  std::uint64_t end_row = kEnd;
  [[nodiscard]] bool is_whole() const { return first_row == 0 && end_row == kEnd; }
};

}  // namespace parcours::store
