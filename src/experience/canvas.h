#pragma once
// The journey canvas: per stage what was designed, what is lived and what is felt.
//
//   Snapshot  +  Design  +  Recognised  ->  Canvas          every figure with its base
//                             StageSet  ->  JourneySet      the journeys behind a figure
//
// Both read journeys with the same code (experience/journey_life.h), so their counts agree.
//
// A journey reaches a stage with its first event there. Its furthest stage is the last one, in the
// design's order, that it reached. In every stage reached = continued + dropped + running.

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "design/design.h"
#include "experience/intervals.h"
#include "experience/recognise.h"
#include "experience/verdict.h"
#include "journey/mask.h"
#include "journey/snapshot.h"

namespace parcours::experience {

/// Time until a stage: of its promise's clock if it has one, else from the start of the nearest
/// earlier stage that the journey reached to the start of this one.
///
/// Percentiles interpolate linearly between ranks; they are 0 if n = 0.
struct StageTime {
  std::uint64_t n = 0;
  std::int64_t median_us = 0;
  std::int64_t p75_us = 0;
  std::int64_t p90_us = 0;
};

/// How a promise was held. Broken: arrived late, or not arrived although the budget is over.
/// Pending: running, and still within the budget. A journey that a closing touchpoint ended within
/// the budget is released: in none of the three.
struct PromiseKept {
  std::uint64_t kept = 0;
  std::uint64_t broken = 0;
  std::uint64_t pending = 0;
  std::optional<double> broken_share;  ///< Of kept + broken.
  std::optional<Interval> interval;
};

/// A channel of a stage: used, planned or both.
struct StageChannel {
  std::string channel;         ///< Empty: the log did not say.
  std::uint64_t journeys = 0;  ///< That met the stage on it; a journey may use several.
  double share = 0;            ///< Of the journeys that reached the stage.
  bool planned = false;
};

struct ScoreSource {
  model::TouchpointId touchpoint{};
  std::uint64_t n = 0;
  double mean = 0;  ///< On the design's scale.
};

/// Mean of the answers that speak of a stage, journeys as clusters; the interval stays on the
/// scale.
struct Satisfaction {
  std::uint64_t n = 0;
  std::uint64_t journeys = 0;
  double mean = 0;
  std::optional<Interval> interval;
  std::vector<ScoreSource> sources;  ///< By code.
};

struct InteractionCount {
  std::uint16_t interaction = 0;  ///< Its number in Recognised::interactions.
  std::uint64_t occurrences = 0;
  std::uint64_t journeys = 0;
};

/// Graded interactions that journeys met. Missing is not zero: the base is the journeys that met
/// one.
struct CxScore {
  std::uint64_t journeys = 0;
  std::uint64_t interactions = 0;
  std::int64_t sum = 0;
  double mean = 0;  ///< Of a journey's sum, over `journeys`.
  std::optional<Interval> interval;
  std::optional<double> attainable_share;  ///< sum / what could be attained, if above zero.
  std::optional<std::size_t> worst;        ///< In `list`: the lowest grade met, if negative.
  std::vector<InteractionCount> list;      ///< Those met, in the repository's order.
};

/// Felt minus aimed at.
struct Gap {
  double value = 0;
  std::optional<Interval> interval;
};

struct LivedStage {
  std::uint64_t reached = 0;
  std::optional<double> share;  ///< Of the base's journeys.
  std::optional<Interval> interval;
  /// Went on to a later stage; or ended here, where only optional stages follow.
  std::uint64_t continued = 0;
  std::uint64_t dropped = 0;  ///< Furthest here and over.
  std::uint64_t running = 0;  ///< Furthest here and still open at the data's end.
  std::uint64_t skipped = 0;  ///< Reached a later stage without this one.
  std::uint64_t events = 0;
  StageTime time;
  std::optional<PromiseKept> promise;
  std::vector<StageChannel> channels;  ///< Most journeys first, then by name.
  std::uint64_t unplanned = 0;         ///< Journeys with an event on a channel not planned.
  std::optional<double> unplanned_share;
};

struct FeltStage {
  std::optional<Satisfaction> satisfaction;
  std::optional<CxScore> cx;
  Judgement judgement;
  std::optional<Gap> gap;  ///< On the judgement's basis, if there is a target for it.
};

struct StageCanvas {
  std::optional<LivedStage> lived;  ///< Nothing for a stage without contact.
  FeltStage felt;
};

struct OtherTouchpoint {
  model::TouchpointId touchpoint{};
  std::uint64_t events = 0;
  std::uint64_t journeys = 0;
};

struct Canvas {
  std::uint64_t journeys = 0;
  std::uint64_t customers = 0;
  std::uint64_t events = 0;
  std::uint64_t running = 0;
  std::uint64_t completed = 0;          ///< Reached the last stage that is not optional.
  std::optional<std::int64_t> from_us;  ///< First and last event.
  std::optional<std::int64_t> to_us;
  std::vector<StageCanvas> stages;  ///< As in the design.
  std::uint64_t other_events = 0;   ///< events = the stages' events + other_events.
  std::uint64_t other_journeys = 0;
  std::vector<OtherTouchpoint> other;        ///< Most events first.
  std::optional<Satisfaction> satisfaction;  ///< Answers to what the design's measured_by names.
  std::optional<CxScore> cx;                 ///< Over all events, those of Other too.
  std::uint64_t unplaced_scores =
      0;  ///< Answers that speak of no stage, or that it is unknown of which.
  std::uint64_t scores_off_scale = 0;  ///< Left out: outside the declared scale.
};

/// What to measure on; everything is borrowed.
struct CanvasInput {
  const journey::Snapshot& snapshot;
  const design::Design& design;
  const Recognised* recognised = nullptr;          ///< Of the same snapshot; null: no repository.
  const journey::JourneySet* selection = nullptr;  ///< Null: all journeys.
};

/// Measures the canvas.
///
/// Cost:    about 10 ns an event on one thread, 8 bytes a journey and stage for the times;
/// parallel. Errors:  Error(Cancelled). Threads: reads only; the answer is the same for any number
/// of threads. Source:  docs/methods/stage-lived.md, satisfaction.md, cx-score.md, verdict.md
[[nodiscard]] Canvas measure_canvas(const CanvasInput& input, std::stop_token stop);

/// The figures of a stage that can be opened.
enum class StageState : std::uint8_t {
  Reached,
  Continued,
  Running,
  Dropped,
  Skipped,
  PromiseKept,
  PromiseBroken,
  PromisePending,
  Channel,      ///< Met the stage on StageSet::channel.
  Interaction,  ///< Met StageSet::interaction in the stage.
  Scored,       ///< Gave an answer that speaks of the stage.
  Unplanned,
};
/// "reached", "promise_kept" … or nothing.
[[nodiscard]] std::optional<StageState> stage_state_of(std::string_view name);
[[nodiscard]] const std::vector<std::string>& stage_state_names();

struct StageSet {
  std::size_t stage = 0;
  StageState state = StageState::Reached;
  std::string channel{};
  std::string interaction{};  ///< Its id.
};

/// The journeys behind a figure of the canvas, by rising index; as many as the figure says.
///
/// Errors: Error(Cancelled); Error(NotFound) for an unknown channel or interaction, or an
///         interaction without repository, with the nearest name.
[[nodiscard]] journey::JourneySet journeys_of_stage(const CanvasInput& input, const StageSet& set,
                                                    std::stop_token stop);

}  // namespace parcours::experience
