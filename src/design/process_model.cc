#include "design/process_model.h"

#include <algorithm>
#include <set>

namespace parcours::design {
namespace {

[[noreturn]] void fail(Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), {.source = "model"}, std::move(hint));
}

void check_labels(const ProcessModel& model) {
  std::set<std::string_view> seen;
  for (const std::string& label : model.activities) {
    if (label.empty()) fail(said("the label of an activity is empty"));
    if (!seen.insert(label).second) fail(said("the activity '{}' stands there twice", label));
  }
}

void check_part(const ProcessModel& model, std::uint32_t place) {
  const ModelPart& part = model.parts[place];
  const bool leaf = part.kind == PartKind::Activity || part.kind == PartKind::Silent;
  if (part.kind == PartKind::Activity && part.activity >= model.activities.size()) {
    fail(said("part {} is of activity {}, which does not exist", place, part.activity));
  }
  if (leaf && !part.parts.empty()) fail(said("part {} is an activity and has parts", place));
  if (!leaf && part.parts.empty()) {
    fail(said("{} {} has no parts", name_of(part.kind), place));
  }
  if (part.kind == PartKind::Loop && part.parts.size() != 2) {
    fail(said("loop {} has {} parts", place, part.parts.size()),
         said("a loop has two: what is done, and what leads back"));
  }
}

// Each part but the last belongs to exactly one later part.
void check_tree(const ProcessModel& model) {
  std::vector<std::uint8_t> used(model.parts.size());
  std::vector<std::uint32_t> depth(model.parts.size(), 1);
  for (std::uint32_t place = 0; place < model.parts.size(); ++place) {
    for (const std::uint32_t of : model.parts[place].parts) {
      if (of >= place)
        fail(said("part {} holds part {}, which does not stand before it", place, of));
      if (used[of] != 0) fail(said("part {} is used twice", of));
      used[of] = 1;
      depth[place] = std::max(depth[place], depth[of] + 1);
    }
    if (depth[place] > kMaxModelDepth) {
      throw Error(ErrorCode::TooLarge, said("a model is at most {} parts deep", kMaxModelDepth),
                  {.source = "model"});
    }
  }
  for (std::uint32_t place = 0; place + 1 < model.parts.size(); ++place) {
    if (used[place] == 0) fail(said("part {} is used nowhere", place));
  }
}

}  // namespace

std::string_view name_of(PartKind kind) {
  switch (kind) {
    case PartKind::Activity:
      return "";
    case PartKind::Silent:
      return "silent";
    case PartKind::Sequence:
      return "sequence";
    case PartKind::Choice:
      return "choice";
    case PartKind::Parallel:
      return "parallel";
    case PartKind::Loop:
      return "loop";
  }
  return "";
}

std::uint32_t ProcessModel::add(PartKind kind, std::vector<std::uint32_t> of_parts) {
  parts.push_back({.kind = kind, .activity = 0, .parts = std::move(of_parts)});
  return static_cast<std::uint32_t>(parts.size() - 1);
}

std::uint32_t ProcessModel::add_activity(std::string_view label) {
  const auto found = std::find(activities.begin(), activities.end(), label);
  const auto activity = static_cast<std::uint32_t>(found - activities.begin());
  if (found == activities.end()) activities.emplace_back(label);
  parts.push_back({.kind = PartKind::Activity, .activity = activity, .parts = {}});
  return static_cast<std::uint32_t>(parts.size() - 1);
}

std::uint32_t ProcessModel::add_optional(std::uint32_t part) {
  const std::uint32_t nothing = add(PartKind::Silent);
  return add(PartKind::Choice, {nothing, part});
}

void check_model(const ProcessModel& model) {
  if (model.parts.empty()) fail(said("the model has no parts"));
  if (model.parts.size() > kMaxModelParts) {
    throw Error(
        ErrorCode::TooLarge,
        said("a model has at most {} parts, this one has {}", kMaxModelParts, model.parts.size()),
        {.source = "model"});
  }
  check_labels(model);
  for (std::uint32_t place = 0; place < model.parts.size(); ++place) check_part(model, place);
  check_tree(model);
}

}  // namespace parcours::design
