#pragma once
// One journey laid beside a design, event by event.
//
//   touchpoints, channels  +  DesignModel, Aligner  ->  LaidJourney: what each event stands for,
//                                                       and the stages missed, where they should
//                                                       have been
//
// The alignment is that of conformance; here the events that no stage claims keep their places.

#include <cstdint>
#include <span>
#include <vector>

#include "design/design_model.h"
#include "model/ids.h"

namespace parcours::design {

enum class Standing : std::uint8_t { Planned, Substituted, Missed, LivedOnly, NotJudged };

/// One line: an event, a stage that was missed, or both side by side.
struct LaidStep {
  Standing standing = Standing::NotJudged;
  std::uint32_t event = kNone;  ///< Place in the journey; kNone if missed.
  /// Done or missed; if lived only, the one that the event belongs to; kNone if not judged.
  std::uint32_t stage = kNone;
  std::int64_t cost = 0;  ///< 0 of a deviation: accepted.
  bool operator==(const LaidStep&) const = default;
};

/// Invariant: the steps' events are all of the journey in their order; costs sum to `cost`.
struct LaidJourney {
  std::vector<LaidStep> steps;
  std::int64_t cost = 0;
  std::int64_t at_least = 0;  ///< Less than `cost` if the budget ended.
  std::int64_t alone = 0;     ///< What it costs to align nothing with anything.
  bool ambiguous = false;
};

/// Lays one journey beside the design that `model` and `aligner` were made of.
///
/// Shape:  `touchpoints` and `channels` have one code an event, of the dictionaries of `model`.
/// Cost:   that of Aligner::align.
/// Source: docs/methods/conformance.md
[[nodiscard]] LaidJourney lay_beside(const DesignModel& model, const Aligner& aligner,
                                     std::span<const model::TouchpointId> touchpoints,
                                     std::span<const model::ChannelId> channels, Ending ending);

}  // namespace parcours::design
