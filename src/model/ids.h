#pragma once
// Codes that stand for names inside one snapshot. They mean nothing outside it.

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

}  // namespace parcours::model
