#include <fmt/format.h>

#include <algorithm>

#include "base/said_numbers.h"
#include "base/text.h"
#include "cli/ask_parameters.h"
#include "cli/commands.h"
#include "cli/table_text.h"

namespace parcours::cli {
namespace {

void check_question(const std::string& name) {
  const auto names = workspace::question_names();
  if (std::ranges::find(names, name) != names.end()) return;
  throw Error(ErrorCode::BadQuery, said("there is no question '{}'", shortened(name, 60)), {},
              suggest_name(name, names));
}

std::string text_of(const workspace::Answer& answer, Format format, Language language) {
  switch (format) {
    case Format::Json:
      return answer.json + "\n";
    case Format::Csv:
      return csv_text(answer.table);
    case Format::Table:
      break;
  }
  return table_text(answer.table, language);
}

// "select       12.3 ms  1,234 events, 56 journeys", a line a step, and the sum.
std::string steps_text(const std::vector<workspace::Step>& steps, Language language) {
  const auto line = [&](const Message& name, std::int64_t took_us, const Message& detail) {
    const std::string ms = said_decimal(static_cast<double>(took_us) / 1000.0, 1).text(language);
    std::string text =
        fmt::format("{:<10} {:>9} ms  {}", name.text(language), ms, detail.text(language));
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
  };
  std::string text;
  std::int64_t sum_us = 0;
  for (const workspace::Step& step : steps) {
    text += line(step.name, step.took_us, step.detail);
    sum_us += step.took_us;
  }
  return text + line(said("in all"), sum_us, {});
}

}  // namespace

void run_ask(const AskCommand& command, Surroundings& around) {
  check_question(command.question);
  around.texts.push_back(
      {.source = "query", .title = said("query").text(around.language), .text = command.text});
  around.texts.push_back({.source = "--matching", .title = "--matching", .text = command.matching});
  for (const auto& [name, text] : command.named) {
    around.texts.push_back({.source = "--" + name, .title = "--" + name, .text = text});
  }
  const Node parameters = parameters_of(command);
  const std::stop_token stop = around.interrupts();
  const auto workspace = open_existing(command.data, around);
  const workspace::Answer answer = workspace->ask(command.question, parameters, stop);
  if (command.explain == AskCommand::Explain::Yes) {
    around.console.err(fmt::format("POST /api/{} {}\n{}", command.question, json_of(parameters),
                                   steps_text(answer.steps, around.language)));
  }
  around.console.out(text_of(answer, command.format, around.language));
}

}  // namespace parcours::cli
