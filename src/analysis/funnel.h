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
//
// A spec can say more: steps that may be left out, journeys that enter at a later step, attempts
// counted instead of journeys, steps that are patterns. Their definitions are in the method's page.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/pattern_program.h"
#include "analysis/pattern_text.h"
#include "journey/journey_view.h"
#include "journey/mask.h"
#include "journey/snapshot.h"
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

/// Where a journey may enter.
enum class FunnelEntry : std::uint8_t {
  First,  ///< At the first step.
  Any,    ///< At any step. Its longest run of steps counts, of these the one that begins first.
};

/// What is counted.
enum class FunnelUnit : std::uint8_t {
  Journeys,  ///< Each once, by the deepest choice.
  Attempts,  ///< A journey's deepest choice is an attempt; so are those of what lies before its
             ///< first and after its last event, and so on.
};

/// A step that is a pattern: it is filled by the last event of each occurrence in the journey.
struct FunnelPattern {
  std::string text;  ///< As written.
  Pattern pattern;
  std::shared_ptr<const PatternProgram> program;  ///< Of the snapshot that is measured.
};
/// Errors: those of PatternProgram. The snapshot must outlive what is returned.
[[nodiscard]] FunnelPattern funnel_pattern(const journey::Snapshot& snapshot, Pattern pattern,
                                           std::string text);

/// The analyst's question.
struct FunnelSpec {
  /// 1..kMaxFunnelSteps, in order; repeats allowed; kNoTouchpoint where the step is a pattern.
  std::vector<model::TouchpointId> steps;
  std::optional<std::int64_t> window_us{};  ///< > 0, both ends included; none: no limit.
  FunnelDetail detail = FunnelDetail::Waits;
  FunnelOrder order = FunnelOrder::Ordered;
  /// Longest time since the step before, > 0; empty, or one entry a step, of which the first says
  /// nothing. Not where steps come in any order.
  std::vector<std::optional<std::int64_t>> step_window_us{};
  std::vector<model::TouchpointId> ignored{};   ///< May lie between; where the order is strict.
  std::vector<model::TouchpointId> excluded{};  ///< End an attempt when they lie between.
  /// [steps] 1: may be left out; or empty. Not the first, and not where steps come in any order.
  std::vector<std::uint8_t> optional{};
  std::map<std::size_t, FunnelPattern> patterns{};  ///< By step, from 0; not in any order.
  FunnelEntry entry = FunnelEntry::First;  ///< Any: neither in any order nor with optional steps.
  FunnelUnit unit = FunnelUnit::Journeys;  ///< Attempts: with none of the three above.

  /// Nothing but steps and a window.
  [[nodiscard]] bool is_plain() const {
    return order == FunnelOrder::Ordered && step_window_us.empty() && excluded.empty() &&
           optional.empty() && patterns.empty() && entry == FunnelEntry::First &&
           unit == FunnelUnit::Journeys;
  }
  [[nodiscard]] bool is_optional(std::size_t step) const {
    return !optional.empty() && optional[step] != 0;
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

/// One step.
///
/// Invariant: reached = reached of the next step - entered there + in_progress + dropped +
///            excluded. Optional steps are left out of that; of one, what remains of `reached` went
///            on to the next step that is not.
struct FunnelStep {
  std::uint64_t reached = 0;      ///< Of an optional step: took it on the way.
  std::uint64_t entered = 0;      ///< Of these, those who began here.
  std::uint64_t journeys = 0;     ///< Distinct ones: `reached`, unless attempts are counted.
  std::uint64_t customers = 0;    ///< Distinct ones of the journeys that reached it.
  std::uint64_t in_progress = 0;  ///< 0 at the last step.
  std::uint64_t dropped = 0;      ///< 0 at the last step.
  std::uint64_t excluded = 0;     ///< 0 at the last step.
  double median_us = 0;  ///< Since the step before, over those that came from it; 0 at step 1.
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

/// The journeys behind one number of one step (1-based): where attempts are counted, those with an
/// attempt that is.
///
/// Errors:  as measure_funnel.
[[nodiscard]] journey::JourneySet journeys_in_funnel(const journey::JourneyView& view,
                                                     const FunnelSpec& spec, std::size_t step,
                                                     FunnelState state);

/// What a journey, or one of its attempts, did.
struct FunnelPassed {
  std::uint32_t reached = 0;                  ///< Bit k: step k + 1, …
  std::span<const std::int64_t> filled_us{};  ///< [steps] … which was filled then.
};
using TakePassed = std::function<void(std::size_t journey, const FunnelPassed& passed)>;
/// Hands over what every journey did, in order; nothing of those that did not begin.
///
/// Errors:  as measure_funnel.
void walk_funnel(const journey::JourneyView& view, const FunnelSpec& spec, const TakePassed& take,
                 const Execution& run = {});

}  // namespace parcours::analysis
