#include "design/laid_journey.h"

namespace parcours::design {
namespace {

Standing standing_of(MoveKind kind) {
  switch (kind) {
    case MoveKind::Synchronous:
      return Standing::Planned;
    case MoveKind::Substituted:
      return Standing::Substituted;
    case MoveKind::DesignedOnly:
      return Standing::Missed;
    default:
      return Standing::LivedOnly;
  }
}

}  // namespace

LaidJourney lay_beside(const DesignModel& model, const Aligner& aligner,
                       std::span<const model::TouchpointId> touchpoints,
                       std::span<const model::ChannelId> channels, Ending ending) {
  std::vector<LivedLabel> labels;
  std::vector<std::uint32_t> judged;  // [labels] place in the journey
  for (std::uint32_t e = 0; e < touchpoints.size(); ++e) {
    const LivedLabel label = model.table.of(touchpoints[e], channels[e]);
    if (label == LabelTable::kNotJudged) continue;
    labels.push_back(label);
    judged.push_back(e);
  }
  const Alignment alignment = aligner.align(labels, ending);
  LaidJourney out{.steps = {},
                  .cost = alignment.cost,
                  .at_least = alignment.at_least,
                  .alone = aligner.lived_alone(labels) + aligner.designed_alone(ending),
                  .ambiguous = alignment.ambiguous};
  std::uint32_t next = 0;  // the first event without a step
  const auto pass_until = [&](std::uint32_t event) {
    for (; next < event; ++next) out.steps.push_back({.event = next});
  };
  for (const Move& move : alignment.moves) {
    LaidStep step{.standing = standing_of(move.kind), .stage = move.activity, .cost = move.cost};
    if (move.event != kNone) {
      step.event = judged[move.event];
      pass_until(step.event);
      next = step.event + 1;
    }
    if (step.standing == Standing::LivedOnly) {
      step.stage = static_cast<std::uint32_t>(model.labels[labels[move.event]].stage);
    }
    out.steps.push_back(step);
  }
  pass_until(static_cast<std::uint32_t>(touchpoints.size()));
  return out;
}

}  // namespace parcours::design
