#pragma once
// Lived journeys in columns, as every question reads them.
//
//   first_event  0     3        5          9        one more entry than journeys
//   touchpoint   a b c | a c    | a a b c           one entry per event, journey by journey
//   at_us        …                                  never falls within a journey
//
// Events of a journey stand in the declared order: time, source rank, source row, import.

#include <cstdint>
#include <span>

#include "model/ids.h"

namespace parcours::journey {

/// A borrowed look at journeys; whoever made the columns must outlive it.
///
/// Units: at_us in microseconds since 1970 (UTC).
struct JourneyView {
  std::span<const std::uint64_t> first_event;       ///< [journeys + 1], starts with 0.
  std::span<const model::TouchpointId> touchpoint;  ///< [events]
  std::span<const std::int64_t> at_us;              ///< [events]
  std::span<const model::ChannelId> channel;        ///< [events]
  std::span<const std::uint32_t> customer;          ///< [journeys] whose journey it is.
  std::span<const std::uint8_t> running;  ///< [journeys] 1 if still open at the data's end.
  std::size_t touchpoints = 0;            ///< Codes lie in 0..touchpoints-1.
  std::size_t channels = 0;               ///< Codes lie in 0..channels-1.
  std::int64_t data_end_us = 0;           ///< The last instant that the data can know of.

  [[nodiscard]] std::size_t journeys() const { return first_event.size() - 1; }
  [[nodiscard]] std::size_t events() const { return touchpoint.size(); }
  [[nodiscard]] std::uint64_t begin_of(std::size_t journey) const { return first_event[journey]; }
  [[nodiscard]] std::uint64_t end_of(std::size_t journey) const { return first_event[journey + 1]; }
  [[nodiscard]] std::uint64_t length_of(std::size_t journey) const {
    return end_of(journey) - begin_of(journey);
  }
};

}  // namespace parcours::journey
