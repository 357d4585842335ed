#pragma once
// What is found in a log in which no cut is found: ways out that still allow every sequence.
//
//   once         an activity that every sequence holds exactly once runs beside the others
//   beside       an activity without which there is a cut runs beside the others
//   over again   sequences in which a beginning follows an end (or anything) are several in a row
//   anything     any activities in any order

#include <optional>
#include <utility>
#include <vector>

#include "design/follows_graph.h"

namespace parcours::design {

/// A log without one activity, and that activity alone.
struct SetBeside {
  TraceLog alone;
  TraceLog others;
};

/// The activity that every sequence of a log holds exactly once, set beside the others; of several
/// the first by code. Cost: O(events).
[[nodiscard]] std::optional<SetBeside> once_each(const TraceLog& log);

/// The log with one activity set beside the others.
[[nodiscard]] SetBeside set_beside(const TraceLog& log, ActivityCode activity);

/// The activities of a log, the one with the fewest events first, then by code.
[[nodiscard]] std::vector<ActivityCode> rarest_first(const TraceLog& log);

/// The log cut before each activity that sequences begin with: where it follows one that they end
/// with, or else anywhere; nothing if that cuts no sequence. Cost: O(events).
[[nodiscard]] std::optional<TraceLog> over_again(const TraceLog& log, const FollowsGraph& graph);

}  // namespace parcours::design
