#pragma once
// The snapshots in use: mapped from the file saved last or built on demand, for a way of cutting
// journeys; shared, replaced after an import or a new document.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
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
///
/// Threads: safe from several.
class Published {
 public:
  journey::Snapshot snapshot;
  std::string journeys_by;  ///< "customer", "case" or "gap:30m".
  Message origin;           ///< Where it came from: "saved", "built", "built again: …".
  /// Nothing without a repository.
  std::optional<Parsed<experience::Repository>> repository;

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

 private:
  mutable std::mutex mutex_;
  mutable std::optional<experience::Recognised> recognised_;
  mutable std::map<std::string, journey::TextColumn> loaded_;
};

/// Everything that a snapshot is made from; equal recipes give equal snapshots.
struct Recipe {
  LoadSpec load;
  struct Import {
    std::uint64_t import;
    std::string content_hash;  ///< Of the file.
    std::string mapping;
    std::uint64_t mapping_version;  ///< That its rows were read by.
    bool operator==(const Import&) const = default;
  };
  std::vector<Import> imports;
  /// The mappings in use, newest version, with a hash of their text.
  std::vector<std::pair<std::string, std::uint64_t>> mappings;
  bool operator==(const Recipe&) const = default;
};
/// The recipe as a text; different recipes have different texts.
[[nodiscard]] std::string text_of(const Recipe& recipe);

/// Whether a question may be answered from the snapshot before the newest.
enum class Age : std::uint8_t {
  Newest,     ///< Waits for what is being built.
  Published,  ///< Takes the one before while somebody builds the newest for the same choice.
};

/// Memory for building a snapshot, beside what the store may use.
inline constexpr std::uint64_t kBuildMemory = 128ULL << 20U;

/// Hands out snapshots of the store's present state.
///
/// Threads: safe from several threads; the same snapshot is built once, and meanwhile the others
/// are
///          handed out. Who asks first after a change builds, and gets what is new.
class SnapshotKeeper {
 public:
  /// Snapshots are saved in `directory`, which need not exist, and built in `build_memory_bytes`.
  /// What a program that was killed had half written there is removed.
  SnapshotKeeper(store::EventStore& events, DocumentShelf& shelf, std::filesystem::path directory,
                 std::uint64_t build_memory_bytes = kBuildMemory);

  /// The snapshot for a choice: at hand, saved before, or built from the store and saved. A saved
  /// one that cannot be used is built again, with a line in the log.
  ///
  /// Cost:   see load_snapshot when built, map_snapshot when saved; nothing otherwise.
  /// Errors: Error(Cancelled, TooLarge).
  [[nodiscard]] std::shared_ptr<const Published> get(const JourneyChoice& choice,
                                                     std::stop_token stop,
                                                     Age age = Age::Published);
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
  std::shared_ptr<const Published> at_hand(const JourneyChoice& choice, const Recipe& recipe,
                                           std::uint64_t generation, Ingredients& ingredients);
  Recipe recipe_for(const JourneyChoice& choice, Ingredients& ingredients);
  std::shared_ptr<const Published> build(const Recipe& recipe, const Ingredients& ingredients,
                                         std::stop_token stop);

  // What is saved for a recipe, or what is built now; `origin` says which.
  journey::Snapshot saved_or_built(const Recipe& recipe, const Ingredients& ingredients,
                                   Message& origin, std::stop_token stop);

  store::EventStore& events_;
  DocumentShelf& shelf_;
  std::filesystem::path directory_;
  std::uint64_t build_memory_bytes_;
  std::mutex mutex_;
  std::atomic<std::uint64_t> generation_ = 0;
  std::atomic<std::uint64_t> last_id_ = 0;
  std::list<Entry> at_hand_;  // used last first
  std::list<JourneyChoice> in_making_;
  std::condition_variable_any made_;  // something left in_making_
};

/// A rule as text, and back: "customer", "case", "gap:30m".
///
/// Errors: Error(BadQuery) for another text.
[[nodiscard]] std::string text_of(const journey::JourneyRule& rule);
[[nodiscard]] journey::JourneyRule journey_rule_of(const std::string& text);

}  // namespace parcours::workspace
