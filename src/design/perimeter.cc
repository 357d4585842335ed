#include "design/perimeter.h"

#include <fmt/core.h>

#include "design/yaml_text.h"

namespace parcours::design {
namespace {

std::string level_text(const Level& level) {
  std::string out = fmt::format("  - {{measure: {}", name_of(level.measure));
  if (!level.stage.empty()) out += fmt::format(", stage: {}", yaml_scalar(level.stage));
  if (level.current) out += fmt::format(", current: {}", yaml_number(*level.current));
  if (!level.source.empty()) out += fmt::format(", source: {}", yaml_scalar(level.source));
  out += fmt::format(", target: {}", yaml_number(level.target));
  if (!level.by.empty()) out += fmt::format(", by: {}", yaml_scalar(level.by));
  return out + "}\n";
}

std::string segment_text(const PerimeterSegment& segment) {
  std::string out = fmt::format("  - {{id: {}, title: {}", yaml_scalar(segment.id),
                                yaml_local_text(segment.title));
  if (segment.recognised_by) {
    out += fmt::format(", recognised_by: {}", recognition_text(*segment.recognised_by));
  }
  return out + "}\n";
}

}  // namespace

std::string_view name_of(LevelOf measure) {
  switch (measure) {
    case LevelOf::Satisfaction:
      return "satisfaction";
    case LevelOf::Cx:
      return "cx";
    case LevelOf::Reach:
      return "reach";
    case LevelOf::Promise:
      return "promise";
    case LevelOf::Conformance:
      break;
  }
  return "conformance";
}

std::string perimeter_text(const Perimeter& perimeter) {
  std::string out = fmt::format("perimeter: {}\ntitle: {}\n", yaml_scalar(perimeter.name),
                                yaml_local_text(perimeter.title));
  if (!perimeter.designs.empty()) out += fmt::format("designs: {}\n", yaml_list(perimeter.designs));
  if (!perimeter.segments.empty()) out += "segments:\n";
  for (const PerimeterSegment& segment : perimeter.segments) out += segment_text(segment);
  if (!perimeter.stages.empty()) out += fmt::format("stages: {}\n", yaml_list(perimeter.stages));
  if (!perimeter.channels.empty()) {
    out += fmt::format("channels: {}\n", yaml_list(perimeter.channels));
  }
  if (!perimeter.levels.empty()) out += "levels:\n";
  for (const Level& level : perimeter.levels) out += level_text(level);
  if (!perimeter.left_out.empty()) out += "left_out:\n";
  for (const LeftOut& left : perimeter.left_out) {
    out += fmt::format("  - {{what: {}, why: {}}}\n", yaml_local_text(left.what),
                       yaml_local_text(left.why));
  }
  return out;
}

const std::vector<KeysOf>& perimeter_keys() {
  static const std::vector<KeysOf> kKeys = {
      {"perimeter",
       {"perimeter", "title", "designs", "segments", "stages", "channels", "levels", "left_out"}},
      {"segment", {"id", "title", "recognised_by"}},
      recognition_keys(),
      {"level", {"measure", "stage", "current", "source", "target", "by"}},
      {"left_out", {"what", "why"}}};
  return kKeys;
}

}  // namespace parcours::design
