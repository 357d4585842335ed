#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/question_text.h"
#include "cli/table_text.h"

namespace parcours::cli {
namespace {

void check_question(const std::string& name) {
  const auto names = workspace::question_names();
  if (std::ranges::find(names, name) != names.end()) return;
  throw Error(ErrorCode::BadQuery, said("there is no question '{}'", shortened(name, 60)), {},
              suggest_name(name, names));
}

std::string text_of(const workspace::Answer& answer, Format format) {
  switch (format) {
    case Format::Json:
      return answer.json + "\n";
    case Format::Csv:
      return csv_text(answer.table);
    case Format::Table:
      break;
  }
  return table_text(answer.table);
}

}  // namespace

void run_ask(const AskCommand& command, Surroundings& around) {
  check_question(command.question);
  around.texts.push_back({.source = "query", .title = "query", .text = command.text});
  try {
    const Node parameters = parameters_of(command);
    const std::stop_token stop = around.interrupts();
    const auto workspace = open_existing(command.data, around);
    const auto begun = std::chrono::steady_clock::now();
    const workspace::Answer answer = workspace->ask(command.question, parameters, stop);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begun);
    if (command.explain == AskCommand::Explain::Yes) {
      around.console.err(fmt::format("POST /api/{} {}\nanswered in {:.1f} ms\n", command.question,
                                     json_of(parameters),
                                     static_cast<double>(took.count()) / 1000.0));
    }
    around.console.out(text_of(answer, command.format));
  } catch (const Error& e) {
    // In a question, what is wrong is the question.
    if (e.code() != ErrorCode::BadInput) throw;
    throw Error(ErrorCode::BadQuery, e.message(), e.where(), e.hint());
  }
}

}  // namespace parcours::cli
