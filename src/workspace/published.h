#pragma once
// A snapshot as questions share it, with what is worked out when one of them needs it.

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "experience/recognise.h"
#include "journey/snapshot.h"
#include "store/event_store.h"
#include "workspace/document_shelf.h"

namespace parcours::workspace {

using KeptRepository = std::optional<Parsed<experience::Repository>>;
using PropertyColumns = std::map<std::string, journey::TextColumn, std::less<>>;

/// A published snapshot with the interactions recognised in it.
///
/// Threads: safe from several.
class Published {
 public:
  journey::Snapshot snapshot;
  std::string journeys_by;    ///< "customer", "case" or "gap:30m".
  Message origin;             ///< Where it came from: "saved", "built", "built again: …".
  KeptRepository repository;  ///< Nothing without a repository.

  /// Worked out by the first who asks; nullptr without a repository.
  ///
  /// Errors: Error(Cancelled); the next who asks tries again.
  [[nodiscard]] const experience::Recognised* recognised(std::stop_token stop) const;
  /// A property of all events, loaded by the first who asks; stays as long as the snapshot.
  ///
  /// Errors: Error(Cancelled); the next who asks tries again.
  [[nodiscard]] const journey::TextColumn& property(store::EventStore& events,
                                                    const std::string& name,
                                                    std::stop_token stop) const;

  /// The properties that were loaded and asked for lately, so that the next snapshot has them too.
  [[nodiscard]] PropertyColumns loaded() const;
  /// Properties of all events that are known already. Call it before the snapshot is published.
  void keep_loaded(PropertyColumns columns);

 private:
  using Clock = std::chrono::steady_clock;
  struct Loaded {
    journey::TextColumn column;
    Clock::time_point asked;
  };
  mutable std::mutex mutex_;
  mutable std::optional<experience::Recognised> recognised_;
  mutable std::map<std::string, Loaded, std::less<>> loaded_;
};

}  // namespace parcours::workspace
