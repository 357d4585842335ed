#include "design/rule_parse.h"

#include <algorithm>

#include "base/text.h"
#include "design/design.h"
#include "design/design_fields.h"
#include "design/document_id.h"
#include "design/yaml_text.h"

namespace parcours::design {
namespace {

const std::vector<std::string>& kind_names() {
  static const std::vector<std::string> kNames = {"follows", "precedes", "never-together"};
  return kNames;
}

RuleKind parse_kind(Fields& fields) {
  const std::string name = fields.text("kind");
  const auto known = std::ranges::find(kind_names(), name);
  if (known == kind_names().end()) {
    refuse(fields.required("kind"), said("there is no kind of rule '{}'", shortened(name, 60)),
           suggest_name(name, kind_names()));
  }
  return static_cast<RuleKind>(known - kind_names().begin());
}

std::string parse_stage_id(Fields& fields, const Design& design) {
  const std::string id = fields.text("stage");
  const auto stage = design.stage_of(id);
  if (!stage) {
    std::vector<std::string> ids;
    for (const Stage& one : design.stages) ids.push_back(one.id);
    refuse(fields.required("stage"), said("there is no stage '{}'", shortened(id, 60)),
           suggest_name(id, ids));
  }
  if (!design.stages[*stage].contact) {
    refuse(fields.required("stage"),
           said("stage '{}' has no contact, so no rule can speak of its events", id));
  }
  return id;
}

RuleEvent parse_event(const Node& node, const Design& design) {
  RuleEvent event;
  if (node.is_scalar()) {
    event.touchpoint = TouchpointPattern(node.text);
  } else {
    Fields fields = open_mapping(node, "rule_event");
    const bool of_stage = fields.find("stage") != nullptr;
    if (of_stage == (fields.find("touchpoint") != nullptr)) {
      refuse(node, said("a rule's event is of a touchpoint or of a stage"),
             said("write order.placed, or {{stage: order}}"));
    }
    if (of_stage) {
      event.stage = parse_stage_id(fields, design);
    } else {
      event.touchpoint = TouchpointPattern(fields.text("touchpoint"));
    }
    event.channel = fields.text_or("channel", "");
  }
  if (event.stage.empty() && event.touchpoint.text().empty()) {
    refuse(node, said("a touchpoint's name is empty"));
  }
  return event;
}

Rule parse_rule(const Node& node, const Design& design) {
  Fields fields = open_mapping(node, "rule");
  Rule rule;
  rule.id = parse_id(fields, "id");
  rule.title = title_or(fields, rule.id);
  rule.kind = parse_kind(fields);
  rule.first = parse_event(fields.required("first"), design);
  rule.then = parse_event(fields.required("then"), design);
  if (rule.kind != RuleKind::NeverTogether && rule.first == rule.then) {
    refuse(fields.required("then"), said("'first' and 'then' are the same events"),
           said("no journey could keep to this; never-together says that they do not repeat"));
  }
  rule.within_us = fields.duration_us("within");
  if (rule.within_us && *rule.within_us <= 0) {
    refuse(fields.required("within"), said("'within' must be above zero"));
  }
  return rule;
}

std::string event_text(const RuleEvent& event) {
  if (event.stage.empty() && event.channel.empty()) return yaml_scalar(event.touchpoint.text());
  Members members;
  if (event.stage.empty()) members.add("touchpoint", yaml_scalar(event.touchpoint.text()));
  if (!event.stage.empty()) members.add("stage", yaml_scalar(event.stage));
  if (!event.channel.empty()) members.add("channel", yaml_scalar(event.channel));
  return members.braced();
}

}  // namespace

std::string_view name_of(RuleKind kind) {
  return kind_names()[static_cast<std::size_t>(kind)];
}

std::vector<Rule> parse_rules(const Node& list, const Design& design) {
  std::vector<Rule> rules;
  if (list.is_null()) return rules;
  if (!list.is_sequence()) refuse(list, said("'rules' must be a list of rules"));
  if (list.items.size() > kMaxRules) {
    throw Error(ErrorCode::TooLarge,
                said("the design has {} rules; at most {} are read", list.items.size(), kMaxRules),
                list.place);
  }
  for (const Node& item : list.items) {
    Rule rule = parse_rule(item, design);
    if (std::ranges::any_of(rules, [&](const Rule& before) { return before.id == rule.id; })) {
      refuse(member(item, "id"), said("there are two rules '{}'", rule.id));
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::string rule_text(const Rule& rule) {
  Members members;
  members.add("id", yaml_scalar(rule.id));
  if (rule.title.en != rule.id || rule.title.fr != rule.id) {
    members.add("title", yaml_local_text(rule.title));
  }
  members.add("kind", name_of(rule.kind));
  members.add("first", event_text(rule.first));
  members.add("then", event_text(rule.then));
  if (rule.within_us) members.add("within", yaml_duration(*rule.within_us));
  return members.braced();
}

}  // namespace parcours::design
