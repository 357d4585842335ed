#pragma once
// The snapshots in use: built on demand for a way of cutting journeys, shared, replaced after an
// import or a new document.

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "experience/recognise.h"
#include "journey/snapshot.h"
#include "store/event_store.h"
#include "workspace/document_shelf.h"
#include "workspace/snapshot_loader.h"

namespace parcours::workspace {

/// How a question wants its journeys; nothing said means as the mapping says.
struct JourneyChoice {
  std::optional<journey::JourneyRule> rule{};
  std::string lifecycle{};
  bool operator==(const JourneyChoice&) const = default;
};

/// A published snapshot with the interactions recognised in it.
struct Published {
  journey::Snapshot snapshot;
  std::string journeys_by;  ///< "customer", "case" or "gap:30m".
  std::uint64_t ignored_events = 0;
  std::optional<experience::Recognised> recognised;  ///< Nothing without a repository.
  std::string repository;
  std::uint64_t repository_version = 0;
};

/// Hands out snapshots of the store's present state.
///
/// Threads: safe from several threads; the same snapshot is built once.
class SnapshotKeeper {
 public:
  SnapshotKeeper(store::EventStore& events, DocumentShelf& shelf)
      : events_(events), shelf_(shelf) {}

  /// The snapshot for a choice; built if it is not at hand.
  ///
  /// Cost:   see load_snapshot when built; nothing otherwise.
  /// Errors: Error(Cancelled, TooLarge).
  [[nodiscard]] std::shared_ptr<const Published> get(const JourneyChoice& choice,
                                                     std::stop_token stop);
  /// Forgets what is at hand, since events or documents changed; readers keep what they hold.
  void invalidate();
  /// Number of the snapshot published last.
  [[nodiscard]] std::uint64_t last_id();

 private:
  std::shared_ptr<const Published> build(const JourneyChoice& choice, std::stop_token stop);

  store::EventStore& events_;
  DocumentShelf& shelf_;
  std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::list<std::pair<JourneyChoice, std::shared_ptr<const Published>>> at_hand_;  // newest first
};

/// A rule as text, and back: "customer", "case", "gap:30m".
///
/// Errors: Error(BadQuery) for another text.
[[nodiscard]] std::string text_of(const journey::JourneyRule& rule);
[[nodiscard]] journey::JourneyRule journey_rule_of(const std::string& text);

}  // namespace parcours::workspace
