#pragma once
// Cuts: how the activities of a log fall apart into parts of a process, seen in its graph.
//
//   choice     no way between the parts
//   sequence   ways lead from earlier parts to later ones only, from each to each
//   parallel   every activity of a part directly follows every one of the others, and the reverse;
//              each part holds a beginning and an end
//   loop       the first part holds all beginnings and ends; the others are entered from ends only,
//              from all or none, and left to beginnings only, to all or none
//
// A log with a cut is split into one log a part; where the cut is of the whole graph, each sequence
// of the log is made of sequences of the split logs as the kind says. Where it is of a graph
// without what is rare, events that stand in its way are left out.

#include <optional>
#include <vector>

#include "design/follows_graph.h"
#include "design/process_model.h"

namespace parcours::design {

/// A cut. Order: parts of a sequence in their order, of a loop what is done and then one for all
/// that leads back, of others by their first code.
struct Cut {
  PartKind kind = PartKind::Choice;
  std::vector<std::vector<ActivityCode>> parts;  ///< At least two; codes rising.
};

/// Finds the cut with the most parts: a choice, else a sequence, parallel parts, a loop.
///
/// Parts of a sequence that only lead to, or from, one that may be left out belong to it: they are
/// left out together (strict sequence).
/// Cost:   O(activities^3) words at most.
/// Source: S. Leemans, D. Fahland, W. van der Aalst, "Discovering block-structured process models
///         from event logs: a constructive approach", 2013 (definition of the four cuts);
///         S. Leemans, "Robust process mining with guarantees", 2017 (strict sequence);
///         docs/methods/discovery.md
[[nodiscard]] std::optional<Cut> find_cut(const FollowsGraph& graph);

/// The logs of the parts of a cut.
///
/// A sequence of a choice goes where most of its events are (the first such part); one of a
/// sequence is divided so that the fewest events are left out, each part as long as may be.
/// Cost: O(events x parts) for a sequence, O(events) otherwise.
[[nodiscard]] std::vector<TraceLog> split_log(const TraceLog& log, const Cut& cut);

}  // namespace parcours::design
