#pragma once
// The snapshots in use: built on demand for a way of cutting journeys, shared, replaced after an
// import or a new document.

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

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

/// Everything that a snapshot is made from; equal recipes give equal snapshots.
struct Recipe {
  LoadSpec load;
  std::vector<std::pair<std::uint64_t, std::string>> imports;    ///< With their mapping's name.
  std::vector<std::pair<std::string, std::uint64_t>> documents;  ///< With their versions.
  bool operator==(const Recipe&) const = default;
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
  /// Says that events or documents may have changed: recipes are looked at again, and snapshots
  /// whose recipe has not changed stay.
  void refresh() { ++generation_; }
  /// Number of the snapshot published last.
  [[nodiscard]] std::uint64_t last_id() const { return last_id_; }

 private:
  struct Entry {
    JourneyChoice choice;
    Recipe recipe;
    std::uint64_t generation = 0;  // of the last look at the recipe
    std::shared_ptr<const Published> published;
  };
  // What a recipe is built with beside the events.
  struct Ingredients {
    std::vector<collect::Mapping> mappings;
    std::map<std::uint64_t, std::size_t> mapping_of_import;
    std::optional<Parsed<experience::Repository>> repository;
  };
  Recipe recipe_for(const JourneyChoice& choice, Ingredients& ingredients);
  std::shared_ptr<const Published> build(const Recipe& recipe, const Ingredients& ingredients,
                                         std::stop_token stop);

  store::EventStore& events_;
  DocumentShelf& shelf_;
  std::mutex mutex_;
  std::atomic<std::uint64_t> generation_ = 0;
  std::atomic<std::uint64_t> last_id_ = 0;
  std::list<Entry> at_hand_;  // newest first
};

/// A rule as text, and back: "customer", "case", "gap:30m".
///
/// Errors: Error(BadQuery) for another text.
[[nodiscard]] std::string text_of(const journey::JourneyRule& rule);
[[nodiscard]] journey::JourneyRule journey_rule_of(const std::string& text);

}  // namespace parcours::workspace
