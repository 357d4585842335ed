#pragma once
// Blocks of events as a store hands them over, without copying them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace parcours::store {

/// A block of events as scanned.
///
/// Shape: every span has `size` entries; `text(column)` columns are read by callbacks below.
/// Order: none; (time, rank, row, import) orders them.
class ScannedEvents {
 public:
  virtual ~ScannedEvents() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual std::span<const std::int32_t> import() const = 0;
  [[nodiscard]] virtual std::span<const std::uint64_t> row() const = 0;
  [[nodiscard]] virtual std::span<const std::uint64_t> customer() const = 0;
  [[nodiscard]] virtual std::span<const std::uint64_t> case_key() const = 0;
  [[nodiscard]] virtual std::span<const std::int64_t> at_us() const = 0;
  [[nodiscard]] virtual std::string_view name(std::size_t i) const = 0;
  [[nodiscard]] virtual std::string_view channel(std::size_t i) const = 0;
  /// NaN where there is none.
  [[nodiscard]] virtual double score(std::size_t i) const = 0;
  [[nodiscard]] virtual double value(std::size_t i) const = 0;
  /// The k-th of the properties asked for; empty where there is none.
  [[nodiscard]] virtual std::string_view property(std::size_t k, std::size_t i) const = 0;
  /// What the keys of customer and case stand for; empty unless texts were asked for.
  [[nodiscard]] virtual std::string_view customer_text(std::size_t /*i*/) const { return {}; }
  [[nodiscard]] virtual std::string_view case_text(std::size_t /*i*/) const { return {}; }
};

/// A block of events with one of their properties.
///
/// Order: none.
class ScannedProperty {
 public:
  virtual ~ScannedProperty() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual std::span<const std::int32_t> import() const = 0;
  [[nodiscard]] virtual std::span<const std::uint64_t> row() const = 0;
  [[nodiscard]] virtual std::string_view text(std::size_t i) const = 0;
};

}  // namespace parcours::store
