#include <fmt/format.h>

#include "base/said_numbers.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/import_report_text.h"
#include "cli/progress_line.h"
#include "cli/table_text.h"

namespace parcours::cli {
namespace {

namespace fs = std::filesystem;

// The proposal as a person should see it before saying yes.
std::string proposal_text(const workspace::ImportProposal& proposal, Language language) {
  workspace::Table table{
      .columns = {said("column"), said("read as"), said("why"), said("examples")},
      .rows = {},
      .notes = {}};
  for (const auto& column : proposal.columns) {
    std::vector<std::string> examples;
    for (const std::string& example : column.examples) examples.push_back(shortened(example, 30));
    table.rows.push_back(
        {column.name, column.role, column.reason, fmt::format("{}", fmt::join(examples, " · "))});
  }
  for (const Message& notice : proposal.notices) {
    table.notes.push_back(said("note: {}", notice));
  }
  return said("Proposed from {} rows ({}):\n\n{}\nThe mapping:\n\n{}\n",
              said_count(proposal.sampled_rows), proposal.format, table_text(table, language),
              proposal.mapping_yaml)
      .text(language);
}

bool says_yes(std::string_view answer) {
  const std::string word = lower_ascii(trimmed(answer));
  return word == "y" || word == "yes" || word == "o" || word == "oui";
}

// A mapping from a file, or one kept under that name.
std::string given_mapping(const ImportCommand& command, workspace::Workspace& workspace,
                          Surroundings& around) {
  std::error_code ignored;
  if (!fs::exists(command.mapping, ignored)) {
    for (const auto& kept : workspace.documents("mappings")) {
      if (kept.name != command.mapping) continue;
      return workspace.document("mappings", kept.name, 0).text;
    }
  }
  std::string text = read_text_file(command.mapping);
  around.texts.push_back({.source = "", .title = command.mapping, .text = text});
  around.check_document("mappings", text, command.mapping);
  return text;
}

// What the proposal lacks, with the columns there are and how to say what they mean.
Error incomplete(const ImportCommand& command, const workspace::ImportProposal& proposal) {
  std::vector<std::string> names;
  for (const auto& column : proposal.columns) names.push_back(shortened(column.name, 60));
  constexpr std::string_view kExample =
      "mapping: shop\n"
      "columns: {customer: client_id, time: {column: date}, activity: event}";
  return {ErrorCode::BadInput, proposal.advice, Place{.source = command.file.string()},
          said("the file has the columns {}; write in a file which of them are customer, time and "
               "activity, and add --mapping FILE. For example:\n{}",
               fmt::join(names, ", "), kExample)};
}

std::string proposed_mapping(const ImportCommand& command, workspace::Workspace& workspace,
                             Surroundings& around) {
  const workspace::ImportProposal proposal = workspace.propose(command.file);
  if (command.consent == ImportCommand::Consent::Ask) {
    around.console.err(proposal_text(proposal, around.language));
    if (!proposal.missing.empty()) throw incomplete(command, proposal);
    if (!says_yes(
            around.console.ask(said("Import with this mapping? [y/N] ").text(around.language)))) {
      throw Error(ErrorCode::Cancelled, said("nothing was imported"), {},
                  said("to change the mapping: parcours mapping propose {} > mapping.yaml, "
                       "edit it, and import with --mapping mapping.yaml",
                       command.file.string()));
    }
  } else {
    if (!proposal.missing.empty()) throw incomplete(command, proposal);
    for (const Message& notice : proposal.notices) {
      around.console.err(said("note: {}\n", notice).text(around.language));
    }
  }
  return proposal.mapping_yaml;
}

}  // namespace

void run_import(const ImportCommand& command, Surroundings& around) {
  check_file(command.file);
  if (command.mapping.empty() && command.consent == ImportCommand::Consent::Ask &&
      !around.console.can_ask()) {
    throw Error(ErrorCode::BadQuery, said("no mapping is given, and there is nobody to ask"), {},
                said("add --mapping FILE, or --yes to accept the mapping that is proposed"));
  }
  const std::stop_token stop = around.interrupts();
  const auto workspace = open_workspace(command.data, around);
  const std::string mapping = command.mapping.empty()
                                  ? proposed_mapping(command, *workspace, around)
                                  : given_mapping(command, *workspace, around);
  ProgressLine line(around.console);
  const auto report =
      workspace->import_file(command.file, mapping, {.display_name = "", .author = command.author},
                             stop, [&](const workspace::ImportProgress& progress) {
                               line.show(text_of(progress, around.language));
                             });
  line.clear();
  around.console.out(command.format == Format::Json
                         ? workspace::json_of(report, around.language) + "\n"
                         : text_of(report, around.language));
}

}  // namespace parcours::cli
