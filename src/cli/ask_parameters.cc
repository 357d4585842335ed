#include "cli/ask_parameters.h"

#include "base/json_writer.h"
#include "workspace/question_line.h"

namespace parcours::cli {
namespace {

using workspace::add_parameter;
using workspace::parse_question_line;

Node text_node(std::string text, std::string source) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.quoted = true;
  node.text = std::move(text);
  node.place.source = std::move(source);
  return node;
}

Node list_node(const std::vector<std::string>& texts, const std::string& source) {
  Node node;
  node.kind = Node::Kind::Sequence;
  node.place.source = source;
  for (const std::string& text : texts) node.items.push_back(text_node(text, source));
  return node;
}

Node object_node(std::string source) {
  Node node;
  node.kind = Node::Kind::Mapping;
  node.place.source = std::move(source);
  return node;
}

// The value of name=value: JSON if it reads as such, else a text.
Node value_node(const std::string& text, const std::string& source) {
  try {
    return parse_json(text, source);
  } catch (const Error&) {
    return text_node(text, source);
  }
}

// "start:channel" and "start:touchpoint" are how a journey begins; anything else is a property.
Node by_node(const std::string& text) {
  constexpr std::string_view kStart = "start:";
  Node by = object_node("--by");
  const bool start = text.starts_with(kStart);
  add_parameter(by, start ? "start" : "property",
                text_node(start ? text.substr(kStart.size()) : text, "--by"));
  return by;
}

Node select_of(const AskCommand& command) {
  Node select = object_node("query /select");
  const auto add = [&](const char* name, const std::string& text, const char* option) {
    if (!text.empty()) add_parameter(select, name, text_node(text, option));
  };
  add("journeys_by", command.journeys_by, "--journeys");
  add("from", command.from, "--from");
  add("to", command.to, "--to");
  add("pattern", command.matching, "--matching");
  Node events = object_node("query /select/events");
  if (!command.lifecycle.empty()) {
    add_parameter(events, "lifecycle", text_node(command.lifecycle, "--lifecycle"));
  }
  if (!command.touchpoints.empty()) {
    add_parameter(events, "touchpoints", list_node(command.touchpoints, "--touchpoints"));
  }
  if (!events.members.empty()) add_parameter(select, "events", events);
  return select;
}

void write_node(JsonWriter& json, const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      json.null();
      return;
    case Node::Kind::Scalar:
      node.quoted ? json.value(node.text) : json.raw(node.text);
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

}  // namespace

Node parameters_of(const AskCommand& command) {
  Node parameters = parse_question_line(command.question, {.text = command.text});
  Node select = select_of(command);
  for (const auto& [name, text] : command.named) {
    const bool is_name =
        name == "search" || name == "customer" || name == "design" || name == "zone";
    if (name == "anchor") {
      // Written as on the line, words behind it included: --anchor 'pay last'.
      Node line = parse_question_line("paths", {.text = text, .source = "--anchor"});
      for (auto& [member, value] : line.members) add_parameter(parameters, member, value);
      continue;
    }
    Node value = name == "by" ? by_node(text)
                 : is_name    ? text_node(text, "--" + name)
                              : value_node(text, "--" + name);
    // Which journeys to list is the question itself; elsewhere a set narrows it.
    const bool narrows = name == "set" && command.question != "journeys";
    add_parameter(narrows ? select : parameters, name, std::move(value));
  }
  for (const std::string& parameter : command.parameters) {
    const std::size_t equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(ErrorCode::BadQuery, said("'{}' is not name=value", parameter),
                  Place{.source = "--param"}, said("for example --param top=5"));
    }
    const std::string name = parameter.substr(0, equals);
    add_parameter(parameters, name, value_node(parameter.substr(equals + 1), "--param " + name));
  }
  if (!select.members.empty()) add_parameter(parameters, "select", select);
  return parameters;
}

std::string json_of(const Node& node) {
  JsonWriter json;
  write_node(json, node);
  return json.take();
}

}  // namespace parcours::cli
