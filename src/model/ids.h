#pragma once
// Codes that stand for names inside one snapshot and mean nothing outside it, and numbers of
// events.

#include <cstddef>
#include <cstdint>

namespace parcours::model {

enum class TouchpointId : std::uint16_t {};
enum class ChannelId : std::uint8_t {};
enum class JourneyId : std::uint32_t {};

inline constexpr TouchpointId kNoTouchpoint{0xFFFF};

/// The code as an index into a dictionary or a table.
[[nodiscard]] constexpr std::size_t index_of(TouchpointId id) {
  return static_cast<std::size_t>(id);
}
[[nodiscard]] constexpr std::size_t index_of(ChannelId id) {
  return static_cast<std::size_t>(id);
}
[[nodiscard]] constexpr std::size_t index_of(JourneyId id) {
  return static_cast<std::size_t>(id);
}

/// The number of an event: stable for good. Imports rise, and rows within one.
inline constexpr unsigned kEventRowBits = 40;
[[nodiscard]] constexpr std::uint64_t event_id_of(std::uint64_t import, std::uint64_t row) {
  return (import << kEventRowBits) | row;
}
/// Where the event stood in its source.
[[nodiscard]] constexpr std::uint64_t row_of_event(std::uint64_t event_id) {
  return event_id & ((std::uint64_t{1} << kEventRowBits) - 1);
}
/// Which import brought it.
[[nodiscard]] constexpr std::uint64_t import_of_event(std::uint64_t event_id) {
  return event_id >> kEventRowBits;
}

}  // namespace parcours::model
