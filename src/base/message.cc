#include "base/message.h"

#include "base/catalogue.h"
#include "base/document.h"
#include "base/error.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace parcours {
namespace {

// The number within a field's braces, or the next one's where there is none.
std::size_t index_of(std::string_view field, std::size_t& next) {
  if (field.empty()) return next++;
  const auto number = parse_integer(field);
  PARCOURS_CHECK(number && *number >= 0);
  return static_cast<std::size_t>(*number);
}

std::string fill(std::string_view pattern, const std::vector<Message>& arguments,
                 Language language) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c != '{' && c != '}') {
      out += c;
    } else if (i + 1 < pattern.size() && pattern[i + 1] == c) {  // a brace that is meant
      out += c;
      ++i;
    } else {
      const std::size_t end = pattern.find('}', i);
      PARCOURS_CHECK(c == '{' && end != pattern.npos);
      const std::size_t index = index_of(pattern.substr(i + 1, end - i - 1), next);
      PARCOURS_CHECK(index < arguments.size());
      out += arguments[index].text(language);
      i = end;
    }
  }
  return out;
}

Message message_of(const Node& node) {
  if (!node.is_sequence() || node.items.empty()) return Message::verbatim(node.text);
  std::vector<Message> arguments;
  for (std::size_t i = 1; i < node.items.size(); ++i) {
    arguments.push_back(message_of(node.items[i]));
  }
  return {node.items.front().text, std::move(arguments)};
}

}  // namespace

std::optional<Language> language_named(std::string_view tag) {
  const std::string name = lower_ascii(tag.substr(0, tag.find_first_of("-_.@;, ")));
  if (name == "en") return Language::English;
  if (name == "fr") return Language::French;
  return std::nullopt;
}

std::string_view name_of(Language language) {
  return language == Language::French ? "fr" : "en";
}

Message::Message(std::string_view pattern, std::vector<Message> arguments)
    : pattern_(pattern), arguments_(std::move(arguments)), is_pattern_(true) {}

Message Message::verbatim(std::string text) {
  Message message;
  message.pattern_ = std::move(text);
  return message;
}

std::string Message::text(Language language) const {
  if (!is_pattern_) return pattern_;
  const auto french = language == Language::French ? catalogue::french(pattern_)
                                                   : std::optional<std::string_view>();
  return fill(french.value_or(pattern_), arguments_, language);
}

std::string Message::kept() const {
  if (!is_pattern_ && !pattern_.starts_with('[')) return pattern_;
  if (!is_pattern_) return Message("{}", {*this}).kept();
  JsonWriter json;
  json.open_array().value(pattern_);
  for (const Message& argument : arguments_) {
    argument.is_pattern_ ? json.raw(argument.kept()) : json.value(argument.pattern_);
  }
  return json.close_array().take();
}

Message Message::of_kept(std::string_view kept) {
  if (!kept.starts_with('[')) return verbatim(std::string(kept));
  try {
    return message_of(parse_json(kept, "message"));
  } catch (const Error&) {  // written before messages were kept in parts
    return verbatim(std::string(kept));
  }
}

}  // namespace parcours
