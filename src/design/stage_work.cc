#include "design/stage_work.h"

#include <fmt/core.h>

#include "design/design_fields.h"
#include "design/yaml_text.h"

namespace parcours::design {
namespace {

const std::vector<Node>& entries(Fields& fields, std::string_view key) {
  const std::vector<Node>& items = fields.items(key);
  if (items.size() <= kMaxStageTexts) return items;
  throw Error(ErrorCode::TooLarge,
              said("'{}' lists {} entries; at most {} are read", key, items.size(), kMaxStageTexts),
              fields.required(key).place);
}

std::string list_text(std::string_view key, const std::vector<LocalText>& texts) {
  if (texts.empty()) return {};
  std::string out = fmt::format("      {}:\n", key);
  for (const LocalText& text : texts) out += fmt::format("        - {}\n", yaml_local_text(text));
  return out;
}

}  // namespace

std::vector<LocalText> parse_text_list(Fields& fields, std::string_view key) {
  std::vector<LocalText> texts;
  for (const Node& item : entries(fields, key)) texts.push_back(parse_local_text(item, key));
  return texts;
}

std::vector<StageChoice> parse_choices(Fields& stage) {
  std::vector<StageChoice> choices;
  for (const Node& item : entries(stage, "choices")) {
    if (item.find("choice") == nullptr && item.find("criteria") == nullptr) {
      choices.push_back({.choice = parse_local_text(item, "choices"), .criteria = {}});
      continue;
    }
    Fields fields = open_mapping(item, "choice");
    choices.push_back({.choice = parse_local_text(fields.required("choice"), "choice"),
                       .criteria = parse_text_list(fields, "criteria")});
  }
  return choices;
}

Office parse_office(const Node& node) {
  Fields fields = open_mapping(node, "office");
  return {.front = parse_text_list(fields, "front"), .back = parse_text_list(fields, "back")};
}

std::string choices_text(const std::vector<StageChoice>& choices) {
  std::string out = choices.empty() ? "" : "    choices:\n";
  for (const StageChoice& one : choices) {
    out += fmt::format("      - choice: {}\n", yaml_local_text(one.choice));
    if (!one.criteria.empty()) out += "        criteria:\n";
    for (const LocalText& text : one.criteria) {
      out += fmt::format("          - {}\n", yaml_local_text(text));
    }
  }
  return out;
}

std::string office_text(const Office& office) {
  if (office.empty()) return {};
  return "    office:\n" + list_text("front", office.front) + list_text("back", office.back);
}

}  // namespace parcours::design
