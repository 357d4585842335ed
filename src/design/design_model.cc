#include "design/design_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "base/text.h"

namespace parcours::design {
namespace {

std::uint32_t add_stage(const Stage& stage, std::size_t k, ProcessModel& model) {
  model.parts.push_back(
      {.kind = PartKind::Activity, .activity = static_cast<std::uint32_t>(k), .parts = {}});
  const auto activity = static_cast<std::uint32_t>(model.parts.size() - 1);
  const std::uint32_t again = model.add(PartKind::Silent);
  const std::uint32_t loop = model.add(PartKind::Loop, {activity, again});
  return may_be_missing(stage) ? model.add_optional(loop) : loop;
}

ProcessModel stages_of(const Design& design) {
  ProcessModel model;
  for (const Stage& stage : design.stages) model.activities.push_back(stage.id);
  std::vector<std::uint32_t> parts;
  std::size_t back_to = 0;  // the place in `parts` of the stage that the loop leads back to
  for (std::size_t k = 0; k < design.stages.size();) {
    if (design.loop && design.loop->to == k) back_to = parts.size();
    std::vector<std::uint32_t> either;
    for (const std::size_t past = alternatives_of(design, k).past; k < past; ++k) {
      either.push_back(add_stage(design.stages[k], k, model));
    }
    parts.push_back(either.size() == 1 ? either.front()
                                       : model.add(PartKind::Choice, std::move(either)));
    if (!design.loop || design.loop->from + 1 != k) continue;
    const auto first = parts.begin() + static_cast<std::ptrdiff_t>(back_to);
    const std::uint32_t body = model.add(PartKind::Sequence, {first, parts.end()});
    parts.erase(first, parts.end());
    const std::uint32_t again = model.add(PartKind::Silent);
    parts.push_back(model.add(PartKind::Loop, {body, again}));
  }
  (void)model.add(PartKind::Sequence, std::move(parts));
  return model;
}

// A stage that claims a touchpoint, on whatever channel it came; planned ones cost nothing.
std::vector<StandsFor> stands_for(const Design& design, const std::string& touchpoint,
                                  const std::string& channel, const ConformancePrices& prices) {
  std::vector<StandsFor> out;
  for (std::size_t k = 0; k < design.stages.size(); ++k) {
    bool claimed = false;
    bool planned = false;
    for (const PlannedTouchpoint& claim : design.stages[k].touchpoints) {
      if (!claim.pattern.matches(touchpoint)) continue;
      planned |= is_planned_on(claim, channel);
      claimed |= !claim.channels || !claim.channels->empty();
    }
    const auto stage = static_cast<std::uint32_t>(k);
    if (planned) {
      out.push_back({.activity = stage});
    } else if (claimed) {
      out.push_back({.activity = stage, .kind = MoveKind::Substituted, .cost = prices.substituted});
    }
  }
  return out;
}

void accept(const AcceptedDeviation& accepted, DesignModel& out) {
  if (accepted.kind == MoveKind::DesignedOnly) {
    out.costs.designed_only[accepted.stage] = 0;
    return;
  }
  const std::string channel = lower_ascii(accepted.channel);
  for (std::size_t l = 0; l < out.labels.size(); ++l) {
    if (!channel.empty() && lower_ascii(out.labels[l].channel) != channel) continue;
    if (accepted.kind == MoveKind::LivedOnly && out.labels[l].stage == accepted.stage) {
      out.costs.lived_only[l] = 0;
    }
    if (accepted.kind != MoveKind::Substituted) continue;
    for (StandsFor& one : out.costs.stands_for[l]) {
      if (one.activity == accepted.stage) one.cost = 0;
    }
  }
}

}  // namespace

DesignModel model_of(const Design& design, const std::vector<std::string>& touchpoint_names,
                     const std::vector<std::string>& channel_names,
                     const ConformancePrices& prices) {
  DesignModel out{.model = stages_of(design), .labels = {}, .table = {}, .costs = {}};
  const StageBinding binding = bind_stages(design, touchpoint_names, channel_names);
  out.table.channels = channel_names.size();
  out.table.cell.assign(binding.cell.size(), LabelTable::kNotJudged);
  // Events that mean the same have one label.
  using Meaning = std::tuple<std::size_t, bool, std::size_t, std::vector<std::uint64_t>>;
  std::map<Meaning, std::vector<std::size_t>> cells;
  std::map<Meaning, std::vector<StandsFor>> meant;
  for (std::size_t cell = 0; cell < binding.cell.size(); ++cell) {
    const StageCell& at = binding.cell[cell];
    if (at.stage == StageCell::kOther) continue;
    const std::size_t channel = cell % binding.channels;
    auto stands = stands_for(design, touchpoint_names[cell / binding.channels],
                             channel_names[channel], prices);
    std::vector<std::uint64_t> key;
    for (const StandsFor& one : stands) {
      key.push_back(std::uint64_t{one.activity} * 2 + (one.kind == MoveKind::Substituted ? 1 : 0));
    }
    const Meaning meaning{at.stage, at.planned == 0, channel, std::move(key)};
    cells[meaning].push_back(cell);
    meant[meaning] = std::move(stands);
  }
  for (const auto& [meaning, of] : cells) {
    const auto& [stage, unplanned, channel, key] = meaning;
    ContactLabel label{.stage = stage,
                       .channel = channel_names[channel],
                       .planned = !unplanned,
                       .touchpoints = {}};
    for (const std::size_t cell : of) {
      out.table.cell[cell] = static_cast<LivedLabel>(out.labels.size());
      label.touchpoints.push_back(cell / binding.channels);
    }
    out.labels.push_back(std::move(label));
    out.costs.belongs_to.push_back(static_cast<std::uint32_t>(stage));
    out.costs.lived_only.push_back(prices.lived_only);
    out.costs.stands_for.push_back(std::move(meant[meaning]));
  }
  for (const Stage& stage : design.stages) {
    const double more = static_cast<double>(prices.moment_of_truth) * stage.importance.value_or(0);
    out.costs.designed_only.push_back(prices.missed + std::llround(more));
  }
  for (const AcceptedDeviation& accepted : design.accepted) accept(accepted, out);
  for (const AcceptedDeviation& accepted : prices.accepted) accept(accepted, out);
  return out;
}

}  // namespace parcours::design
