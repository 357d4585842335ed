#include <algorithm>
#include <array>
#include <set>

#include "base/instant.h"
#include "base/text.h"
#include "design/design_fields.h"
#include "design/document_id.h"
#include "design/perimeter.h"

namespace parcours::design {
namespace {

Fields open(const Node& node, const char* object) {
  refuse_unknown_keys(node, object, perimeter_keys());
  return {node, Message::verbatim(object)};
}

const std::vector<Node>& entries(Fields& fields, std::string_view key) {
  const std::vector<Node>& items = fields.items(key);
  if (items.size() > kMaxPerimeterEntries) {
    throw Error(
        ErrorCode::TooLarge,
        said("'{}' lists {} entries; at most {} are read", key, items.size(), kMaxPerimeterEntries),
        fields.required(key).place);
  }
  return items;
}

// Names, none twice.
std::vector<std::string> names(Fields& fields, std::string_view key) {
  std::vector<std::string> found;
  for (const Node& item : entries(fields, key)) {
    std::string name = scalar_text(item, said("'{}'", key));
    if (std::find(found.begin(), found.end(), name) != found.end()) {
      refuse(item, said("'{}' stands here twice", name));
    }
    found.push_back(std::move(name));
  }
  return found;
}

PerimeterSegment parse_segment(const Node& node) {
  Fields fields = open(node, "segment");
  PerimeterSegment segment;
  segment.id = parse_id(fields, "id");
  segment.title = title_or(fields, segment.id);
  if (const Node* by = fields.find("recognised_by")) segment.recognised_by = parse_recognition(*by);
  return segment;
}

LevelOf measure_of(Fields& fields) {
  static constexpr std::array<LevelOf, 5> kAll = {
      LevelOf::Satisfaction, LevelOf::Cx, LevelOf::Reach, LevelOf::Promise, LevelOf::Conformance};
  const std::string name = fields.text("measure");
  std::vector<std::string> known;
  for (const LevelOf measure : kAll) {
    if (name_of(measure) == name) return measure;
    known.emplace_back(name_of(measure));
  }
  refuse(fields.required("measure"), said("there is no measure '{}'", shortened(name, 60)),
         suggest_name(name, known));
}

std::optional<double> level_number(Fields& fields, std::string_view key, LevelOf measure) {
  const auto number = fields.number(key);
  const bool share = measure != LevelOf::Satisfaction && measure != LevelOf::Cx;
  if (number && share && (*number < 0 || *number > 1)) {
    refuse(fields.required(key), said("'{}' is {}; it must lie in {} … {}", key, *number, 0, 1));
  }
  return number;
}

void check_day(const Node& node, const std::string& day) {
  const auto written = parse_iso_time(day);
  if (written && written->precision == Precision::Day) return;
  refuse(node, said("'{}' is no day", shortened(day, 60)), said("write days as 2025-12-25"));
}

Level parse_level(const Node& node, const Perimeter& perimeter) {
  Fields fields = open(node, "level");
  Level level;
  level.measure = measure_of(fields);
  level.stage = fields.text_or("stage", "");
  const std::vector<std::string>& stages = perimeter.stages;
  const bool looked_at = level.stage.empty() || stages.empty() ||
                         std::find(stages.begin(), stages.end(), level.stage) != stages.end();
  if (!looked_at) {
    refuse(fields.required("stage"),
           said("stage '{}' is not among those looked at", shortened(level.stage, 60)),
           suggest_name(level.stage, stages));
  }
  level.current = level_number(fields, "current", level.measure);
  level.source = fields.text_or("source", "");
  if (level.current && level.source.empty()) {
    refuse(node, said("the level of today does not say where it comes from"),
           said("add 'source', or leave 'current' out: it can be measured"));
  }
  (void)fields.required("target");
  level.target = *level_number(fields, "target", level.measure);
  level.by = fields.text_or("by", "");
  if (!level.by.empty()) check_day(fields.required("by"), level.by);
  return level;
}

LeftOut parse_left_out(const Node& node) {
  Fields fields = open(node, "left_out");
  return {.what = parse_local_text(fields.required("what"), "what"),
          .why = parse_local_text(fields.required("why"), "why")};
}

}  // namespace

Perimeter parse_perimeter(const Node& root) {
  Fields fields = open(root, "perimeter");
  Perimeter perimeter;
  perimeter.name = parse_id(fields, "perimeter");
  perimeter.title = title_or(fields, perimeter.name);
  perimeter.designs = names(fields, "designs");
  perimeter.stages = names(fields, "stages");
  perimeter.channels = names(fields, "channels");
  std::set<std::string> ids;
  for (const Node& item : entries(fields, "segments")) {
    perimeter.segments.push_back(parse_segment(item));
    const std::string& id = perimeter.segments.back().id;
    if (!ids.insert(id).second) {
      refuse(member(item, "id"), said("there are two segments '{}'", id));
    }
  }
  for (const Node& item : entries(fields, "levels")) {
    const Level level = parse_level(item, perimeter);
    for (const Level& before : perimeter.levels) {
      if (before.measure == level.measure && before.stage == level.stage) {
        refuse(item, said("the level of '{}' is said twice", name_of(level.measure)));
      }
    }
    perimeter.levels.push_back(level);
  }
  for (const Node& item : entries(fields, "left_out")) {
    perimeter.left_out.push_back(parse_left_out(item));
  }
  return perimeter;
}

}  // namespace parcours::design
