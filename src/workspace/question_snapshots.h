#pragma once
// The snapshots of one question: however often it asks, the same way of cutting journeys is the
// same snapshot, though events arrive meanwhile.

#include <cstdint>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "workspace/snapshot_keeper.h"

namespace parcours::workspace {

/// Threads: one.
class QuestionSnapshots {
 public:
  explicit QuestionSnapshots(SnapshotKeeper& keeper) : keeper_(keeper) {}

  /// As SnapshotKeeper::get, the first time for each choice.
  [[nodiscard]] std::shared_ptr<const Published> get(const JourneyChoice& choice,
                                                     std::stop_token stop) {
    for (const auto& [known, published] : held_) {
      if (known == choice) return published;
    }
    held_.emplace_back(choice, keeper_.get(choice, std::move(stop)));
    return held_.back().second;
  }

  /// Number of the snapshot published last.
  [[nodiscard]] std::uint64_t last_id() const { return keeper_.last_id(); }

 private:
  SnapshotKeeper& keeper_;
  std::vector<std::pair<JourneyChoice, std::shared_ptr<const Published>>> held_;
};

}  // namespace parcours::workspace
