#pragma once
// Time zones: local times into instants.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parcours {

/// A time zone by its IANA name ("Europe/Paris") or a fixed offset ("+02:00", "UTC").
///
/// Local times that a change of clocks skips are moved forward by the gap; those that occur twice
/// are read as the first. Both are the reading of `java.time` and most databases.
///
/// Threads: immutable after construction.
class Zone {
 public:
  /// Errors: Error(BadInput) for an unknown name, with the nearest known one.
  static Zone named(std::string_view name);
  static Zone utc() { return Zone("UTC"); }

  [[nodiscard]] const std::string& name() const { return name_; }

  /// The instant of a local time. Cost: a binary search over the zone's changes.
  [[nodiscard]] std::int64_t instant_us(std::int64_t local_us) const;

  /// Local time minus UTC at an instant.
  [[nodiscard]] std::int64_t offset_us(std::int64_t at_us) const;

 private:
  explicit Zone(std::string name) : name_(std::move(name)) {}

  struct Change {
    std::int64_t at_us;      // from this instant on
    std::int64_t offset_us;  // this offset holds
  };
  std::string name_;
  std::int64_t first_offset_us_ = 0;  // before the first change
  std::vector<Change> changes_;       // by rising instant, 1900 to 2100
};

}  // namespace parcours
