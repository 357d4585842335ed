#pragma once
// Channels planned against channels used, contact by contact.
//
//   Design  +  Snapshot  ->  cells of (stage, channels planned, channel used): contacts, journeys
//
// A contact is an event that a stage claims; it belongs to the stage of design/stage_binding.h,
// whatever stands before or after it. Planned for it is every channel that the stage plans for its
// touchpoint. The contacts of a stage's cells are all its events.

#include <optional>
#include <string>
#include <vector>

#include "analysis/blocks.h"
#include "design/design.h"
#include "journey/mask.h"

namespace parcours::design {

/// Where a contact stands in the matrix.
struct ChannelPlace {
  std::size_t stage = 0;
  /// In the order of the design; absent: any channel; empty: none.
  std::optional<std::vector<std::string>> planned;
  model::ChannelId used{};
  bool operator==(const ChannelPlace&) const = default;
};

struct ChannelCell {
  ChannelPlace at;
  bool as_planned = false;  ///< Or the log does not say on which channel.
  std::uint64_t contacts = 0;
  std::uint64_t journeys = 0;  ///< With at least one.
};

/// The cells that occur: by stage, by the first touchpoint of the log that is planned so, by
/// channel.
///
/// Cost:    one pass in parallel.
/// Errors:  Error(Cancelled).
/// Source:  docs/methods/conformance.md
[[nodiscard]] std::vector<ChannelCell> measure_channels(const Design& design,
                                                        const journey::Snapshot& snapshot,
                                                        const analysis::Execution& run = {});

/// The journeys with a contact in a cell; none if there is no such cell.
///
/// Errors: Error(Cancelled).
[[nodiscard]] journey::JourneySet journeys_of_channel(const Design& design,
                                                      const journey::Snapshot& snapshot,
                                                      const ChannelPlace& at,
                                                      const analysis::Execution& run = {});

}  // namespace parcours::design
