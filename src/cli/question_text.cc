#include "cli/question_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"

namespace parcours::cli {
namespace {

constexpr std::string_view kArrow = " -> ";

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

void set_member(Node& object, const std::string& name, Node value) {
  for (auto& [known, content] : object.members) {
    if (known != name) continue;
    throw Error(ErrorCode::BadQuery, said("'{}' is given twice", name), value.place);
  }
  object.members.emplace_back(name, std::move(value));
}

Place query_place(std::size_t begin, std::size_t length) {
  return {.source = "query",
          .line = 1,
          .column = static_cast<std::uint32_t>(begin + 1),
          .length = static_cast<std::uint32_t>(length)};
}

// Where the step that begins at `begin` ends: at an arrow outside quotes, or at the text's end.
std::size_t end_of_step(std::string_view text, std::size_t begin) {
  const std::size_t first = text.find_first_not_of(' ', begin);
  if (first != std::string_view::npos && (text[first] == '"' || text[first] == '\'')) {
    const std::size_t close = text.find(text[first], first + 1);
    if (close == std::string_view::npos) {
      throw Error(ErrorCode::BadQuery, said("this quote is not closed"), query_place(first, 1));
    }
    const std::size_t rest = text.find_first_not_of(' ', close + 1);
    // A quote that closes in the middle of a name is part of the name.
    if (rest == std::string_view::npos || text.substr(close + 1).starts_with(kArrow)) {
      return rest == std::string_view::npos ? text.size() : close + 1;
    }
  }
  return std::min(text.find(kArrow, begin), text.size());
}

Node step_node(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view whole = text.substr(begin, end - begin);
  std::string_view name = trimmed(whole);
  if (name.empty()) {
    throw Error(ErrorCode::BadQuery, said("a step is missing here"), query_place(begin, 1),
                said("write the steps as 'A -> B -> C'"));
  }
  const std::size_t at = begin + static_cast<std::size_t>(name.data() - whole.data());
  Node node;
  node.kind = Node::Kind::Scalar;
  node.quoted = true;
  node.place = query_place(at, name.size());
  const bool quoted = name.size() >= 2 && (name.front() == '"' || name.front() == '\'') &&
                      name.back() == name.front();
  node.text = quoted ? name.substr(1, name.size() - 2) : name;
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

Node anchor_node(const std::string& text) {
  Node anchor = object_node("query");
  const bool edge = text == "start" || text == "end";
  set_member(anchor, "at", text_node(edge ? text : "touchpoint", "query"));
  if (!edge) {
    Node touchpoint = text_node(text, "query");
    touchpoint.place = query_place(0, text.size());
    set_member(anchor, "touchpoint", touchpoint);
  }
  return anchor;
}

// "start:channel" and "start:touchpoint" are how a journey begins; anything else is a property.
Node by_node(const std::string& text) {
  constexpr std::string_view kStart = "start:";
  Node by = object_node("--by");
  const bool start = text.starts_with(kStart);
  set_member(by, start ? "start" : "property",
             text_node(start ? text.substr(kStart.size()) : text, "--by"));
  return by;
}

// "one or another", from a place of the text on.
Node names_of(std::string_view text, std::size_t begin) {
  constexpr std::string_view kOr = " or ";
  Node names;
  names.kind = Node::Kind::Sequence;
  names.place = query_place(begin, text.size() - begin);
  for (;;) {
    const std::size_t end = std::min(text.find(kOr, begin), text.size());
    names.items.push_back(step_node(text, begin, end));
    if (end == text.size()) return names;
    begin = end + kOr.size();
  }
}

void set_contacts(Node& parameters, std::string_view text) {
  set_member(parameters, "contacts", names_of(text, 0));
}

// "origin -> one or another", or the outcomes alone.
void set_time_to_event(Node& parameters, std::string_view text) {
  const std::size_t arrow = text.find(kArrow);
  std::size_t begin = 0;
  if (arrow != std::string_view::npos) {
    set_member(parameters, "origin", step_node(text, 0, arrow));
    begin = arrow + kArrow.size();
  }
  set_member(parameters, "outcomes", names_of(text, begin));
}

// "start -> return", either of which may be left out: "start ->", "-> return".
void set_retention(Node& parameters, std::string_view text) {
  const std::size_t arrow = text.find("->");
  if (arrow == std::string_view::npos) {
    return set_member(parameters, "start", step_node(text, 0, text.size()));
  }
  if (!trimmed(text.substr(0, arrow)).empty()) {
    set_member(parameters, "start", step_node(text, 0, arrow));
  }
  if (!trimmed(text.substr(arrow + 2)).empty()) {
    set_member(parameters, "return", step_node(text, arrow + 2, text.size()));
  }
}

void set_text(Node& parameters, const AskCommand& command) {
  const std::string& text = command.text;
  const auto place = query_place(0, text.size());
  const auto named = [&](const char* name) {
    Node node = text_node(text, "query");
    node.place = place;
    set_member(parameters, name, node);
  };
  if (command.question == "funnel") return set_member(parameters, "steps", steps_of(text));
  if (command.question == "time_to_event") return set_time_to_event(parameters, text);
  if (command.question == "retention") return set_retention(parameters, text);
  if (command.question == "contact_drivers") return set_contacts(parameters, text);
  if (command.question == "paths") return set_member(parameters, "anchor", anchor_node(text));
  if (command.question == "pattern") return named("pattern");
  if (command.question == "customer") return named("customer");
  if (command.question == "customers") return named("search");
  if (command.question == "canvas") return named("design");
  if (command.question == "variants") return named("mode");
  throw Error(ErrorCode::BadQuery, said("{} takes no text, only options", command.question), place,
              said("parcours ask --help lists them"));
}

Node select_of(const AskCommand& command) {
  Node select = object_node("query /select");
  const auto add = [&](const char* name, const std::string& text, const char* option) {
    if (!text.empty()) set_member(select, name, text_node(text, option));
  };
  add("journeys_by", command.journeys_by, "--journeys");
  add("from", command.from, "--from");
  add("to", command.to, "--to");
  add("pattern", command.matching, "--matching");
  Node events = object_node("query /select/events");
  if (!command.lifecycle.empty()) {
    set_member(events, "lifecycle", text_node(command.lifecycle, "--lifecycle"));
  }
  if (!command.touchpoints.empty()) {
    set_member(events, "touchpoints", list_node(command.touchpoints, "--touchpoints"));
  }
  if (!events.members.empty()) set_member(select, "events", events);
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

Node steps_of(std::string_view text) {
  Node steps;
  steps.kind = Node::Kind::Sequence;
  steps.place = query_place(0, text.size());
  for (std::size_t begin = 0;;) {
    const std::size_t end = end_of_step(text, begin);
    steps.items.push_back(step_node(text, begin, end));
    if (end >= text.size()) return steps;
    begin = end + kArrow.size();
  }
}

Node parameters_of(const AskCommand& command) {
  // A pattern may begin with a condition: {channel=web}.
  const bool json = trimmed(command.text).starts_with(command.question == "pattern" ? "{\"" : "{");
  Node parameters = json ? parse_json(command.text, "query") : object_node("query");
  if (!json && !command.text.empty()) set_text(parameters, command);
  Node select = select_of(command);
  for (const auto& [name, text] : command.named) {
    const bool is_name =
        name == "search" || name == "customer" || name == "design" || name == "zone";
    Node value = name == "anchor" ? anchor_node(text)
                 : name == "by"   ? by_node(text)
                 : is_name        ? text_node(text, "--" + name)
                                  : value_node(text, "--" + name);
    // Which journeys to list is the question itself; elsewhere a set narrows it.
    const bool narrows = name == "set" && command.question != "journeys";
    set_member(narrows ? select : parameters, name, std::move(value));
  }
  for (const std::string& parameter : command.parameters) {
    const std::size_t equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(ErrorCode::BadQuery, said("'{}' is not name=value", parameter),
                  Place{.source = "--param"}, said("for example --param top=5"));
    }
    const std::string name = parameter.substr(0, equals);
    set_member(parameters, name, value_node(parameter.substr(equals + 1), "--param " + name));
  }
  if (!select.members.empty()) set_member(parameters, "select", select);
  return parameters;
}

std::string json_of(const Node& node) {
  JsonWriter json;
  write_node(json, node);
  return json.take();
}

}  // namespace parcours::cli
