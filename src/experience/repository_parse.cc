#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "experience/repository.h"

namespace parcours::experience {
namespace {

[[noreturn]] void refuse(const Node& at, Message message, Message hint = {}) {
  throw Error(ErrorCode::BadInput, std::move(message), at.place, std::move(hint));
}

Fields open(const Node& node, const char* object) {
  design::refuse_unknown_keys(node, object, repository_keys());
  return {node, Message::verbatim(object)};
}

void check_length(const Node& at, std::string_view what, std::size_t length, std::size_t most) {
  if (length <= most) return;
  throw Error(ErrorCode::TooLarge,
              said("'{}' lists {} entries; at most {} are read", what, length, most), at.place);
}

// Operators that compare with a number.
constexpr std::array<std::pair<std::string_view, Test>, 4> kOrders = {{{"below", Test::Below},
                                                                       {"above", Test::Above},
                                                                       {"at_least", Test::AtLeast},
                                                                       {"at_most", Test::AtMost}}};

void read_orders(Fields& fields, const Condition& subject, std::vector<Condition>& out) {
  for (const auto& [key, test] : kOrders) {
    const auto number = fields.number(key);
    if (!number) continue;
    Condition condition = subject;
    condition.test = test;
    condition.number = *number;
    out.push_back(std::move(condition));
  }
}

void read_presence(Fields& fields, const Condition& subject, std::vector<Condition>& out) {
  for (const auto& [key, yes, no] : {std::tuple{"present", Test::Present, Test::Absent},
                                     std::tuple{"absent", Test::Absent, Test::Present}}) {
    if (fields.find(key) == nullptr) continue;
    Condition condition = subject;
    condition.test = fields.flag_or(key, true) ? yes : no;
    out.push_back(std::move(condition));
  }
}

void read_texts(Fields& fields, const Condition& subject, std::vector<Condition>& out) {
  for (const auto& [key, test] : {std::pair{"is", Test::Is}, std::pair{"is_not", Test::IsNot}}) {
    const Node* node = fields.find(key);
    if (node == nullptr) continue;
    Condition condition = subject;
    condition.test = test;
    condition.texts = {scalar_text(*node, said("'{}'", key))};
    out.push_back(std::move(condition));
  }
  if (fields.find("in") == nullptr) return;
  Condition condition = subject;
  condition.test = Test::In;
  condition.texts = fields.texts("in");
  if (condition.texts.empty()) refuse(fields.required("in"), said("'in' lists nothing"));
  check_length(fields.required("in"), "in", condition.texts.size(), kMaxTextsOfCondition);
  out.push_back(std::move(condition));
}

// {score: 5} or {score: {below: 5}}; value alike.
void read_measured(const Node& node, Subject what, std::vector<Condition>& out) {
  Condition subject;
  subject.subject = what;
  if (node.is_scalar()) {
    subject.test = Test::Is;
    subject.number = scalar_number(node, said("a score or value"));
    out.push_back(subject);
    return;
  }
  Fields fields = open(node, "measured");
  const std::size_t before = out.size();
  read_orders(fields, subject, out);
  read_presence(fields, subject, out);
  if (const auto number = fields.number("is")) {
    subject.test = Test::Is;
    subject.number = *number;
    out.push_back(subject);
  }
  if (out.size() == before) {
    refuse(node, said("the condition compares with nothing"), said("for example {{below: 5}}"));
  }
}

void read_waited(const Node& node, std::vector<Condition>& out) {
  Fields fields = open(node, "waited");
  const std::size_t before = out.size();
  for (const auto& [key, test] :
       {std::pair{"longer_than", Test::Above}, std::pair{"shorter_than", Test::Below}}) {
    const auto limit = fields.duration_us(key);
    if (!limit) continue;
    Condition condition;
    condition.subject = Subject::Waited;
    condition.test = test;
    condition.name = fields.text_or("since", "");
    condition.duration_us = *limit;
    out.push_back(std::move(condition));
  }
  if (out.size() == before) {
    refuse(node, said("'waited' needs 'longer_than' or 'shorter_than'"),
           said("for example {{longer_than: 4h, since: order.placed}}"));
  }
}

void read_repeated(const Node& node, std::vector<Condition>& out) {
  Fields fields = open(node, "repeated");
  Condition condition;
  condition.subject = Subject::Repeated;
  condition.test = Test::AtLeast;
  static_cast<void>(fields.required("within"));
  condition.duration_us = fields.duration_us("within").value_or(0);
  if (condition.duration_us <= 0)
    refuse(fields.required("within"), said("'within' must be above zero"));
  condition.count = static_cast<std::uint32_t>(fields.integer_or("at_least", 2, 2, kMostRepeats));
  out.push_back(std::move(condition));
}

void read_property(const Node& node, std::vector<Condition>& out) {
  Fields fields = open(node, "condition");
  Condition subject;
  subject.subject = Subject::Property;
  subject.name = fields.text("property");
  const std::size_t before = out.size();
  read_texts(fields, subject, out);
  read_orders(fields, subject, out);
  read_presence(fields, subject, out);
  if (out.size() == before) {
    refuse(node, said("the condition on '{}' compares with nothing", subject.name),
           said("add is, is_not, in, below, above, at_least, at_most, present or absent"));
  }
}

void read_channel(const Node& node, std::vector<Condition>& out) {
  Condition condition;
  condition.subject = Subject::Channel;
  condition.test = Test::In;
  if (node.is_scalar()) {
    condition.texts = {node.text};
  } else if (node.is_sequence() && !node.items.empty()) {
    check_length(node, "channel", node.items.size(), kMaxTextsOfCondition);
    for (const Node& item : node.items) {
      condition.texts.push_back(scalar_text(item, said("each channel")));
    }
  } else {
    refuse(node, said("'channel' must be a channel or a list of channels"));
  }
  out.push_back(std::move(condition));
}

void parse_condition(const Node& node, std::vector<Condition>& out) {
  static constexpr std::array<std::string_view, 6> kSubjects = {"property", "channel", "score",
                                                                "value",    "waited",  "repeated"};
  Fields fields = open(node, "condition");
  std::vector<std::string_view> found;
  for (const std::string_view subject : kSubjects) {
    if (fields.has(subject)) found.push_back(subject);
  }
  if (found.size() != 1) {
    refuse(node,
           found.empty() ? said("the condition says nothing to look at")
                         : said("the condition looks at both '{}' and '{}'", found[0], found[1]),
           said("one of property, channel, score, value, waited, repeated; several conditions of "
                "'when' must all hold"));
  }
  if (found[0] == "property") {
    read_property(node, out);
    return;
  }
  if (node.members.size() > 1) {
    const auto other = std::find_if(node.members.begin(), node.members.end(),
                                    [&](const auto& member) { return member.name != found[0]; });
    refuse(other->value, said("'{}' does not go with '{}'", other->name, found[0]),
           said("it goes with 'property'"));
  }
  const Node& of = fields.required(found[0]);
  if (found[0] == "channel") {
    read_channel(of, out);
  } else if (found[0] == "score") {
    read_measured(of, Subject::Score, out);
  } else if (found[0] == "value") {
    read_measured(of, Subject::Value, out);
  } else if (found[0] == "waited") {
    read_waited(of, out);
  } else {
    read_repeated(of, out);
  }
}

Interaction parse_interaction(const Node& node) {
  Fields fields = open(node, "interaction");
  Interaction interaction;
  interaction.id = fields.text("id");
  if (interaction.id.size() > 100) {
    refuse(fields.required("id"), said("an identifier has 100 bytes at most"));
  }
  const Node* title = fields.find("title");
  interaction.title = title == nullptr
                          ? design::LocalText{.en = interaction.id, .fr = interaction.id}
                          : design::parse_local_text(*title, "title");
  static_cast<void>(fields.required("grade"));
  interaction.grade = static_cast<int>(fields.integer_or("grade", 0, kWorstGrade, kBestGrade));
  if (interaction.grade == 0) {
    refuse(fields.required("grade"), said("a grade is not 0"),
           said("what is neither good nor bad for the customer needs no entry"));
  }
  if (fields.find("attainable") != nullptr) {
    interaction.attainable =
        static_cast<int>(fields.integer_or("attainable", 0, kWorstGrade, kBestGrade));
    if (*interaction.attainable < interaction.grade) {
      refuse(fields.required("attainable"),
             said("what is attainable ({}) lies below the grade ({})", *interaction.attainable,
                  interaction.grade));
    }
  }
  if (const Node* observe = fields.find("observe")) {
    interaction.observe = design::parse_local_text(*observe, "observe");
  }
  check_length(node, "when", fields.items("when").size(), kMaxConditions);
  for (const Node& item : fields.items("when")) parse_condition(item, interaction.when);
  return interaction;
}

TouchpointEntry parse_entry(const Node& node, std::set<std::string>& ids) {
  Fields fields = open(node, "touchpoint");
  TouchpointEntry entry{.pattern = design::TouchpointPattern(fields.text("touchpoint")),
                        .interactions = {}};
  static_cast<void>(fields.required("interactions"));
  const std::vector<Node>& items = fields.items("interactions");
  if (items.empty()) refuse(fields.required("interactions"), said("'interactions' lists nothing"));
  if (items.size() > kMaxInteractionsOfTouchpoint) {
    throw Error(ErrorCode::TooLarge,
                said("'{}' has {} interactions; at most {} are read", entry.pattern.text(),
                     items.size(), kMaxInteractionsOfTouchpoint),
                node.place);
  }
  for (const Node& item : items) {
    Interaction interaction = parse_interaction(item);
    if (!ids.insert(interaction.id).second) {
      refuse(*item.find("id"), said("there are two interactions '{}'", interaction.id));
    }
    entry.interactions.push_back(std::move(interaction));
  }
  return entry;
}

}  // namespace

Repository parse_repository(const Node& root) {
  Fields fields = open(root, "repository");
  Repository repository;
  repository.name = fields.text("repository");
  const Node* title = fields.find("title");
  repository.title = title == nullptr
                         ? design::LocalText{.en = repository.name, .fr = repository.name}
                         : design::parse_local_text(*title, "title");
  static_cast<void>(fields.required("touchpoints"));
  std::set<std::string> ids;
  for (const Node& item : fields.items("touchpoints")) {
    TouchpointEntry entry = parse_entry(item, ids);
    for (const TouchpointEntry& before : repository.touchpoints) {
      if (before.pattern.covers(entry.pattern)) {
        refuse(item, said("'{}' has an entry already", entry.pattern.text()),
               said("list all interactions of a touchpoint in one entry; a name stands before the "
                    "pattern that also means it"));
      }
    }
    repository.touchpoints.push_back(std::move(entry));
    if (ids.size() > kMaxInteractions) {
      throw Error(ErrorCode::TooLarge, said("more than {} interactions", kMaxInteractions),
                  item.place);
    }
  }
  return repository;
}

}  // namespace parcours::experience
