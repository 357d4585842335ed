#include "design/bpmn_read.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "design/bpmn_reading.h"

namespace parcours::design {
namespace {

[[noreturn]] void refuse(Place place, Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), std::move(place), std::move(hint));
}

void read_collaboration(const XmlElement& collaboration, BpmnReading& reading) {
  BpmnGraph& graph = reading.out.graph;
  graph.collaboration = reading.id_of(collaboration);
  for (const XmlElement& child : collaboration.children) {
    if (child.space == kBpmnSpace && child.name == "participant") {
      graph.pools.push_back({.id = reading.id_of(child),
                             .name = child.get("name"),
                             .process = child.get("processRef")});
    } else if (child.space == kBpmnSpace && child.name == "messageFlow") {
      graph.message_flows.push_back({.id = reading.id_of(child),
                                     .name = child.get("name"),
                                     .from = child.get("sourceRef"),
                                     .to = child.get("targetRef")});
    } else if (child.space == kBpmnSpace && child.name == "textAnnotation") {
      graph.items.push_back({.id = reading.id_of(child),
                             .element = child.name,
                             .name = bpmn_text_of(child, "text"),
                             .refers_to = "",
                             .process = "",
                             .inside = ""});
    } else if (child.space == kBpmnSpace && child.name == "association") {
      const std::string* direction = child.find("associationDirection");
      graph.associations.push_back({.id = reading.id_of(child),
                                    .from = child.get("sourceRef"),
                                    .to = child.get("targetRef"),
                                    .direction = direction == nullptr ? "None" : *direction,
                                    .process = "",
                                    .inside = ""});
    } else {
      reading.leave_out(child);
    }
  }
}

void read_root(const XmlElement& root, BpmnReading& reading) {
  if (root.name != "definitions" || root.space != kBpmnSpace) {
    refuse(root.place,
           said("the root is <{}>, not the definitions of BPMN 2.0", shortened(root.name, 40)),
           said("export the model as BPMN 2.0 (XML); its root is <definitions xmlns=\"{}\">",
                kBpmnSpace));
  }
  reading.out.graph.id = root.get("id");
  for (const XmlElement& child : root.children) {
    const bool ours = child.space == kBpmnSpace;
    if (ours && child.name == "process") {
      read_bpmn_process(child, reading);
    } else if (ours && child.name == "collaboration" && reading.out.graph.collaboration.empty()) {
      read_collaboration(child, reading);
    } else if (child.name != "BPMNDiagram") {
      reading.leave_out(child);
    }
  }
  if (reading.out.graph.processes.empty()) {
    refuse(root.place, said("the text holds no <process>"),
           said("a model needs at least one process"));
  }
}

// Checks what the elements say of each other, and names it by plain ids.
class References {
 public:
  explicit References(BpmnReading& reading) : reading_(reading), graph_(reading.out.graph) {
    for (const BpmnNode& node : graph_.nodes) nodes_.emplace(node.id, &node);
    for (const BpmnFlow& flow : graph_.flows) flows_.emplace(flow.id, &flow);
  }

  void check() {
    for (BpmnFlow& flow : graph_.flows) {
      check_node(flow.from, flow.id);
      check_node(flow.to, flow.id);
      for (const std::string& end : {flow.from, flow.to}) {
        const BpmnNode& node = *nodes_.at(end);
        if (node.process == flow.process && node.inside == flow.inside) continue;
        refuse(reading_.place_of.at(flow.id),
               said("the flow '{}' leads to or from '{}', which lies in another process or "
                    "sub-process",
                    flow.id, end),
               said("a flow stays within one; between pools there are message flows"));
      }
    }
    for (BpmnNode& node : graph_.nodes) check_of_node(node);
    for (BpmnLane& lane : graph_.lanes) {
      for (std::string& id : lane.nodes) check_node(id, lane.id);
      std::ranges::sort(lane.nodes);
      lane.nodes.erase(std::ranges::unique(lane.nodes).begin(), lane.nodes.end());
    }
    for (BpmnPool& pool : graph_.pools) {
      if (!pool.process.empty()) check_any(pool.process, pool.id);
    }
    for (BpmnMessageFlow& flow : graph_.message_flows) {
      check_any(flow.from, flow.id);
      check_any(flow.to, flow.id);
    }
    for (BpmnAssociation& line : graph_.associations) {
      // Tools leave an end open where it leads nowhere.
      if (!line.from.empty()) check_any(line.from, line.id);
      if (!line.to.empty()) check_any(line.to, line.id);
    }
  }

 private:
  void check_of_node(BpmnNode& node) {
    if (node.kind == BpmnKind::Boundary) {
      check_node(node.attached_to, node.id);
    } else {
      node.attached_to.clear();
    }
    if (node.default_flow.empty()) return;
    node.default_flow = reading_.known_id(node.default_flow);
    const auto flow = flows_.find(node.default_flow);
    if (flow != flows_.end() && flow->second->from == node.id) return;
    refuse(reading_.place_of.at(node.id), said("the default flow '{}' of '{}' does not leave it",
                                               shortened(node.default_flow, 60), node.id));
  }

  void check_node(std::string& id, const std::string& by) {
    id = reading_.known_id(id);
    if (!nodes_.contains(id)) unknown(id, by, nodes_);
  }
  void check_any(std::string& id, const std::string& by) {
    id = reading_.known_id(id);
    if (!reading_.place_of.contains(id)) unknown(id, by, reading_.place_of);
  }

  template <typename Map>
  [[noreturn]] void unknown(const std::string& id, const std::string& by, const Map& known) const {
    std::vector<std::string> ids;
    for (const auto& [one, ignored] : known) ids.push_back(one);
    refuse(reading_.place_of.at(by),
           id.empty() ? said("'{}' does not say what it belongs to", by)
                      : said("'{}' names '{}', which is not there", by, shortened(id, 60)),
           suggest_name(id, ids));
  }

  BpmnReading& reading_;
  BpmnGraph& graph_;
  std::map<std::string, const BpmnNode*, std::less<>> nodes_;
  std::map<std::string, const BpmnFlow*, std::less<>> flows_;
};

}  // namespace

std::string BpmnReading::id_of(const XmlElement& element) {
  std::string id = element.get("id");
  const bool is_made = id.empty();
  while (id.empty() || (is_made && place_of.contains(id))) {
    id = fmt::format("made_{}_{}", element.name, ++made_ids);
  }
  const auto [at, is_new] = place_of.emplace(id, element.place);
  if (!is_new) {
    refuse(element.place, said("the id '{}' stands twice", shortened(id, 60)),
           said("it stands in line {} already", at->second.line));
  }
  return id;
}

std::string BpmnReading::known_id(const std::string& name) const {
  if (place_of.contains(name)) return name;
  const std::size_t colon = name.find(':');
  std::string plain = colon == name.npos ? name : name.substr(colon + 1);
  return place_of.contains(plain) ? plain : name;
}

void BpmnReading::leave_out(const XmlElement& element) {
  ++left_out[element.name];
}

ReadBpmn read_bpmn(std::string_view text, const std::string& source) {
  const XmlElement root = parse_xml(text, source);
  BpmnReading reading;
  read_root(root, reading);
  if (reading.out.graph.flows.size() > kMaxBpmnFlows) {
    throw Error(ErrorCode::TooLarge, said("the model has more than {} flows", kMaxBpmnFlows),
                {.source = source});
  }
  References(reading).check();
  for (const XmlElement& child : root.children) {
    if (child.name == "BPMNDiagram") read_bpmn_diagram(child, reading);
  }
  for (const auto& [name, count] : reading.left_out) {
    reading.out.not_carried.push_back(said("{} × <{}>", count, shortened(name, 60)));
  }
  return std::move(reading.out);
}

}  // namespace parcours::design
