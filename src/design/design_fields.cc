#include "design/design_fields.h"

#include "design/design.h"

namespace parcours::design {

void refuse(const Node& at, Message message, Message hint) {
  throw Error(ErrorCode::BadInput, std::move(message), at.place, std::move(hint));
}

Fields open_mapping(const Node& node, const char* object) {
  refuse_unknown_keys(node, object, design_keys());
  return {node, Message::verbatim(object)};
}

const Node& member(const Node& mapping, std::string_view key) {
  const Node* found = mapping.find(key);
  return found == nullptr ? mapping : *found;
}

LocalText title_or(Fields& fields, std::string_view otherwise) {
  const Node* node = fields.find("title");
  if (node != nullptr) return parse_local_text(*node, "title");
  return {.en = std::string(otherwise), .fr = std::string(otherwise)};
}

}  // namespace parcours::design
