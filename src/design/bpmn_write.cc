#include "design/bpmn_write.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/xml_writer.h"
#include "design/bpmn_layout.h"
#include "design/bpmn_read.h"

namespace parcours::design {
namespace {

// By what each thing lies in: the process, or the sub-process.
using Place = std::pair<std::string_view, std::string_view>;

void attribute_if(XmlWriter& xml, std::string_view name, std::string_view value) {
  if (!value.empty()) xml.attribute(name, value);
}

void write_documentation(XmlWriter& xml, const std::string& text) {
  if (!text.empty()) xml.text_element("documentation", text);
}

class Writer {
 public:
  explicit Writer(const BpmnGraph& graph) : graph_(graph) {
    for (const BpmnNode& node : graph.nodes) nodes_[{node.process, node.inside}].push_back(&node);
    for (const BpmnFlow& flow : graph.flows) {
      flows_[{flow.process, flow.inside}].push_back(&flow);
      incoming_[flow.to].push_back(&flow);
      outgoing_[flow.from].push_back(&flow);
    }
  }

  std::string text() {
    xml_.open("definitions").attribute("xmlns", kBpmnSpace);
    name_spaces();
    attribute_if(xml_, "id", graph_.id);
    xml_.attribute("targetNamespace", "urn:parcours:process").attribute("exporter", "Parcours");
    write_pools();
    for (const BpmnProcess& process : graph_.processes) {
      xml_.open("process").attribute("id", process.id);
      attribute_if(xml_, "name", process.name);
      xml_.attribute("isExecutable", process.executable ? "true" : "false");
      write_documentation(xml_, process.documentation);
      write_content({process.id, ""});
      xml_.close();
    }
    if (graph_.diagrams.empty()) {
      write_diagram(lay_out(graph_), 1);
    }
    for (std::size_t d = 0; d < graph_.diagrams.size(); ++d) {
      write_diagram(graph_.diagrams[d], d + 1);
    }
    xml_.close();
    return xml_.take();
  }

  // The drawing alone, to be put into a text.
  std::string drawing() {
    write_diagram(lay_out(graph_), 1);
    std::string text = xml_.take();
    return text.substr(text.find('\n') + 1);
  }

 private:
  void name_spaces() {
    xml_.attribute("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI");
    xml_.attribute("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC");
    xml_.attribute("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI");
  }

  void write_pools() {
    if (graph_.collaboration.empty()) return;
    xml_.open("collaboration").attribute("id", graph_.collaboration);
    for (const BpmnPool& pool : graph_.pools) {
      xml_.open("participant").attribute("id", pool.id);
      attribute_if(xml_, "name", pool.name);
      attribute_if(xml_, "processRef", pool.process);
      xml_.close();
    }
    for (const BpmnMessageFlow& flow : graph_.message_flows) {
      xml_.open("messageFlow").attribute("id", flow.id);
      attribute_if(xml_, "name", flow.name);
      xml_.attribute("sourceRef", flow.from).attribute("targetRef", flow.to).close();
    }
    write_items({});
    xml_.close();
  }

  void write_content(const Place& place) {
    if (has_lane(place, "")) {
      xml_.open("laneSet");
      write_lanes(place, "");
      xml_.close();
    }
    for (const BpmnNode* node : nodes_[place]) write_node(*node);
    for (const BpmnFlow* flow : flows_[place]) {
      xml_.open("sequenceFlow").attribute("id", flow->id);
      attribute_if(xml_, "name", flow->name);
      xml_.attribute("sourceRef", flow->from).attribute("targetRef", flow->to);
      if (!flow->condition.empty()) xml_.text_element("conditionExpression", flow->condition);
      xml_.close();
    }
    write_items(place);
  }

  [[nodiscard]] bool has_lane(const Place& place, std::string_view of_lane) const {
    return std::ranges::any_of(graph_.lanes, [&](const BpmnLane& lane) {
      return Place{lane.process, lane.inside} == place && lane.of_lane == of_lane;
    });
  }

  void write_lanes(const Place& place, std::string_view of_lane) {
    for (const BpmnLane& lane : graph_.lanes) {
      if (Place{lane.process, lane.inside} != place || lane.of_lane != of_lane) continue;
      xml_.open("lane").attribute("id", lane.id);
      attribute_if(xml_, "name", lane.name);
      for (const std::string& id : lane.nodes) xml_.text_element("flowNodeRef", id);
      if (has_lane(place, lane.id)) {
        xml_.open("childLaneSet");
        write_lanes(place, lane.id);
        xml_.close();
      }
      xml_.close();
    }
  }

  void write_node(const BpmnNode& node) {
    xml_.open(node.element).attribute("id", node.id);
    attribute_if(xml_, "name", node.name);
    attribute_if(xml_, "attachedToRef", node.attached_to);
    attribute_if(xml_, "default", node.default_flow);
    attribute_if(xml_, "calledElement", node.called);
    if (!node.interrupting) {
      xml_.attribute(node.kind == BpmnKind::Boundary ? "cancelActivity" : "isInterrupting",
                     "false");
    }
    if (node.triggered_by_event) xml_.attribute("triggeredByEvent", "true");
    if (node.for_compensation) xml_.attribute("isForCompensation", "true");
    if (is_gateway(node.kind)) xml_.attribute("gatewayDirection", direction(node.id));
    write_documentation(xml_, node.documentation);
    for (const BpmnFlow* flow : incoming_[node.id]) xml_.text_element("incoming", flow->id);
    for (const BpmnFlow* flow : outgoing_[node.id]) xml_.text_element("outgoing", flow->id);
    write_repeat(node.repeat);
    if (node.kind == BpmnKind::SubProcess) write_content({node.process, node.id});
    for (const BpmnTrigger& trigger : node.triggers) {
      xml_.open(trigger.element);
      if (!trigger.time.empty()) xml_.text_element(trigger.time, trigger.value);
      xml_.close();
    }
    xml_.close();
  }

  void write_repeat(BpmnRepeat repeat) {
    if (repeat == BpmnRepeat::Once) return;
    if (repeat == BpmnRepeat::Loop) {
      xml_.open("standardLoopCharacteristics").close();
      return;
    }
    const bool one_by_one = repeat == BpmnRepeat::Sequential;
    xml_.open("multiInstanceLoopCharacteristics");
    xml_.attribute("isSequential", one_by_one ? "true" : "false").close();
  }

  std::string_view direction(const std::string& id) {
    const bool diverges = outgoing_[id].size() > 1;
    if (incoming_[id].size() > 1) return diverges ? "Mixed" : "Converging";
    return diverges ? "Diverging" : "Unspecified";
  }

  void write_items(const Place& place) {
    for (const BpmnItem& item : graph_.items) {
      if (Place{item.process, item.inside} != place) continue;
      xml_.open(item.element).attribute("id", item.id);
      if (item.element == "textAnnotation") {
        if (!item.name.empty()) xml_.text_element("text", item.name);
        xml_.close();
        continue;
      }
      attribute_if(xml_, "name", item.name);
      attribute_if(xml_,
                   item.element == "dataObjectReference"  ? "dataObjectRef"
                   : item.element == "dataStoreReference" ? "dataStoreRef"
                                                          : "categoryValueRef",
                   item.refers_to);
      xml_.close();
    }
    for (const BpmnAssociation& line : graph_.associations) {
      if (Place{line.process, line.inside} != place) continue;
      xml_.open("association").attribute("id", line.id);
      if (line.direction != "None") xml_.attribute("associationDirection", line.direction);
      attribute_if(xml_, "sourceRef", line.from);
      attribute_if(xml_, "targetRef", line.to);
      xml_.close();
    }
  }

  void write_bounds(const BpmnBounds& bounds) {
    xml_.open("dc:Bounds").attribute("x", bounds.x).attribute("y", bounds.y);
    xml_.attribute("width", bounds.width).attribute("height", bounds.height).close();
  }

  void write_label(const std::optional<BpmnBounds>& label) {
    if (!label) return;
    xml_.open("bpmndi:BPMNLabel");
    write_bounds(*label);
    xml_.close();
  }

  void write_flag(std::string_view name, const std::optional<bool>& flag) {
    if (flag) xml_.attribute(name, *flag ? "true" : "false");
  }

  void write_diagram(const BpmnDiagram& diagram, std::size_t number) {
    const std::string prefix = "diagram_" + std::to_string(number);
    const bool alone = xml_.depth() == 0;
    xml_.open("bpmndi:BPMNDiagram").attribute("id", prefix);
    if (alone) name_spaces();
    xml_.open("bpmndi:BPMNPlane").attribute("id", prefix + "_plane");
    attribute_if(xml_, "bpmnElement", diagram.of);
    for (const BpmnShape& shape : diagram.shapes) {
      xml_.open("bpmndi:BPMNShape").attribute("id", prefix + "_" + shape.of);
      xml_.attribute("bpmnElement", shape.of);
      write_flag("isHorizontal", shape.horizontal);
      write_flag("isExpanded", shape.expanded);
      write_flag("isMarkerVisible", shape.marker_visible);
      write_bounds(shape.bounds);
      write_label(shape.label);
      xml_.close();
    }
    for (const BpmnLine& line : diagram.lines) {
      xml_.open("bpmndi:BPMNEdge").attribute("id", prefix + "_" + line.of);
      xml_.attribute("bpmnElement", line.of);
      for (const BpmnPoint& point : line.points) {
        xml_.open("di:waypoint").attribute("x", point.x).attribute("y", point.y).close();
      }
      write_label(line.label);
      xml_.close();
    }
    xml_.close().close();
  }

  const BpmnGraph& graph_;
  XmlWriter xml_;
  std::map<Place, std::vector<const BpmnNode*>> nodes_;
  std::map<Place, std::vector<const BpmnFlow*>> flows_;
  std::map<std::string_view, std::vector<const BpmnFlow*>> incoming_;
  std::map<std::string_view, std::vector<const BpmnFlow*>> outgoing_;
};

}  // namespace

std::string bpmn_text(const BpmnGraph& graph) {
  return Writer(graph).text();
}

std::string drawn_bpmn(std::string_view text, const std::string& source) {
  const BpmnGraph graph = read_bpmn(text, source).graph;
  std::string out(text);
  if (!graph.diagrams.empty()) return out;
  // The last closing tag is that of the root: behind it only comments may stand.
  const std::size_t end = out.rfind("</");
  PARCOURS_CHECK(end != out.npos);
  out.insert(end, Writer(graph).drawing());
  try {
    if (read_bpmn(out, source).graph.diagrams.size() == 1) return out;
  } catch (const Error&) {
    // A comment behind the root held a tag: written anew.
  }
  return bpmn_text(graph);
}

}  // namespace parcours::design
