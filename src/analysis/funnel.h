#pragma once
// Funnels: how far each journey gets along an ordered list of steps.
//
//   JourneyView + FunnelSpec  ->  FunnelResult
//   journeys      steps, window    depth per journey, counts and times per step
//
// A journey has depth d when some d of its events, in journey order, are steps 1..d and the last
// lies no later than `window` after the first. The best such choice counts; other events in between
// are ignored, unless the spec says what must not lie there. One event fills at most one step.
// Among the choices that reach the depth, the one with the latest start gives the times (of starts
// at one instant the first), and each step is filled as early as it can be.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "journey/journey_view.h"
#include "journey/mask.h"
#include "model/ids.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxFunnelSteps = 32;

/// How much is measured.
enum class FunnelDetail : std::uint8_t {
  Counts,  ///< Who reached what; the waits stay 0.
  Waits,   ///< Also how long each step took, which needs a second look at every journey.
};

/// What may lie between the steps.
enum class FunnelOrder : std::uint8_t {
  Ordered,  ///< The steps in their order, anything in between.
  Strict,   ///< In their order, nothing in between but what is `ignored`.
  Any,      ///< In any order; "step k" is the k-th of them done.
};

/// The analyst's question.
struct FunnelSpec {
  std::vector<model::TouchpointId> steps;   ///< 1..kMaxFunnelSteps, in order; repeats allowed.
  std::optional<std::int64_t> window_us{};  ///< > 0, both ends included; none: no limit.
  FunnelDetail detail = FunnelDetail::Waits;
  FunnelOrder order = FunnelOrder::Ordered;
  /// Longest time since the step before, > 0; empty, or one entry a step, of which the first says
  /// nothing. Not where steps come in any order.
  std::vector<std::optional<std::int64_t>> step_window_us{};
  std::vector<model::TouchpointId> ignored{};   ///< May lie between; where the order is strict.
  std::vector<model::TouchpointId> excluded{};  ///< End an attempt when they lie between.

  /// Nothing but steps and a window.
  [[nodiscard]] bool is_plain() const {
    return order == FunnelOrder::Ordered && step_window_us.empty() && excluded.empty();
  }
};

/// Journeys parted into groups, for one funnel of each.
struct FunnelGroups {
  std::span<const std::uint32_t> of_journey;  ///< [journeys] 0 … count - 1.
  std::size_t count = 0;
};

/// Where a journey stands that reached step k but not k + 1.
enum class FunnelState : std::uint8_t {
  Reached,     ///< Reached step k, whatever came after.
  InProgress,  ///< Not further yet, but an attempt begun still can: nothing has ended it, and its
               ///< windows reach past the data's end, or without a window the journey is running.
  Dropped,     ///< Not further, and no attempt begun still can.
  Excluded,    ///< Not further, but it would be if nothing was excluded.
};

/// One step. Invariant: reached = reached of the next step + in_progress + dropped + excluded.
struct FunnelStep {
  std::uint64_t reached = 0;
  std::uint64_t customers = 0;    ///< Distinct ones of the journeys that reached it.
  std::uint64_t in_progress = 0;  ///< 0 at the last step.
  std::uint64_t dropped = 0;      ///< 0 at the last step.
  std::uint64_t excluded = 0;     ///< 0 at the last step.
  double median_us = 0;           ///< Since the step before, over those that reached; 0 at step 1.
  double p90_us = 0;
};

struct FunnelResult {
  std::uint64_t journeys = 0;  ///< The base: all journeys of the view.
  std::vector<FunnelStep> steps;
};

/// Measures one funnel.
///
/// Order:   events of a journey are read in view order; equal times keep that order.
/// Cost:    O(events + journeys x steps) time; one pass, no sort.
/// Errors:  Error(BadQuery) if the step count or a window is out of range; Error(Cancelled).
/// Threads: runs on several; the answer does not depend on how many.
/// Source:  docs/methods/funnel.md, ADR-0007 (why the latest start wins).
[[nodiscard]] FunnelResult measure_funnel(const journey::JourneyView& view, const FunnelSpec& spec,
                                          const Execution& run = {});

/// The same funnel of every group, in one pass: counts alone.
///
/// Shape:   one result a group, in order; their numbers sum to those of the whole.
/// Cost:    that of one funnel; memory for steps x groups.
/// Errors:  as measure_funnel.
[[nodiscard]] std::vector<FunnelResult> measure_funnel_by(const journey::JourneyView& view,
                                                          const FunnelSpec& spec,
                                                          const FunnelGroups& groups,
                                                          const Execution& run = {});

/// The journeys behind one number of one step (1-based).
[[nodiscard]] journey::JourneySet journeys_in_funnel(const journey::JourneyView& view,
                                                     const FunnelSpec& spec, std::size_t step,
                                                     FunnelState state);

}  // namespace parcours::analysis
