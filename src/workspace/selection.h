#pragma once
// Which journeys a question is about, and which stand behind a number.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/document.h"
#include "base/memory_budget.h"
#include "journey/mask.h"
#include "workspace/question_snapshots.h"
#include "workspace/trace.h"

namespace parcours::workspace {

/// The journeys that a question runs on: the published ones, less events filtered out, less
/// journeys not chosen.
struct Subject {
  std::shared_ptr<const Published> published;
  std::optional<journey::Snapshot> filtered{};   ///< Without the events that a filter leaves out.
  std::vector<std::uint32_t> filtered_origin{};  ///< [journeys of `filtered`] in the published one.
  std::optional<journey::JourneySet> journeys{};  ///< Chosen ones of `base()`; nothing: all.
  std::optional<journey::Snapshot> chosen{};      ///< `base()` with the chosen journeys alone.

  [[nodiscard]] const journey::Snapshot& base() const {
    return filtered ? *filtered : published->snapshot;
  }
  /// What questions read.
  [[nodiscard]] const journey::Snapshot& snapshot() const { return chosen ? *chosen : base(); }
  /// True if events were left out: neighbours may not have been neighbours.
  [[nodiscard]] bool indirect() const { return filtered.has_value() || !lifecycle.empty(); }
  /// A journey of `snapshot()` as its index in the published snapshot.
  [[nodiscard]] std::uint32_t published_index(std::uint32_t journey) const {
    if (journeys) journey = (*journeys)[journey];
    return filtered ? filtered_origin[journey] : journey;
  }
  /// Narrows the choice to some journeys of `snapshot()`. Errors: those of MemoryBudget.
  void choose(const journey::JourneySet& of_snapshot, MemoryBudget& memory);

  std::string lifecycle{};
  std::vector<MemoryBudget::Lease> held{};  ///< For the copies above, and for the question itself.
};

/// Finds the journeys behind a number; `set` is a Set of the API.
using SetResolver = std::function<journey::JourneySet(const Subject&, const Node& set)>;

/// What a selection is made with.
struct Selecting {
  QuestionSnapshots& snapshots;
  store::EventStore& events;
  const SetResolver& resolve;
  MemoryBudget& memory;
  Trace& trace;  ///< Told the steps "snapshot" and "select".
};

/// Reads the member "select" of a question's parameters and applies it.
///
/// Errors: Error(BadQuery) at the member that is wrong, Error(Cancelled); Error(TooLarge) if what
/// is
///         selected does not fit into the memory allowed.
[[nodiscard]] Subject subject_of(const Node* select, const Selecting& with, std::stop_token stop);

/// The touchpoint of that name in a snapshot.
///
/// Errors: Error(BadQuery) at `node` with the nearest name.
[[nodiscard]] model::TouchpointId touchpoint_of(const journey::Snapshot& snapshot,
                                                const Node& node);
[[nodiscard]] std::vector<model::TouchpointId> touchpoints_of(const journey::Snapshot& snapshot,
                                                              const Node& list);

}  // namespace parcours::workspace
