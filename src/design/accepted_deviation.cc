#include "design/accepted_deviation.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "design/design.h"
#include "design/design_fields.h"
#include "design/yaml_text.h"

namespace parcours::design {
namespace {

constexpr std::array kKinds = {MoveKind::DesignedOnly, MoveKind::Substituted, MoveKind::LivedOnly};

MoveKind parse_kind(Fields& fields) {
  const std::string name = fields.text("deviation");
  std::vector<std::string> known;
  for (const MoveKind kind : kKinds) {
    if (name == name_of(kind)) return kind;
    known.emplace_back(name_of(kind));
  }
  refuse(fields.required("deviation"), said("there is no deviation '{}'", shortened(name, 60)),
         suggest_name(name, known));
}

AcceptedDeviation parse_one(const Node& node, const Design& design) {
  Fields fields = open_mapping(node, "deviation");
  AcceptedDeviation accepted{.kind = parse_kind(fields)};
  const std::string id = fields.text("stage");
  const auto stage = design.stage_of(id);
  if (!stage) {
    std::vector<std::string> ids;
    for (const Stage& one : design.stages) ids.push_back(one.id);
    refuse(fields.required("stage"), said("there is no stage '{}'", shortened(id, 60)),
           suggest_name(id, ids));
  }
  accepted.stage = *stage;
  accepted.channel = fields.text_or("channel", "");
  if (accepted.kind == MoveKind::DesignedOnly && !accepted.channel.empty()) {
    refuse(fields.required("channel"), said("what is missed came on no channel"));
  }
  if (const Node* reason = fields.find("reason")) {
    accepted.reason = parse_local_text(*reason, "reason");
  }
  return accepted;
}

}  // namespace

std::string_view name_of(MoveKind kind) {
  return kind == MoveKind::DesignedOnly  ? "missed"
         : kind == MoveKind::Substituted ? "substituted"
                                         : "lived_only";
}

std::vector<AcceptedDeviation> parse_accepted(const Node& list, const Design& design) {
  std::vector<AcceptedDeviation> all;
  if (list.is_null()) return all;
  if (!list.is_sequence()) refuse(list, said("'accepted' must be a list of deviations"));
  if (list.items.size() > kMaxAccepted) {
    throw Error(ErrorCode::TooLarge,
                said("the design accepts {} deviations; at most {} are read", list.items.size(),
                     kMaxAccepted),
                list.place);
  }
  for (const Node& item : list.items) {
    AcceptedDeviation next = parse_one(item, design);
    const auto same = [&](const AcceptedDeviation& one) {
      return one.kind == next.kind && one.stage == next.stage && one.channel == next.channel;
    };
    if (std::ranges::any_of(all, same)) refuse(item, said("this deviation is accepted already"));
    all.push_back(std::move(next));
  }
  return all;
}

std::string accepted_text(const AcceptedDeviation& accepted, const Design& design) {
  Members members;
  members.add("deviation", name_of(accepted.kind));
  members.add("stage", yaml_scalar(design.stages[accepted.stage].id));
  if (!accepted.channel.empty()) members.add("channel", yaml_scalar(accepted.channel));
  if (!accepted.reason.empty()) members.add("reason", yaml_local_text(accepted.reason));
  return members.braced();
}

}  // namespace parcours::design
