#pragma once
// A snapshot as questions share it, with what is worked out when one of them needs it.

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/memory_budget.h"
#include "experience/recognise.h"
#include "journey/snapshot.h"
#include "store/event_store.h"
#include "workspace/document_shelf.h"

namespace parcours::workspace {

using KeptRepository = std::optional<Parsed<experience::Repository>>;
using PropertyColumns = std::map<std::string, journey::TextColumn, std::less<>>;

/// The interactions of a snapshot, which hold what they take from the budget.
///
/// Errors: Error(Cancelled, TooLarge).
[[nodiscard]] std::shared_ptr<const experience::Recognised> recognised_in(
    const journey::Snapshot& snapshot, const experience::Repository& repository,
    MemoryBudget& memory, std::stop_token stop);

/// A published snapshot with the interactions recognised in it.
///
/// What is worked out takes its memory from a budget for as long as anybody holds it. It is kept
/// for the next who asks until the snapshot is gone, or somebody else needs the memory. Threads:
/// safe from several.
class Published {
 public:
  journey::Snapshot snapshot;
  std::string journeys_by;    ///< "customer", "case" or "gap:30m".
  Message origin;             ///< Where it came from: "saved", "built", "built again: …".
  KeptRepository repository;  ///< Nothing without a repository.

  /// Worked out by the first who asks; nullptr without a repository.
  ///
  /// Errors: Error(Cancelled, TooLarge); the next who asks tries again.
  [[nodiscard]] std::shared_ptr<const experience::Recognised> recognised(
      MemoryBudget& memory, std::stop_token stop) const;
  /// A property of all events, loaded by the first who asks.
  ///
  /// Errors: as above.
  [[nodiscard]] journey::TextColumn property(store::EventStore& events, MemoryBudget& memory,
                                             const std::string& name, std::stop_token stop) const;
  /// Keeps no longer what nobody holds now.
  void forget() const;

  /// The properties that were loaded and asked for lately, so that the next snapshot has them too.
  [[nodiscard]] PropertyColumns loaded() const;
  /// Properties of all events that are known already. Call it before the snapshot is published.
  void keep_loaded(PropertyColumns columns);
  /// Those that another one of the same events has loaded.
  void keep_loaded_of(const Published& other);

 private:
  using Clock = std::chrono::steady_clock;
  struct Loaded {
    journey::TextColumn column;
    Clock::time_point asked;
    bool counted = false;  // among what is taken from the budget
  };
  std::optional<Loaded> find(const std::string& name) const;

  mutable std::mutex working_;  // held by who works something out, and takes memory for it
  mutable std::mutex mutex_;    // held to look at the next two
  mutable std::shared_ptr<const experience::Recognised> recognised_;
  mutable std::map<std::string, Loaded, std::less<>> loaded_;
};

}  // namespace parcours::workspace
