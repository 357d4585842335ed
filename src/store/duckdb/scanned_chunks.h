#pragma once
// DuckDB's result blocks as blocks of events.

#include <cstdint>
#include <span>
#include <string_view>

#include "store/duckdb/connection.h"
#include "store/scanned_events.h"

namespace parcours::store {

/// Columns: import, row, customer_key, case_key, at_us, name, channel, score, value, customer,
///          case_id, then the properties asked for.
class ChunkEvents : public ScannedEvents {
 public:
  explicit ChunkEvents(const Chunk& chunk) : chunk_(chunk) {}
  [[nodiscard]] std::size_t size() const override { return chunk_.rows(); }
  [[nodiscard]] std::span<const std::int32_t> import() const override {
    return chunk_.column<std::int32_t>(0);
  }
  [[nodiscard]] std::span<const std::uint64_t> row() const override {
    return chunk_.column<std::uint64_t>(1);
  }
  [[nodiscard]] std::span<const std::uint64_t> customer() const override {
    return chunk_.column<std::uint64_t>(2);
  }
  [[nodiscard]] std::span<const std::uint64_t> case_key() const override {
    return chunk_.column<std::uint64_t>(3);
  }
  [[nodiscard]] std::span<const std::int64_t> at_us() const override {
    return chunk_.column<std::int64_t>(4);
  }
  [[nodiscard]] std::string_view name(std::size_t i) const override { return chunk_.text(5, i); }
  [[nodiscard]] std::string_view channel(std::size_t i) const override { return chunk_.text(6, i); }
  [[nodiscard]] double score(std::size_t i) const override { return chunk_.column<double>(7)[i]; }
  [[nodiscard]] double value(std::size_t i) const override { return chunk_.column<double>(8)[i]; }
  [[nodiscard]] std::string_view property(std::size_t k, std::size_t i) const override {
    return chunk_.text(11 + k, i);
  }
  [[nodiscard]] std::string_view customer_text(std::size_t i) const override {
    return chunk_.text(9, i);
  }
  [[nodiscard]] std::string_view case_text(std::size_t i) const override {
    return chunk_.text(10, i);
  }

 private:
  const Chunk& chunk_;
};

/// Columns: import, row, the property's text.
class ChunkProperty : public ScannedProperty {
 public:
  explicit ChunkProperty(const Chunk& chunk) : chunk_(chunk) {}
  [[nodiscard]] std::size_t size() const override { return chunk_.rows(); }
  [[nodiscard]] std::span<const std::int32_t> import() const override {
    return chunk_.column<std::int32_t>(0);
  }
  [[nodiscard]] std::span<const std::uint64_t> row() const override {
    return chunk_.column<std::uint64_t>(1);
  }
  [[nodiscard]] std::string_view text(std::size_t i) const override { return chunk_.text(2, i); }

 private:
  const Chunk& chunk_;
};

}  // namespace parcours::store
