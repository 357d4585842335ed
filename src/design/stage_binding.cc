#include "design/stage_binding.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace parcours::design {

bool is_planned_on(const PlannedTouchpoint& claim, const std::string& channel) {
  if (!claim.channels) return true;
  if (claim.channels->empty()) return false;
  if (channel.empty()) return true;
  return std::any_of(
      claim.channels->begin(), claim.channels->end(),
      [&](const std::string& planned) { return lower_ascii(planned) == lower_ascii(channel); });
}

namespace {

StageCell resolve(const Design& design, const std::string& touchpoint, const std::string& channel) {
  StageCell found;
  for (std::size_t stage = 0; stage < design.stages.size(); ++stage) {
    for (const PlannedTouchpoint& claim : design.stages[stage].touchpoints) {
      if (!claim.pattern.matches(touchpoint)) continue;
      if (is_planned_on(claim, channel))
        return {.stage = static_cast<std::uint8_t>(stage), .planned = 1};
      if (found.stage == StageCell::kOther) found.stage = static_cast<std::uint8_t>(stage);
    }
  }
  return found;
}

struct Mention {
  TouchpointPattern pattern;
  std::string stage;
};

std::vector<Mention> mentions_of(const Design& design) {
  std::vector<Mention> mentions;
  for (const Stage& stage : design.stages) {
    for (const PlannedTouchpoint& claim : stage.touchpoints) {
      mentions.push_back({claim.pattern, stage.id});
    }
    for (const Measure& measure : stage.measured_by)
      mentions.push_back({measure.pattern, stage.id});
  }
  for (const Measure& measure : design.measured_by) mentions.push_back({measure.pattern, ""});
  for (const std::string& closing : design.closes) {
    mentions.push_back({TouchpointPattern(closing), ""});
  }
  for (const Rule& rule : design.rules) {
    for (const RuleEvent* event : {&rule.first, &rule.then}) {
      if (event->stage.empty()) mentions.push_back({event->touchpoint, ""});
    }
  }
  return mentions;
}

}  // namespace

StageBinding bind_stages(const Design& design, const std::vector<std::string>& touchpoint_names,
                         const std::vector<std::string>& channel_names) {
  StageBinding binding{
      .touchpoints = touchpoint_names.size(), .channels = channel_names.size(), .cell = {}};
  binding.cell.reserve(binding.touchpoints * binding.channels);
  for (const std::string& touchpoint : touchpoint_names) {
    for (const std::string& channel : channel_names) {
      binding.cell.push_back(resolve(design, touchpoint, channel));
    }
  }
  return binding;
}

std::vector<BindingNotice> check_against_data(const Design& design,
                                              const journey::Snapshot& snapshot) {
  std::vector<std::uint8_t> occurs(snapshot.touchpoint_names.size());
  for (const model::TouchpointId touchpoint : snapshot.touchpoint) {
    occurs[model::index_of(touchpoint)] = 1;
  }
  std::vector<std::string> lived;
  for (std::size_t i = 0; i < occurs.size(); ++i) {
    if (occurs[i] != 0) lived.push_back(snapshot.touchpoint_names[i]);
  }

  std::vector<BindingNotice> notices;
  const std::vector<Mention> mentions = mentions_of(design);
  std::vector<std::string> named;
  for (const Mention& mention : mentions) {
    named.push_back(mention.pattern.text());
    const bool happens = std::any_of(lived.begin(), lived.end(), [&](const std::string& name) {
      return mention.pattern.matches(name);
    });
    if (happens) continue;
    notices.push_back({.about = BindingNotice::About::NeverHappens,
                       .touchpoint = mention.pattern.text(),
                       .stage = mention.stage,
                       .nearest = nearest_name(mention.pattern.text(), lived).value_or("")});
  }
  for (const std::string& name : lived) {
    const bool meant = std::any_of(mentions.begin(), mentions.end(), [&](const Mention& mention) {
      return mention.pattern.matches(name);
    });
    if (meant) continue;
    notices.push_back({.about = BindingNotice::About::NoStage,
                       .touchpoint = name,
                       .stage = {},
                       .nearest = nearest_name(name, named).value_or("")});
  }
  return notices;
}

LocalText BindingNotice::text() const {
  LocalText out;
  if (about == About::NeverHappens) {
    out.en = fmt::format("'{}' of the design never happens in the data", touchpoint);
    out.fr = fmt::format("« {} » du parcours cible n’arrive jamais dans les données", touchpoint);
    if (!stage.empty()) {
      out.en += fmt::format(" (stage '{}')", stage);
      out.fr += fmt::format(" (étape « {} »)", stage);
    }
  } else {
    out.en = fmt::format("'{}' of the data belongs to no stage", touchpoint);
    out.fr = fmt::format("« {} » des données n’appartient à aucune étape", touchpoint);
  }
  if (!nearest.empty()) {
    out.en += fmt::format("; did you mean '{}'?", nearest);
    out.fr += fmt::format(" ; vouliez-vous dire « {} » ?", nearest);
  }
  return out;
}

}  // namespace parcours::design
