#include "cli/ask_parameters.h"

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

// The other group of a comparison: all that the first is chosen from, the rest of it, another
// period, or a selection of its own.
Node against_of(const std::string& text, const Node& select) {
  const std::string source = "--against";
  const std::size_t dots = text.find("..");
  if (text != "all" && text != "rest" && (dots == std::string::npos || text.starts_with("{"))) {
    return value_node(text, source);
  }
  const bool period = dots != std::string::npos;
  Node against = object_node(source);
  const Node* set = nullptr;
  for (const Member& member : select.members) {
    const bool of_period = member.name == "from" || member.name == "to";
    if (member.name == "set") set = &member.value;
    if (period ? of_period : member.name == "set") continue;
    add_parameter(against, member.name, member.value);
  }
  if (period) {
    const std::string from = text.substr(0, dots);
    const std::string to = text.substr(dots + 2);
    if (!from.empty()) add_parameter(against, "from", text_node(from, source));
    if (!to.empty()) add_parameter(against, "to", text_node(to, source));
  } else if (text == "rest") {
    if (set == nullptr) {
      throw Error(ErrorCode::BadQuery, said("nothing is left beside all journeys"),
                  Place{.source = source}, said("choose journeys with --set"));
    }
    Node others = object_node(source);
    add_parameter(others, "of", text_node("not", source));
    add_parameter(others, "set", *set);
    add_parameter(against, "set", std::move(others));
  }
  return against;
}

}  // namespace

namespace {

// Where an option's parameter stands: of a comparison all but its own are those of the question
// compared.
Node& home_of(const std::string& name, const AskCommand& command, Node& parameters) {
  if (command.question != "compare" || name == "limit") return parameters;
  for (Member& member : parameters.members) {
    if (member.name == "parameters" && member.value.is_mapping()) return member.value;
  }
  return parameters;
}

}  // namespace

Node parameters_of(const AskCommand& command) {
  Node parameters = parse_question_line(command.question, {.text = command.text});
  Node select = select_of(command);
  std::string against;
  for (const auto& [name, text] : command.named) {
    if (name == "against") {
      against = text;
      continue;
    }
    const bool is_name = name == "search" || name == "customer" || name == "design" ||
                         name == "process" || name == "zone" || name == "stage";
    if (name == "anchor") {
      // Written as on the line, words behind it included: --anchor 'pay last'.
      Node line = parse_question_line("paths", {.text = text, .source = "--anchor"});
      Node& home = home_of(name, command, parameters);
      for (auto& [member, value] : line.members) add_parameter(home, member, value);
      continue;
    }
    Node value = name == "by" ? by_node(text)
                 : is_name    ? text_node(text, "--" + name)
                              : value_node(text, "--" + name);
    // Which journeys to list is the question itself; elsewhere a set narrows it.
    const bool narrows = name == "set" && command.question != "journeys";
    add_parameter(narrows ? select : home_of(name, command, parameters), name, std::move(value));
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
  if (!against.empty()) add_parameter(parameters, "against", against_of(against, select));
  if (!select.members.empty()) add_parameter(parameters, "select", select);
  return parameters;
}

}  // namespace parcours::cli
