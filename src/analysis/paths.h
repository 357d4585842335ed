#pragma once
// Path trees: what journeys do from an anchor on, or what led to it.
//
//   anchor  ->  step 1  ->  step 2 …          each journey walks one way down the tree
//
// At every node each journey either continues to a child, has ended there, is still in progress
// there (its last event, and running), or lies beyond the depth asked for. So
//   journeys = sum over children + ended + in_progress + beyond.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "journey/journey_view.h"
#include "journey/mask.h"
#include "model/ids.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxPathSteps = 20;

enum class PathAnchor : std::uint8_t { Start, End, Touchpoint };
enum class PathOccurrence : std::uint8_t { First, Last };
enum class PathDirection : std::uint8_t { Forward, Backward };
enum class PathRepeats : std::uint8_t { Keep, Collapse };  ///< Collapse: repeats in a row are one.

/// The analyst's question.
struct PathSpec {
  PathAnchor anchor = PathAnchor::Start;
  model::TouchpointId touchpoint{};  ///< For PathAnchor::Touchpoint.
  PathOccurrence occurrence = PathOccurrence::First;
  PathDirection direction = PathDirection::Forward;
  PathRepeats repeats = PathRepeats::Keep;
  std::size_t steps = 5;  ///< 1..kMaxPathSteps touchpoints, the anchor not counted.
};

/// A node of the tree. Children stand by falling journeys, then by code.
///
/// With anchor Start the root is the start itself and its children are first touchpoints; with
/// anchor End likewise for last ones; with a touchpoint the root is that touchpoint.
/// Going backward `ended` counts journeys that begin at this node and in_progress is 0.
struct PathNode {
  model::TouchpointId touchpoint = model::kNoTouchpoint;
  std::uint64_t journeys = 0;
  std::uint64_t ended = 0;
  std::uint64_t in_progress = 0;
  std::uint64_t beyond = 0;
  std::vector<PathNode> children;
};

struct PathTree {
  std::uint64_t journeys = 0;        ///< All journeys of the view.
  std::uint64_t without_anchor = 0;  ///< Of those, journeys that never meet the anchor.
  PathNode root;                     ///< root.journeys = journeys - without_anchor.
};

/// Grows the tree; nothing is cut from it.
///
/// Cost:    O(journeys x steps) time; 32 bytes a distinct way while it runs, and the tree.
/// Errors:  Error(BadQuery) if steps is out of range; Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/paths.md
[[nodiscard]] PathTree measure_paths(const journey::JourneyView& view, const PathSpec& spec,
                                     const Execution& run = {});

/// What is asked of a node when its journeys are opened.
enum class PathState : std::uint8_t { Reached, Ended, InProgress, Beyond };

/// The journeys behind a number of the node that `prefix` leads to (touchpoints after the root).
[[nodiscard]] journey::JourneySet journeys_on_path(const journey::JourneyView& view,
                                                   const PathSpec& spec,
                                                   const std::vector<model::TouchpointId>& prefix,
                                                   PathState state);

/// The journeys that go from that node to a child that is not among `shown` (the *Other* row).
[[nodiscard]] journey::JourneySet journeys_on_other_paths(
    const journey::JourneyView& view, const PathSpec& spec,
    const std::vector<model::TouchpointId>& prefix, const std::vector<model::TouchpointId>& shown);

/// Takes the touchpoints that a journey meets on its way down the tree, after the root.
using TakeWay = std::function<void(std::span<const model::TouchpointId> way)>;
/// Hands over the way of a journey; false if it does not meet the anchor.
///
/// Errors: as measure_paths.
bool take_way(const journey::JourneyView& view, const PathSpec& spec, std::size_t journey,
              const TakeWay& take);

}  // namespace parcours::analysis
