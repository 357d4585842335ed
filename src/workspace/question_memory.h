#pragma once
// What questions take of memory beside the columns that they read: said before they begin, so that
// those that do not fit are refused with the numbers (base/memory_budget.h).

#include <cstdint>
#include <string_view>

#include "journey/snapshot.h"

namespace parcours::workspace {

/// An upper estimate for a question over the events and journeys of `snapshot`.
///
/// Units:  bytes.
/// Source: estimated from what each question allocates; docs/methods/memory.md.
[[nodiscard]] std::uint64_t memory_of(std::string_view question, const journey::Snapshot& snapshot);

/// A copy of some of its events and journeys.
[[nodiscard]] std::uint64_t memory_of_copy(const journey::Snapshot& snapshot, std::uint64_t events,
                                           std::uint64_t journeys);

/// Interactions recognised in that many events.
[[nodiscard]] std::uint64_t memory_of_recognised(std::uint64_t events);
/// A property of that many events while it is loaded, less its texts.
[[nodiscard]] std::uint64_t memory_of_loading(std::uint64_t events);

}  // namespace parcours::workspace
