#include <algorithm>

#include "base/text.h"
#include "design/bpmn_reading.h"

namespace parcours::design {
namespace {

// Where elements stand: in a process, or in one of its sub-processes.
struct Scope {
  std::string process;
  std::string inside;
};

bool is_true(const XmlElement& element, std::string_view name) {
  const std::string text = element.get(name);
  return text == "true" || text == "1";
}

bool is_ours(const XmlElement& element) {
  return element.space == kBpmnSpace;
}

BpmnTrigger read_trigger(const XmlElement& definition, BpmnReading& reading) {
  BpmnTrigger trigger{.element = definition.name, .time = "", .value = ""};
  for (const XmlElement& child : definition.children) {
    if (is_ours(child) && child.name.starts_with("time") && trigger.time.empty()) {
      trigger.time = child.name;
      trigger.value = trimmed(child.text);
    } else {
      reading.leave_out(child);
    }
  }
  return trigger;
}

// A child of a node that is no element of its own. False: it is not carried.
bool read_part(const XmlElement& part, BpmnNode& node, BpmnReading& reading) {
  if (!is_ours(part)) return false;
  if (part.name == "incoming" || part.name == "outgoing") return true;  // the flows say it
  if (part.name == "documentation") return true;                        // read already
  if (part.name.ends_with("EventDefinition") && is_event(node.kind)) {
    node.triggers.push_back(read_trigger(part, reading));
    return true;
  }
  if (part.name == "standardLoopCharacteristics") {
    node.repeat = BpmnRepeat::Loop;
    return true;
  }
  if (part.name == "multiInstanceLoopCharacteristics") {
    node.repeat = is_true(part, "isSequential") ? BpmnRepeat::Sequential : BpmnRepeat::Parallel;
    for (const XmlElement& detail : part.children) reading.leave_out(detail);
    return true;
  }
  return false;
}

void read_lanes(const XmlElement& set, const Scope& scope, const std::string& of_lane,
                BpmnReading& reading) {
  for (const XmlElement& element : set.children) {
    if (!is_ours(element) || element.name != "lane") {
      reading.leave_out(element);
      continue;
    }
    BpmnLane lane{.id = reading.id_of(element),
                  .name = element.get("name"),
                  .process = scope.process,
                  .inside = scope.inside,
                  .of_lane = of_lane,
                  .nodes = {}};
    for (const XmlElement& child : element.children) {
      if (is_ours(child) && child.name == "flowNodeRef") {
        lane.nodes.emplace_back(trimmed(child.text));
      } else if (is_ours(child) && child.name == "childLaneSet") {
        read_lanes(child, scope, lane.id, reading);
      } else {
        reading.leave_out(child);
      }
    }
    reading.out.graph.lanes.push_back(std::move(lane));
  }
}

void read_flow(const XmlElement& element, const Scope& scope, BpmnReading& reading) {
  reading.out.graph.flows.push_back({.id = reading.id_of(element),
                                     .name = element.get("name"),
                                     .process = scope.process,
                                     .inside = scope.inside,
                                     .from = element.get("sourceRef"),
                                     .to = element.get("targetRef"),
                                     .condition = bpmn_text_of(element, "conditionExpression")});
  for (const XmlElement& child : element.children) {
    if (!is_ours(child) || child.name != "conditionExpression") reading.leave_out(child);
  }
}

bool is_item(const XmlElement& element) {
  return element.name == "dataObject" || element.name == "dataObjectReference" ||
         element.name == "dataStoreReference" || element.name == "textAnnotation" ||
         element.name == "group";
}

void read_item(const XmlElement& element, const Scope& scope, BpmnReading& reading) {
  const bool is_note = element.name == "textAnnotation";
  const std::string refers_to = element.name == "dataObjectReference"  ? "dataObjectRef"
                                : element.name == "dataStoreReference" ? "dataStoreRef"
                                                                       : "categoryValueRef";
  reading.out.graph.items.push_back(
      {.id = reading.id_of(element),
       .element = element.name,
       .name = is_note ? bpmn_text_of(element, "text") : element.get("name"),
       .refers_to = element.get(refers_to),
       .process = scope.process,
       .inside = scope.inside});
  for (const XmlElement& child : element.children) {
    if (!is_note || !is_ours(child) || child.name != "text") reading.leave_out(child);
  }
}

void read_association(const XmlElement& element, const Scope& scope, BpmnReading& reading) {
  const std::string* direction = element.find("associationDirection");
  reading.out.graph.associations.push_back({.id = reading.id_of(element),
                                            .from = element.get("sourceRef"),
                                            .to = element.get("targetRef"),
                                            .direction = direction == nullptr ? "None" : *direction,
                                            .process = scope.process,
                                            .inside = scope.inside});
  for (const XmlElement& child : element.children) reading.leave_out(child);
}

void read_node(const XmlElement& element, BpmnKind kind, const Scope& scope, BpmnReading& reading);

// An element that stands in a process or sub-process. False: it is none of those that are carried.
bool read_element(const XmlElement& element, const Scope& scope, BpmnReading& reading) {
  if (!is_ours(element)) return false;
  if (const auto kind = bpmn_kind_of(element.name)) {
    read_node(element, *kind, scope, reading);
  } else if (element.name == "sequenceFlow") {
    read_flow(element, scope, reading);
  } else if (element.name == "laneSet") {
    read_lanes(element, scope, "", reading);
  } else if (is_item(element)) {
    read_item(element, scope, reading);
  } else if (element.name == "association") {
    read_association(element, scope, reading);
  } else {
    return false;
  }
  return true;
}

void read_node(const XmlElement& element, BpmnKind kind, const Scope& scope, BpmnReading& reading) {
  BpmnNode node{.id = reading.id_of(element),
                .element = element.name,
                .kind = kind,
                .name = std::string(trimmed(element.get("name"))),
                .documentation = bpmn_text_of(element, "documentation"),
                .process = scope.process,
                .inside = scope.inside,
                .attached_to = element.get("attachedToRef"),
                .default_flow = element.get("default"),
                .called = element.get("calledElement"),
                .triggers = {},
                .triggered_by_event = is_true(element, "triggeredByEvent"),
                .for_compensation = is_true(element, "isForCompensation")};
  for (const char* const says : {"cancelActivity", "isInterrupting"}) {
    if (element.find(says) != nullptr) node.interrupting = is_true(element, says);
  }
  auto& nodes = reading.out.graph.nodes;
  if (nodes.size() >= kMaxBpmnNodes) {
    throw Error(ErrorCode::TooLarge,
                said("the model has more than {} tasks, events and gateways", kMaxBpmnNodes),
                element.place);
  }
  const Scope own{.process = scope.process, .inside = node.id};
  const std::size_t at = nodes.size();
  nodes.push_back({});
  for (const XmlElement& child : element.children) {
    if (read_part(child, node, reading)) continue;
    if (kind == BpmnKind::SubProcess && read_element(child, own, reading)) continue;
    reading.leave_out(child);
  }
  nodes[at] = std::move(node);
}

}  // namespace

std::string bpmn_text_of(const XmlElement& element, std::string_view child) {
  std::string out;
  for (const XmlElement& one : element.children) {
    if (!is_ours(one) || one.name != child) continue;
    if (!out.empty()) out += "\n\n";
    out += trimmed(one.text);
  }
  return std::string(trimmed(out));
}

void read_bpmn_process(const XmlElement& process, BpmnReading& reading) {
  BpmnProcess out{.id = reading.id_of(process),
                  .name = process.get("name"),
                  .documentation = bpmn_text_of(process, "documentation"),
                  .executable = is_true(process, "isExecutable")};
  const Scope scope{.process = out.id, .inside = ""};
  reading.out.graph.processes.push_back(std::move(out));
  for (const XmlElement& child : process.children) {
    if (is_ours(child) && child.name == "documentation") continue;
    if (!read_element(child, scope, reading)) reading.leave_out(child);
  }
}

}  // namespace parcours::design
