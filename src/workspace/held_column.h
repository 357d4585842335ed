#pragma once
// A property whose memory was taken from a budget, and goes back when nobody holds it any more.

#include <cstdint>

#include "base/memory_budget.h"
#include "journey/snapshot.h"

namespace parcours::workspace {

/// What was taken for a column.
struct ColumnLease {
  MemoryBudget::Lease codes{};
  MemoryBudget::Lease texts{};
};

/// The column, which holds what was taken; its copies too.
[[nodiscard]] journey::TextColumn held_column(journey::TextColumn column, ColumnLease taken);

/// What a column takes. Units: bytes.
[[nodiscard]] std::uint64_t code_bytes(const journey::TextColumn& column);
[[nodiscard]] std::uint64_t text_bytes(const journey::TextColumn& column);

}  // namespace parcours::workspace
