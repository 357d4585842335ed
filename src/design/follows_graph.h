#pragma once
// Which activity directly follows which in a log to mine, what it begins with and ends with.
//
//   a b c  x 2, a c  x 1    ->    a-b 2, b-c 2, a-c 1; begins: a 3; ends: c 3

#include <bitset>
#include <cstdint>
#include <vector>

#include "design/trace_log.h"

namespace parcours::design {

/// Places are those of `activity`, codes rising.
struct FollowsGraph {
  std::vector<ActivityCode> activity;
  std::vector<std::uint64_t> follows;  ///< [places * places] row: the one that is followed.
  std::vector<std::uint64_t> begins;   ///< [places] sequences that begin with it
  std::vector<std::uint64_t> ends;     ///< [places]

  [[nodiscard]] std::size_t size() const { return activity.size(); }
  [[nodiscard]] std::uint64_t count(std::size_t from, std::size_t to) const {
    return follows[from * size() + to];
  }
  [[nodiscard]] bool edge(std::size_t from, std::size_t to) const { return count(from, to) != 0; }
};

inline constexpr ActivityCode kNoActivity = 0xFFFF;

/// The graph of a log from which one activity is left out, or none.
///
/// Cost: O(events + places^2).
[[nodiscard]] FollowsGraph follows_graph(const TraceLog& log, ActivityCode left_out = kNoActivity);

/// The graph without what is rare: of each activity the followers that come less often than `noise`
/// times its most frequent one (an end counts as one); beginnings and ends likewise.
[[nodiscard]] FollowsGraph without_rare(const FollowsGraph& graph, double noise);

using PlaceSet = std::bitset<kMaxMinedActivities>;

/// What is reached from each place by one step or more. Cost: O(places^2) words.
[[nodiscard]] std::vector<PlaceSet> reached_from(const FollowsGraph& graph);

}  // namespace parcours::design
