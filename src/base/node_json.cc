#include "base/node_json.h"

namespace parcours {
namespace {

// What JSON writes without quotes.
bool is_literal(const Node& node) {
  if (node.quoted || node.text.empty()) return false;
  if (node.text == "true" || node.text == "false") return true;
  try {
    return parse_json(node.text, "").is_scalar();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

void write_node(JsonWriter& json, const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      json.null();
      return;
    case Node::Kind::Scalar:
      is_literal(node) ? json.raw(node.text) : json.value(node.text);
      return;
    case Node::Kind::Sequence:
      json.open_array();
      for (const Node& item : node.items) write_node(json, item);
      json.close_array();
      return;
    case Node::Kind::Mapping:
      json.open_object();
      for (const auto& [name, value] : node.members) write_node(json.key(name), value);
      json.close_object();
      return;
  }
}

std::string json_of(const Node& node) {
  JsonWriter json;
  write_node(json, node);
  return json.take();
}

}  // namespace parcours
