// The journeys behind a figure of the canvas, found by the code that counted them.

#include <fmt/core.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "experience/canvas.h"
#include "experience/journey_life.h"

namespace parcours::experience {
namespace {

using Predicate = std::function<bool(const JourneyLife&)>;

// In the order of StageState.
const std::vector<std::string>& state_names() {
  static const std::vector<std::string> kNames = {
      "reached",        "continued",       "running", "dropped",     "skipped", "promise_kept",
      "promise_broken", "promise_pending", "channel", "interaction", "scored",  "unplanned"};
  return kNames;
}

Predicate has_bit(StageBits JourneyLife::* bits, std::size_t stage) {
  return [bits, bit = bit_of(stage)](const JourneyLife& life) { return (life.*bits & bit) != 0; };
}

[[noreturn]] void not_found(Message message, const std::string& name,
                            const std::vector<std::string>& known) {
  throw Error(ErrorCode::NotFound, std::move(message), {}, suggest_name(name, known));
}

Predicate used_channel(const CanvasInput& input, const StageSet& set, std::size_t words) {
  const std::vector<std::string>& names = input.snapshot.channel_names;
  const auto found = std::find(names.begin(), names.end(), set.channel);
  if (found == names.end()) {
    // A planned channel that no event came on is known, and empty.
    for (const design::PlannedTouchpoint& claim : input.design.stages[set.stage].touchpoints) {
      if (!claim.channels) continue;
      const auto& planned = *claim.channels;
      if (std::find(planned.begin(), planned.end(), set.channel) != planned.end()) {
        return [](const JourneyLife&) { return false; };
      }
    }
    not_found(said("there is no channel '{}'", shortened(set.channel, 60)), set.channel, names);
  }
  const auto channel = static_cast<std::size_t>(found - names.begin());
  return [=, stage = set.stage](const JourneyLife& life) {
    return (life.reached & bit_of(stage)) != 0 &&
           (life.channels[stage * words + channel / 64] >> (channel % 64) & 1U) != 0;
  };
}

Predicate met_interaction(const CanvasInput& input, const StageSet& set) {
  std::vector<std::string> known;
  if (input.recognised != nullptr) {
    for (const InteractionInfo& info : input.recognised->interactions) known.push_back(info.id);
  }
  const auto found = std::find(known.begin(), known.end(), set.interaction);
  if (found == known.end())
    not_found(said("there is no interaction '{}'", shortened(set.interaction, 60)), set.interaction,
              known);
  const auto wanted = static_cast<std::uint16_t>(found - known.begin());
  return [=, stage = set.stage](const JourneyLife& life) {
    return std::any_of(life.meetings.begin(), life.meetings.end(), [&](const Meeting& meeting) {
      return meeting.stage == stage && meeting.interaction == wanted;
    });
  };
}

Predicate predicate_of(const CanvasInput& input, const StageSet& set, std::size_t words) {
  switch (set.state) {
    case StageState::Reached:
      return has_bit(&JourneyLife::reached, set.stage);
    case StageState::Continued:
      return has_bit(&JourneyLife::continued, set.stage);
    case StageState::Running:
      return has_bit(&JourneyLife::running, set.stage);
    case StageState::Dropped:
      return has_bit(&JourneyLife::dropped, set.stage);
    case StageState::Skipped:
      return has_bit(&JourneyLife::skipped, set.stage);
    case StageState::PromiseKept:
      return has_bit(&JourneyLife::kept, set.stage);
    case StageState::PromiseBroken:
      return has_bit(&JourneyLife::broken, set.stage);
    case StageState::PromisePending:
      return has_bit(&JourneyLife::pending, set.stage);
    case StageState::Channel:
      return used_channel(input, set, words);
    case StageState::Interaction:
      return met_interaction(input, set);
    case StageState::Scored:
      return has_bit(&JourneyLife::scored, set.stage);
    case StageState::Unplanned:
      return has_bit(&JourneyLife::unplanned, set.stage);
  }
  return [](const JourneyLife&) { return false; };
}

}  // namespace

std::optional<StageState> stage_state_of(std::string_view name) {
  const auto found = std::find(state_names().begin(), state_names().end(), name);
  if (found == state_names().end()) return std::nullopt;
  return static_cast<StageState>(found - state_names().begin());
}

const std::vector<std::string>& stage_state_names() {
  return state_names();
}

journey::JourneySet journeys_of_stage(const CanvasInput& input, const StageSet& set,
                                      std::stop_token stop) {
  PARCOURS_CHECK(set.stage < input.design.stages.size());
  const JourneyReader reader(input);
  const Predicate holds = predicate_of(input, set, reader.channel_words());
  const std::size_t size =
      input.selection != nullptr ? input.selection->size() : input.snapshot.first_event.size() - 1;
  constexpr std::size_t kPiece = 1U << 14U;
  std::vector<journey::JourneySet> parts((size + kPiece - 1) / kPiece);
  oneapi::tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t piece) {
    if (stop.stop_requested()) return;
    JourneyLife life;
    for (std::size_t i = piece * kPiece; i < std::min(size, (piece + 1) * kPiece); ++i) {
      const std::size_t journey = input.selection != nullptr ? (*input.selection)[i] : i;
      reader.read(journey, life);
      if (holds(life)) parts[piece].push_back(static_cast<std::uint32_t>(journey));
    }
  });
  if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
  journey::JourneySet found;
  for (const journey::JourneySet& part : parts) found.insert(found.end(), part.begin(), part.end());
  return found;
}

}  // namespace parcours::experience
