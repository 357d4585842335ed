#pragma once
// The snapshots in use: mapped from the file saved last or built on demand, for a way of cutting
// journeys; shared, replaced after an import or a new document.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "store/event_store.h"
#include "workspace/document_shelf.h"
#include "workspace/published.h"
#include "workspace/snapshot_maker.h"
#include "workspace/snapshot_recipe.h"

namespace parcours::workspace {

/// How a question wants its journeys; nothing said means as the mapping says.
struct JourneyChoice {
  std::optional<journey::JourneyRule> rule{};
  std::string lifecycle{};
  bool operator==(const JourneyChoice&) const = default;
};

/// Whether a question may be answered from the snapshot before the newest.
enum class Age : std::uint8_t {
  Newest,     ///< Waits for what is being built.
  Published,  ///< Takes the one before while somebody builds the newest for the same choice, and
              ///< one that lacks only what streams brought in the last half second.
};

/// Memory for building a snapshot, beside what the store may use.
inline constexpr std::uint64_t kBuildMemory = 128ULL << 20U;

/// Hands out snapshots of the store's present state.
///
/// Events of streams join when somebody asks: an answer has all that the store had half a second
/// before the question. What was merged in memory is saved in the background, when it is much or
/// the streams are quiet.
///
/// Threads: safe from several threads; the same snapshot is built once, and meanwhile the others
/// are
///          handed out. Who asks first after a change builds, and gets what is new.
/// Source:  ADR-0020
class SnapshotKeeper {
 public:
  /// Snapshots are saved in `directory`, which need not exist, and made in that memory.
  SnapshotKeeper(store::EventStore& events, DocumentShelf& shelf, std::filesystem::path directory,
                 MakerMemory memory = {.build_bytes = kBuildMemory, .merge_bytes = kBuildMemory});

  /// The snapshot for a choice: at hand, saved before, brought up to date or built from the store.
  ///
  /// Cost:   see SnapshotMaker; nothing otherwise.
  /// Errors: Error(Cancelled, TooLarge).
  [[nodiscard]] std::shared_ptr<const Published> get(const JourneyChoice& choice,
                                                     std::stop_token stop,
                                                     Age age = Age::Published);
  /// Says that imports or documents may have changed: recipes are looked at again, and snapshots
  /// whose recipe has not changed stay.
  void refresh() { ++generation_; }
  /// Says that streams have grown.
  void arrived();
  /// Has the snapshots at hand forget what they only keep in case it is asked for again.
  void forget_kept();
  /// Number of the snapshot published last.
  [[nodiscard]] std::uint64_t last_id() const { return last_id_; }

 private:
  using Clock = std::chrono::steady_clock;
  // A state of the data, as far as it was told here.
  struct Moment {
    std::uint64_t generation = 0;
    std::uint64_t arrivals = 0;
    Clock::time_point at;
  };
  struct Entry {
    JourneyChoice choice;
    Recipe recipe;
    Ingredients ingredients;
    Moment seen;  // of the last look at recipe and streams
    MadeSnapshot made;
    std::shared_ptr<const Published> published;
  };
  struct Making {
    JourneyChoice choice;
    bool is_quick = false;  // only adds what streams brought: others wait for it
  };
  using Entries = std::list<Entry>;
  using Lock = std::unique_lock<std::mutex>;

  Entries::iterator entry_of(const JourneyChoice& choice);
  [[nodiscard]] Moment now() const;
  bool is_same_but_grown(const Entry& entry, const Moment& moment, Ingredients& ingredients);
  Recipe recipe_for(const JourneyChoice& choice, Ingredients& ingredients);
  bool is_up_to_date(Entry& entry, const Recipe& recipe, Ingredients& ingredients,
                     const Moment& moment);
  std::shared_ptr<const Published> make(Lock& lock, Entry wanted, std::stop_token stop);
  std::shared_ptr<const Published> publish(const MadeSnapshot& made, const Recipe& recipe,
                                           const KeptRepository& repository);
  void keep_saving(const std::stop_token& stop);
  void save(Lock& lock, const JourneyChoice& choice);

  store::EventStore& events_;
  DocumentShelf& shelf_;
  SnapshotMaker maker_;
  std::mutex mutex_;
  std::atomic<std::uint64_t> generation_ = 0;
  std::atomic<std::uint64_t> arrivals_ = 0;
  std::atomic<std::uint64_t> last_id_ = 0;
  Entries at_hand_;  // used last first
  std::list<Making> in_making_;
  std::condition_variable_any made_;  // something left in_making_
  std::once_flag saving_;
  std::condition_variable_any wake_;
  std::jthread saver_;  // begins with the first arrival
};

/// A rule as text, and back: "customer", "case", "gap:30m".
///
/// Errors: Error(BadQuery) for another text.
[[nodiscard]] std::string text_of(const journey::JourneyRule& rule);
[[nodiscard]] journey::JourneyRule journey_rule_of(const std::string& text);

}  // namespace parcours::workspace
