#include <fmt/core.h>

#include <algorithm>

#include "base/node_json.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "cli/ask_parameters.h"
#include "cli/commands.h"
#include "cli/table_text.h"
#include "workspace/saved_question.h"

namespace parcours::cli {
namespace {

void check_question(const std::string& name) {
  const auto names = workspace::question_names();
  if (std::ranges::find(names, name) != names.end()) return;
  throw Error(ErrorCode::BadQuery, said("there is no question '{}'", shortened(name, 60)), {},
              suggest_name(name, names));
}

std::string bpmn_of(const workspace::Answer& answer) {
  const Node json = parse_json(answer.json, "answer");
  const Node* bpmn = json.find("bpmn");
  if (bpmn != nullptr) return bpmn->text;
  throw Error(ErrorCode::BadQuery, said("this question has no BPMN"), Place{.source = "--format"},
              said("discovery has"));
}

std::string text_of(const workspace::Answer& answer, Format format, Language language) {
  switch (format) {
    case Format::Bpmn:
      return bpmn_of(answer);
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

namespace {

// Nothing beside the name of what is saved may say what is asked.
void check_alone(const AskCommand& command) {
  const bool more = !command.question.empty() || !command.named.empty() ||
                    !command.parameters.empty() || !command.journeys_by.empty() ||
                    !command.from.empty() || !command.to.empty() || !command.matching.empty() ||
                    !command.lifecycle.empty() || !command.touchpoints.empty();
  if (!more) return;
  throw Error(ErrorCode::BadQuery, said("a saved question says all that is asked"),
              Place{.source = "--saved"}, said("leave the rest out, or ask without --saved"));
}

struct Asked {
  std::string question;
  Node parameters;
};

Asked asked_saved(const AskCommand& command, workspace::Workspace& workspace) {
  const auto document = workspace.document("questions", command.saved, 0);
  auto asked = workspace::asked_by(
      workspace::parse_saved_question(parse_yaml(document.text, document.name)));
  return {std::move(asked.question), std::move(asked.parameters)};
}

}  // namespace

void run_ask(const AskCommand& command, Surroundings& around) {
  if (command.saved.empty()) {
    if (command.question.empty()) {
      throw Error(ErrorCode::BadQuery, said("nothing is asked"), {},
                  said("name a question, or a saved one with --saved"));
    }
    check_question(command.question);
  } else {
    check_alone(command);
  }
  around.texts.push_back(
      {.source = "query", .title = said("query").text(around.language), .text = command.text});
  around.texts.push_back({.source = "--matching", .title = "--matching", .text = command.matching});
  for (const auto& [name, text] : command.named) {
    around.texts.push_back({.source = "--" + name, .title = "--" + name, .text = text});
  }
  Asked asked{.question = command.question, .parameters = {}};
  if (command.saved.empty()) asked.parameters = parameters_of(command);
  const std::stop_token stop = around.interrupts();
  const auto workspace = open_existing(command.data, around);
  if (!command.saved.empty()) asked = asked_saved(command, *workspace);
  const workspace::Answer answer = workspace->ask(asked.question, asked.parameters, stop);
  if (command.explain == AskCommand::Explain::Yes) {
    around.console.err(fmt::format("POST /api/{} {}\n{}", asked.question, json_of(asked.parameters),
                                   steps_text(answer.steps, around.language)));
  }
  around.console.out(text_of(answer, command.format, around.language));
}

}  // namespace parcours::cli
