#pragma once
// Discovery: a process model in blocks that a log was lived by (inductive miner).
//
//   TraceLog  +  noise 0  ->  a model that allows every sequence of the log
//   TraceLog  +  noise n  ->  one that leaves what is rare out where it stands in the way
//
// A log is cut into parts (design/discovery_cut.h), each part again, down to single activities;
// where there is no cut, design/discovery_fall.h says what is found instead. Each activity stands
// in the model once.

#include <stop_token>
#include <string>
#include <vector>

#include "design/process_model.h"
#include "design/trace_log.h"

namespace parcours::design {

struct DiscoverySpec {
  double noise = 0;  ///< 0 to 1: see docs/methods/discovery.md. 0: nothing is left out.
};

/// What was found, and how.
struct Discovered {
  ProcessModel model;            ///< Reduced (design/model_reduce.h).
  std::uint32_t cuts = 0;        ///< Cuts of the whole graph;
  std::uint32_t noisy_cuts = 0;  ///< those found only without what is rare;
  std::uint32_t beside = 0;      ///< activities set beside the others for want of a cut;
  std::uint32_t again = 0;       ///< logs of several activities read as several in a row;
  std::uint32_t anything = 0;    ///< and parts that allow any order.
};

/// Mines a log; codes are places in `names`, which rise.
///
/// Order:  the same model for the same sequences and counts, in whatever order they were added.
/// Cost:   O(events x activities) a level where there is no cut, O(events) where there is one.
/// Errors: Error(BadQuery) if the log has no events; Error(TooLarge) with more than
///         kMaxMinedActivities activities; Error(Cancelled).
/// Source: S. Leemans, D. Fahland, W. van der Aalst, "Discovering block-structured process models
///         from event logs: a constructive approach", 2013, and "… containing infrequent
///         behaviour", 2014; S. Leemans, "Robust process mining with guarantees", 2017;
///         docs/methods/discovery.md
[[nodiscard]] Discovered discover_model(const TraceLog& log, const std::vector<std::string>& names,
                                        const DiscoverySpec& spec,
                                        const std::stop_token& stop = {});

}  // namespace parcours::design
