#include "cli/help_words.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/table_text.h"

namespace parcours::cli {
namespace {

// As the parser writes them, and as people read them.
std::vector<std::pair<const char*, Message>> labels() {
  return {{"Usage", said("Usage")},
          {"OPTIONS", said("OPTIONS")},
          {"SUBCOMMAND", said("COMMAND")},
          {"Positionals", said("Arguments")},
          {"REQUIRED", said("(required)")},
          {"Env", said("environment")},
          {"UINT", said("N")},
          {"INT", said("N")},
          {"TEXT", said("TEXT")},
          {"DIR", said("DIR")},
          {"FILE", said("FILE")},
          {"NAME", said("NAME")},
          {"DATE", said("DATE")},
          {"SIZE", said("SIZE")},
          {"ADDRESS", said("ADDRESS")},
          {"DURATION", said("DURATION")},
          {"PATTERN", said("PATTERN")},
          {"WHAT", said("WHAT")},
          {"KEY", said("KEY")},
          {"AS", said("AS")},
          {"KIND", said("KIND")},
          {"UNIT", said("UNIT")},
          {"MODE", said("MODE")},
          {"AT", said("AT")},
          {"WAY", said("WAY")},
          {"HOW", said("HOW")},
          {"BY", said("BY")},
          {"GROUP", said("GROUP")},
          {"NAME=VALUE", said("NAME=VALUE")},
          {"FORMAT", said("FORMAT")}};
}

// Columns by what a character takes on a terminal, not by its bytes.
class HelpFormatter final : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    const std::string name =
        "  " + make_option_name(option, is_positional) + make_option_opts(option);
    const std::size_t width = display_width(name);
    const std::size_t column = get_column_width();
    const std::string gap =
        width + 1 < column ? std::string(column - width, ' ') : "\n" + std::string(column, ' ');
    return name + gap + make_option_desc(option) + '\n';
  }
};

void say_labels(CLI::App& app, Language language) {
  for (CLI::Option* option : app.get_options()) {
    option->group(said("Options").text(language));
    // The name of an argument says what it is.
    if (option->get_positional()) option->type_name("");
  }
  if (app.get_help_ptr() != nullptr) {
    app.get_help_ptr()->description(said("Print this help").text(language));
  }
  for (CLI::App* command : app.get_subcommands({})) {
    command->group(said("Commands").text(language));
    command->formatter(app.get_formatter());
    say_labels(*command, language);
  }
}

}  // namespace

void say_help(CLI::App& root, Language language) {
  const auto formatter = std::make_shared<HelpFormatter>();
  for (const auto& [label, message] : labels()) formatter->label(label, message.text(language));
  root.formatter(formatter);
  say_labels(root, language);
}

}  // namespace parcours::cli
