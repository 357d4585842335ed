#include "design/bpmn_stages.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace parcours::design {
namespace {

std::string plain(std::string_view name) {
  return lower_ascii(trimmed(name));
}

// The stage of the journey that a task is called after.
const Stage* stage_named(const Design* journey, const std::string& name) {
  if (journey == nullptr) return nullptr;
  const auto found = std::ranges::find_if(journey->stages, [&](const Stage& stage) {
    return plain(stage.id) == name || plain(stage.title.en) == name ||
           plain(stage.title.fr) == name;
  });
  return found == journey->stages.end() ? nullptr : &*found;
}

Stage stage_of(const std::string& activity, const std::vector<std::string>& touchpoint_names,
               const Design* journey) {
  Stage stage;
  stage.id = activity;
  stage.title = {.en = activity, .fr = activity};
  const std::string name = plain(activity);
  const Stage* const called = stage_named(journey, name);
  if (called != nullptr) stage.importance = called->importance;
  for (const std::string& touchpoint : touchpoint_names) {
    if (plain(touchpoint) != name) continue;
    stage.touchpoints.push_back({.pattern = TouchpointPattern(touchpoint),
                                 .title = {.en = touchpoint, .fr = touchpoint},
                                 .channels = std::nullopt});
  }
  if (stage.touchpoints.empty() && called != nullptr && called->contact) {
    stage.touchpoints = called->touchpoints;
  }
  stage.contact = !stage.touchpoints.empty();
  return stage;
}

// Copies a part, where what nothing shows may be left out.
std::uint32_t copy(const ProcessModel& from, std::uint32_t part, const Design& stages,
                   ProcessModel& to) {
  const ModelPart& one = from.parts[part];
  if (one.kind == PartKind::Activity) {
    to.parts.push_back({.kind = PartKind::Activity, .activity = one.activity, .parts = {}});
    const auto activity = static_cast<std::uint32_t>(to.parts.size() - 1);
    return stages.stages[one.activity].contact ? activity : to.add_optional(activity);
  }
  std::vector<std::uint32_t> parts;
  for (const std::uint32_t inner : one.parts) parts.push_back(copy(from, inner, stages, to));
  return to.add(one.kind, std::move(parts));
}

}  // namespace

ProcessStages stages_of_process(const BpmnBlocks& blocks, std::string_view name,
                                const std::vector<std::string>& touchpoint_names,
                                const Design* journey) {
  const std::vector<std::string>& activities = blocks.model.activities;
  if (activities.size() > kMaxProcessActivities) {
    throw Error(ErrorCode::TooLarge,
                said("the process has {} different tasks; at most {} are held against journeys",
                     activities.size(), kMaxProcessActivities));
  }
  ProcessStages out;
  out.design.name = name;
  out.design.title = {.en = std::string(name), .fr = std::string(name)};
  for (std::size_t k = 0; k < activities.size(); ++k) {
    out.design.stages.push_back(stage_of(activities[k], touchpoint_names, journey));
    if (!out.design.stages.back().contact && blocks.only_events[k] == 0) {
      out.unbound.push_back(activities[k]);
    }
  }
  if (std::ranges::none_of(out.design.stages, &Stage::contact)) {
    throw Error(ErrorCode::BadQuery,
                said("no task of the process '{}' is called as a touchpoint", name), {},
                said("name its tasks as touchpoints, or as stages of the design asked with it"));
  }
  out.model.activities = activities;
  (void)copy(blocks.model, static_cast<std::uint32_t>(blocks.model.parts.size() - 1), out.design,
             out.model);
  return out;
}

DesignModel model_of(const ProcessStages& process, const std::vector<std::string>& touchpoint_names,
                     const std::vector<std::string>& channel_names,
                     const ConformancePrices& prices) {
  DesignModel out = model_of(process.design, touchpoint_names, channel_names, prices);
  out.model = process.model;
  return out;
}

}  // namespace parcours::design
