#pragma once
// What questions take of memory beside the columns that they read: said before they begin, so that
// those that do not fit are refused with the numbers (base/memory_budget.h).

#include <cstdint>
#include <string_view>

#include "base/document.h"
#include "journey/snapshot.h"

namespace parcours::workspace {

/// An upper estimate for a question over the events and journeys of `snapshot`; of a comparison,
/// one side.
///
/// Units:  bytes.
/// Source: measured, docs/methods/memory.md; a test holds questions to it.
[[nodiscard]] std::uint64_t memory_of(std::string_view question, const Node& parameters,
                                      const journey::Snapshot& snapshot);

/// Finding the journeys behind a number; `set` is its kind.
[[nodiscard]] std::uint64_t memory_of_set(std::string_view set, const journey::Snapshot& snapshot);

/// A copy of some of its events and journeys.
[[nodiscard]] std::uint64_t memory_of_copy(const journey::Snapshot& snapshot, std::uint64_t events,
                                           std::uint64_t journeys);

/// Interactions recognised in that many events.
[[nodiscard]] std::uint64_t memory_of_recognised(std::uint64_t events);
/// A property of that many events while it is loaded, less its texts.
[[nodiscard]] std::uint64_t memory_of_loading(std::uint64_t events);

}  // namespace parcours::workspace
