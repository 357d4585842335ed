#include "cli/usage_error.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/text.h"

namespace parcours::cli {
namespace {

// The store is opened with no less.
constexpr std::int64_t kLeastMemoryBytes = std::int64_t{64} << 20U;
constexpr std::string_view kLang = "--lang";

std::vector<std::string> names_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* one : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(one->get_name());
  }
  return names;
}

// The command that the arguments name, as far as they do, and the first word that names none.
struct Named {
  const CLI::App* app;
  std::string path;
  std::optional<std::string> unknown;
};

Named named_by(const CLI::App& root, const std::vector<std::string>& arguments) {
  Named named{&root, "parcours", std::nullopt};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == kLang) ++i;
    if (word.starts_with("-")) continue;
    const auto names = names_of(*named.app);
    if (names.empty()) break;
    if (std::ranges::find(names, word) == names.end()) {
      named.unknown = word;
      break;
    }
    named.app = named.app->get_subcommand(word);
    named.path += " " + word;
  }
  return named;
}

// A mistyped command or option gets its nearest name, all else the help of its command.
Message hint_for(const Named& named, const std::vector<std::string>& arguments) {
  if (named.unknown) {
    if (const auto near = nearest_name(*named.unknown, names_of(*named.app))) {
      return said("did you mean '{}'?", named.path + " " + *near);
    }
  }
  std::vector<std::string> options;
  for (const CLI::Option* option : named.app->get_options()) {
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  }
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || name == kLang) continue;
    if (std::ranges::find(options, name) != options.end()) continue;
    if (const auto near = nearest_name(name, options)) return said("did you mean '{}'?", *near);
  }
  return Message::verbatim(named.path + " --help");
}

std::string before(const std::string& text, std::string_view mark) {
  return text.substr(0, text.find(mark));
}
std::string after(const std::string& text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? text : text.substr(at + mark.size());
}

Message missing(const Named& named, const std::string& name) {
  if (name != "A subcommand") return said("{} is missing", name);
  if (named.unknown) return said("there is no command '{}'", named.path + " " + *named.unknown);
  return said("a command is missing after '{}': one of {}", named.path,
              fmt::join(names_of(*named.app), ", "));
}

// What the parser says is known by the kind of its error, names by where they stand in its words.
Message message_of(const CLI::App& root, const CLI::ParseError& failure, const Named& named) {
  const std::string words = failure.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&failure) != nullptr) {
    if (named.app == &root && named.unknown) return missing(named, "A subcommand");
    return said("'{}' is not understood here", fmt::join(root.remaining(true), " "));
  }
  if (dynamic_cast<const CLI::RequiredError*>(&failure) != nullptr) {
    return missing(named, before(words, " is required"));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&failure) != nullptr) {
    const std::string option = before(words, ":");
    return words.ends_with("missing") ? said("{} needs a value", option)
                                      : said("{} is given more often than it can be", option);
  }
  if (dynamic_cast<const CLI::ConversionError*>(&failure) != nullptr &&
      words.starts_with("Could not convert: ")) {
    const std::string given = after(words, ": ");
    return said("{} takes a whole number, not '{}'", before(given, " = "), after(given, " = "));
  }
  return said("the command line is not understood: {}", words);
}

// The names themselves stand in the message.
Message suggestion(const std::string& name, const std::vector<std::string>& names) {
  const auto near = nearest_name(name, names);
  return near ? said("did you mean '{}'?", *near) : Message();
}

[[noreturn]] void refuse(const Message& message, const Message& hint = {}) {
  throw Error(ErrorCode::BadQuery, message, {}, hint);
}

}  // namespace

Error usage_error(const CLI::App& root, const CLI::ParseError& failure,
                  const std::vector<std::string>& arguments) {
  const Named named = named_by(root, arguments);
  return {ErrorCode::BadQuery, message_of(root, failure, named), {}, hint_for(named, arguments)};
}

Language language_asked(const std::vector<std::string>& arguments, Language otherwise) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const bool joined = word.starts_with("--lang=");
    if (!joined && (word != kLang || i + 1 == arguments.size())) continue;
    return language_named(joined ? after(word, "=") : arguments[i + 1]).value_or(otherwise);
  }
  return otherwise;
}

std::string one_of(const std::string& option, const std::string& text,
                   const std::vector<std::string>& names) {
  const std::string name = lower_ascii(text);
  if (std::ranges::find(names, name) != names.end()) return name;
  refuse(said("{} takes one of {}, not '{}'", option, fmt::join(names, ", "), shortened(text, 60)),
         suggestion(name, names));
}

std::int64_t number_between(const std::string& option, const std::string& text, std::int64_t least,
                            std::int64_t most) {
  const auto value = parse_integer(text);
  if (value && *value >= least && *value <= most) return *value;
  refuse(said("{} takes a whole number from {} to {}, not '{}'", option, least, most,
              shortened(text, 60)));
}

std::uint64_t memory_bytes(const std::string& option, const std::string& text) {
  std::string bytes = text;
  std::optional<std::int64_t> value;
  try {
    if (CLI::AsSizeValue(true)(bytes).empty()) value = parse_integer(bytes);
  } catch (const CLI::ValidationError&) {
    value.reset();  // no number, no unit, or too large
  }
  if (value && *value >= kLeastMemoryBytes) return static_cast<std::uint64_t>(*value);
  refuse(said("{} takes a size of at least 64MiB, not '{}'", option, shortened(text, 60)),
         said("write it as 512MB or 4GB"));
}

}  // namespace parcours::cli
