#include "design/bpmn_graph.h"

#include <algorithm>
#include <array>
#include <map>

namespace parcours::design {
namespace {

struct Named {
  std::string_view element;
  BpmnKind kind;
};

constexpr std::array<Named, 22> kElements = {{
    {"task", BpmnKind::Task},
    {"userTask", BpmnKind::Task},
    {"manualTask", BpmnKind::Task},
    {"serviceTask", BpmnKind::Task},
    {"scriptTask", BpmnKind::Task},
    {"sendTask", BpmnKind::Task},
    {"receiveTask", BpmnKind::Task},
    {"businessRuleTask", BpmnKind::Task},
    {"subProcess", BpmnKind::SubProcess},
    {"transaction", BpmnKind::SubProcess},
    {"adHocSubProcess", BpmnKind::SubProcess},
    {"callActivity", BpmnKind::CallActivity},
    {"startEvent", BpmnKind::Start},
    {"intermediateCatchEvent", BpmnKind::Intermediate},
    {"intermediateThrowEvent", BpmnKind::Intermediate},
    {"boundaryEvent", BpmnKind::Boundary},
    {"endEvent", BpmnKind::End},
    {"exclusiveGateway", BpmnKind::Exclusive},
    {"parallelGateway", BpmnKind::Parallel},
    {"inclusiveGateway", BpmnKind::Inclusive},
    {"eventBasedGateway", BpmnKind::EventBased},
    {"complexGateway", BpmnKind::Complex},
}};

template <typename T>
std::map<std::string_view, const T*> by_id(const std::vector<T>& all) {
  std::map<std::string_view, const T*> out;
  for (const T& one : all) out.emplace(one.id, &one);
  return out;
}

// The first id, in order, whose element is missing on a side or another one there.
template <typename T>
std::optional<Message> difference(const std::vector<T>& one, const std::vector<T>& other) {
  const auto left = by_id(one);
  const auto right = by_id(other);
  for (const auto& [id, element] : left) {
    const auto found = right.find(id);
    if (found == right.end()) return said("'{}' stands in the first only", id);
    if (*found->second != *element) return said("'{}' is not the same in both", id);
  }
  for (const auto& [id, element] : right) {
    if (!left.contains(id)) return said("'{}' stands in the second only", id);
  }
  return std::nullopt;
}

}  // namespace

std::optional<BpmnKind> bpmn_kind_of(std::string_view element) {
  const auto found = std::ranges::find(kElements, element, &Named::element);
  if (found == kElements.end()) return std::nullopt;
  return found->kind;
}

bool is_event(BpmnKind kind) {
  return kind >= BpmnKind::Start && kind <= BpmnKind::End;
}

bool is_gateway(BpmnKind kind) {
  return kind >= BpmnKind::Exclusive;
}

const BpmnNode* BpmnGraph::node(std::string_view node_id) const {
  const auto found = std::ranges::find(nodes, node_id, &BpmnNode::id);
  return found == nodes.end() ? nullptr : &*found;
}

std::optional<Message> first_difference(const BpmnGraph& one, const BpmnGraph& other) {
  if (auto found = difference(one.processes, other.processes)) return found;
  if (auto found = difference(one.pools, other.pools)) return found;
  if (auto found = difference(one.lanes, other.lanes)) return found;
  if (auto found = difference(one.nodes, other.nodes)) return found;
  if (auto found = difference(one.flows, other.flows)) return found;
  if (auto found = difference(one.message_flows, other.message_flows)) return found;
  if (auto found = difference(one.items, other.items)) return found;
  return difference(one.associations, other.associations);
}

}  // namespace parcours::design
