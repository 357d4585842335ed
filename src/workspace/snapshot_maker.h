#pragma once
// The ways to a snapshot, the cheapest first.
//
//   one at hand, or the saved file  +  what came since  ->  merged in memory (journey/merge.h)
//   nothing that fits, or too much memory               ->  built from the store
//   (snapshot_loader.h)

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "journey/merge.h"
#include "store/event_store.h"
#include "workspace/published.h"
#include "workspace/snapshot_recipe.h"

namespace parcours::workspace {

/// What a recipe is made with beside the events.
struct Ingredients {
  std::vector<collect::Mapping> mappings;
  std::map<std::uint64_t, std::size_t> mapping_of_import;
  std::vector<store::RowRange> rows;  ///< [imports of the recipe] what is to be read of each.
  KeptRepository repository;
};

/// A snapshot before it is published.
struct MadeSnapshot {
  std::shared_ptr<const journey::BuiltJourneys> built;
  PropertyColumns loaded;            ///< Further properties of its events.
  Message origin;                    ///< "saved", "built", "built again: …"
  Message what;                      ///< The same, and that events were added to it.
  std::size_t imports = 0;           ///< Of its recipe, that it has rows of.
  std::uint64_t unsaved_events = 0;  ///< That its file lacks.
};

/// Memory that making snapshots may take beside the store.
struct MakerMemory {
  std::uint64_t build_bytes = 0;  ///< For rows on their way into journeys.
  std::uint64_t merge_bytes = 0;  ///< For a snapshot and the one before it, both in memory.
};

/// Makes and saves snapshots in one directory.
///
/// Threads: safe from several.
class SnapshotMaker {
 public:
  /// What a program that was killed had half written in `directory` is removed.
  SnapshotMaker(store::EventStore& events, std::filesystem::path directory, MakerMemory memory);

  /// Makes the snapshot of a recipe; `base` is one whose recipe begins it, or nothing, and `loaded`
  /// are further properties of the base's events.
  ///
  /// Cost:   as merge_journeys where there is something to start from and memory for it, else as
  ///         load_snapshot. A file that could not be used is built again, with a line in the log.
  /// Errors: as merge_journeys and load_snapshot.
  [[nodiscard]] MadeSnapshot make(const Recipe& recipe, const Ingredients& ingredients,
                                  const MadeSnapshot* base, std::stop_token stop);
  /// Whether so many events can be merged into a snapshot.
  [[nodiscard]] bool fits(const journey::Snapshot& base, std::uint64_t more_events) const;

  /// Saves a snapshot and returns it as it stands in its file; as it was if that cannot be written.
  [[nodiscard]] MadeSnapshot saved(const MadeSnapshot& made, const Recipe& recipe) const;

 private:
  [[nodiscard]] std::filesystem::path file_of(const std::string& recipe) const;
  std::optional<MadeSnapshot> found(const Recipe& recipe, Message& origin) const;
  std::optional<MadeSnapshot> merged(const MadeSnapshot& base, const Recipe& recipe,
                                     const Ingredients& ingredients,
                                     std::vector<store::RowRange> missing, std::stop_token stop);

  store::EventStore& events_;
  std::filesystem::path directory_;
  MakerMemory memory_;
};

/// Whether there is a file among the imports from the `imports`-th on, or only streams.
[[nodiscard]] bool brings_files(const Ingredients& ingredients, std::size_t imports);

/// How many rows are missing from a snapshot that is up to date but for its streams.
[[nodiscard]] std::uint64_t rows_missing(const journey::Snapshot& snapshot,
                                         const std::map<std::uint64_t, std::uint64_t>& stream_rows);

}  // namespace parcours::workspace
