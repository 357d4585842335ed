#include <fmt/core.h>

#include "base/text.h"
#include "design/bpmn_reading.h"

namespace parcours::design {
namespace {

double coordinate(const XmlElement& element, std::string_view name) {
  const std::string* text = element.find(name);
  const auto number = text == nullptr ? std::nullopt : parse_number(trimmed(*text));
  if (number) return *number;
  throw Error(ErrorCode::BadInput, said("<{}> needs a number as '{}'", element.name, name),
              element.place);
}

// A child whatever its namespace: those of a diagram come from three.
const XmlElement* any_child(const XmlElement& element, std::string_view name) {
  for (const XmlElement& child : element.children) {
    if (child.name == name) return &child;
  }
  return nullptr;
}

BpmnBounds read_bounds(const XmlElement& bounds) {
  return {.x = coordinate(bounds, "x"),
          .y = coordinate(bounds, "y"),
          .width = coordinate(bounds, "width"),
          .height = coordinate(bounds, "height")};
}

std::optional<BpmnBounds> read_label(const XmlElement& element) {
  const XmlElement* label = any_child(element, "BPMNLabel");
  const XmlElement* bounds = label == nullptr ? nullptr : any_child(*label, "Bounds");
  if (bounds == nullptr) return std::nullopt;
  return read_bounds(*bounds);
}

std::optional<bool> read_flag(const XmlElement& element, std::string_view name) {
  const std::string* text = element.find(name);
  if (text == nullptr) return std::nullopt;
  return *text == "true" || *text == "1";
}

BpmnShape read_shape(const XmlElement& element, std::string of) {
  const XmlElement* bounds = any_child(element, "Bounds");
  if (bounds == nullptr) {
    throw Error(ErrorCode::BadInput, said("the shape of '{}' has no bounds", shortened(of, 60)),
                element.place);
  }
  return {.of = std::move(of),
          .bounds = read_bounds(*bounds),
          .label = read_label(element),
          .expanded = read_flag(element, "isExpanded"),
          .horizontal = read_flag(element, "isHorizontal"),
          .marker_visible = read_flag(element, "isMarkerVisible")};
}

BpmnLine read_line(const XmlElement& element, std::string of) {
  BpmnLine line{.of = std::move(of), .points = {}, .label = read_label(element)};
  for (const XmlElement& child : element.children) {
    if (child.name != "waypoint") continue;
    line.points.push_back({.x = coordinate(child, "x"), .y = coordinate(child, "y")});
  }
  return line;
}

}  // namespace

void read_bpmn_diagram(const XmlElement& diagram, BpmnReading& reading) {
  const XmlElement* plane = any_child(diagram, "BPMNPlane");
  if (plane == nullptr) return;
  BpmnDiagram out{.of = reading.known_id(plane->get("bpmnElement")), .shapes = {}, .lines = {}};
  for (const XmlElement& element : plane->children) {
    const bool is_shape = element.name == "BPMNShape";
    if (!is_shape && element.name != "BPMNEdge") continue;
    std::string of = reading.known_id(element.get("bpmnElement"));
    if (!reading.place_of.contains(of)) {
      ++reading.left_out[element.name];
    } else if (is_shape) {
      out.shapes.push_back(read_shape(element, std::move(of)));
    } else {
      out.lines.push_back(read_line(element, std::move(of)));
    }
  }
  reading.out.graph.diagrams.push_back(std::move(out));
}

}  // namespace parcours::design
