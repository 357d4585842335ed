#pragma once
// What the program says to people: a pattern and its arguments, kept apart until it is known in
// which language they are read.
//
//   said("there is no file '{}'", name)  ->  Message  ->  text(Language)
//
// The English pattern is the key of the catalogue (base/catalogue.h). An argument may be a Message
// too, where part of a sentence is said in the reader's language: said("{} expected", kind).

#include <fmt/core.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace parcours {

enum class Language : std::uint8_t { English, French };

/// The language that a tag or a locale begins with ("fr", "fr-CA", "en_GB.UTF-8"), if it is one of
/// ours.
[[nodiscard]] std::optional<Language> language_named(std::string_view tag);
/// "en" or "fr".
[[nodiscard]] std::string_view name_of(Language language);

/// A sentence, or part of one.
class Message {
 public:
  /// Says nothing.
  Message() = default;
  /// `pattern` as fmt's, fields without a format: {}, {0}; arguments in its order. `said` makes
  /// messages and checks the pattern; this is for those that were kept.
  Message(std::string_view pattern, std::vector<Message> arguments);
  /// A text that is the same in every language: a name, a number, words of another program.
  [[nodiscard]] static Message verbatim(std::string text);

  /// The sentence; in English where the catalogue has no other.
  [[nodiscard]] std::string text(Language language = Language::English) const;
  [[nodiscard]] bool empty() const { return pattern_.empty(); }

  /// A text from which `of_kept` makes the same message again: a JSON array of the pattern and its
  /// arguments, or the text itself if it is the same in every language.
  [[nodiscard]] std::string kept() const;
  /// What is not such an array is a text in the language in which it was written.
  [[nodiscard]] static Message of_kept(std::string_view kept);

  bool operator==(const Message&) const = default;

 private:
  std::string pattern_;  ///< The text itself if it is verbatim.
  std::vector<Message> arguments_;
  bool is_pattern_ = false;
};

}  // namespace parcours

/// A message as an argument of fmt::format is English: for logs.
template <>
struct fmt::formatter<parcours::Message> : fmt::formatter<std::string> {
  template <typename Context>
  auto format(const parcours::Message& message, Context& context) const {
    return fmt::format_to(context.out(), "{}", message.text());
  }
};

namespace parcours {

/// `value` as an argument of a message: a Message as it is, all else as fmt writes it.
template <typename T>
[[nodiscard]] Message argument(const T& value) {
  if constexpr (std::is_same_v<T, Message>) {
    return value;
  } else {
    return Message::verbatim(fmt::vformat("{}", fmt::make_format_args(value)));
  }
}

/// A message. The pattern must stand here as a literal: tools/french.py looks for it in the
/// catalogue.
template <typename... Arguments>
[[nodiscard]] Message said(fmt::format_string<std::decay_t<const Arguments>...> pattern,
                           const Arguments&... arguments) {
  const fmt::string_view text = pattern;
  return Message({text.data(), text.size()}, {argument(arguments)...});
}

}  // namespace parcours
