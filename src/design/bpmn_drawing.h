#pragma once
// Where a BPMN model is drawn. Units: pixels, y downwards.

#include <optional>
#include <string>
#include <vector>

namespace parcours::design {

struct BpmnBounds {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  bool operator==(const BpmnBounds&) const = default;
};
struct BpmnPoint {
  double x = 0;
  double y = 0;
  bool operator==(const BpmnPoint&) const = default;
};

struct BpmnShape {
  std::string of;  ///< The element it draws.
  BpmnBounds bounds;
  std::optional<BpmnBounds> label;
  std::optional<bool> expanded;        ///< Of a sub-process.
  std::optional<bool> horizontal;      ///< Of a pool or lane.
  std::optional<bool> marker_visible;  ///< Of an exclusive gateway.
  bool operator==(const BpmnShape&) const = default;
};
struct BpmnLine {
  std::string of;
  std::vector<BpmnPoint> points;
  std::optional<BpmnBounds> label;
  bool operator==(const BpmnLine&) const = default;
};
struct BpmnDiagram {
  std::string of;  ///< The collaboration, process or sub-process that it shows.
  std::vector<BpmnShape> shapes;
  std::vector<BpmnLine> lines;
  bool operator==(const BpmnDiagram&) const = default;
};

}  // namespace parcours::design
