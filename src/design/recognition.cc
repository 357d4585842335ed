#include "design/recognition.h"

#include <fmt/core.h>

#include "analysis/pattern_text.h"
#include "design/design_fields.h"
#include "design/yaml_text.h"

namespace parcours::design {
namespace {

// A pattern's own error counts characters of the pattern; here they are those of the document.
void check_pattern(const Node& node) {
  try {
    static_cast<void>(analysis::parse_pattern(node.text));
  } catch (const Error& error) {
    throw Error(ErrorCode::BadInput,
                said("the pattern, at its character {}: {}", error.where().column, error.message()),
                node.place, error.hint());
  }
}

}  // namespace

Recognition parse_recognition(const Node& node) {
  refuse_unknown_keys(node, "recognised_by", {recognition_keys()});
  Fields fields(node, Message::verbatim("recognised_by"));
  Recognition by;
  if (fields.has("pattern") == fields.has("property")) {
    refuse(
        node, said("journeys are recognised by a property or by a pattern, one of the two"),
        said("for example {{property: segment, is: gold}} or {{pattern: 'store.* -> order.*'}}"));
  }
  if (fields.has("pattern")) {
    by.pattern = fields.text("pattern");
    check_pattern(fields.required("pattern"));
  }
  for (const char* key : {"is", "in"}) {
    if (!fields.has(key)) continue;
    if (by.pattern.empty() && by.values.empty()) {
      by.values = fields.texts(key);
      if (!by.values.empty()) continue;
    }
    refuse(
        fields.required(key), said("'{}' does not go here", key),
        said("for example {{property: segment, is: gold}} or {{pattern: 'store.* -> order.*'}}"));
  }
  if (!by.pattern.empty()) return by;
  by.property = fields.text("property");
  if (by.values.empty()) {
    refuse(node, said("no value of '{}' tells which journeys", by.property),
           said("add 'is: VALUE' or 'in: [VALUE, …]'"));
  }
  return by;
}

std::string recognition_text(const Recognition& by) {
  if (!by.pattern.empty()) return fmt::format("{{pattern: {}}}", yaml_scalar(by.pattern));
  if (by.values.size() == 1) {
    return fmt::format("{{property: {}, is: {}}}", yaml_scalar(by.property),
                       yaml_scalar(by.values.front()));
  }
  return fmt::format("{{property: {}, in: {}}}", yaml_scalar(by.property), yaml_list(by.values));
}

const KeysOf& recognition_keys() {
  static const KeysOf kKeys{"recognised_by", {"property", "is", "in", "pattern"}};
  return kKeys;
}

}  // namespace parcours::design
