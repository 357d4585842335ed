#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/progress_line.h"
#include "cli/table_text.h"

namespace parcours::cli {
namespace {

namespace fs = std::filesystem;

// The proposal as a person should see it before saying yes.
std::string proposal_text(const workspace::ImportProposal& proposal) {
  workspace::Table table{
      .columns = {"column", "read as", "why", "examples"}, .rows = {}, .notes = {}};
  for (const auto& column : proposal.columns) {
    std::vector<std::string> examples;
    for (const std::string& example : column.examples) examples.push_back(shortened(example, 30));
    table.rows.push_back(
        {column.name, column.role, column.reason, fmt::format("{}", fmt::join(examples, " · "))});
  }
  for (const std::string& notice : proposal.notices) table.notes.push_back("note: " + notice);
  return fmt::format("Proposed from {} rows ({}):\n\n{}\nThe mapping:\n\n{}\n",
                     proposal.sampled_rows, proposal.format, table_text(table),
                     proposal.mapping_yaml);
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

std::string proposed_mapping(const ImportCommand& command, workspace::Workspace& workspace,
                             Surroundings& around) {
  const workspace::ImportProposal proposal = workspace.propose(command.file);
  if (command.consent == ImportCommand::Consent::Ask) {
    around.console.err(proposal_text(proposal));
    if (!says_yes(around.console.ask("Import with this mapping? [y/N] "))) {
      throw Error(ErrorCode::Cancelled, "nothing was imported", {},
                  fmt::format("to change the mapping: parcours mapping propose {} > mapping.yaml, "
                              "edit it, and import with --mapping mapping.yaml",
                              command.file.string()));
    }
  } else {
    for (const std::string& notice : proposal.notices) around.console.err("note: " + notice + "\n");
  }
  return proposal.mapping_yaml;
}

}  // namespace

void run_import(const ImportCommand& command, Surroundings& around) {
  check_file(command.file);
  if (command.mapping.empty() && command.consent == ImportCommand::Consent::Ask &&
      !around.console.can_ask()) {
    throw Error(ErrorCode::BadQuery, "no mapping is given, and there is nobody to ask", {},
                "add --mapping FILE, or --yes to accept the mapping that is proposed");
  }
  const std::stop_token stop = around.interrupts();
  const auto workspace = around.open(command.data);
  const std::string mapping = command.mapping.empty()
                                  ? proposed_mapping(command, *workspace, around)
                                  : given_mapping(command, *workspace, around);
  ProgressLine line(around.console);
  const auto report = workspace->import_file(
      command.file, mapping, {.display_name = "", .author = command.author}, stop,
      [&](const workspace::ImportProgress& progress) { line.show(text_of(progress)); });
  line.clear();
  around.console.out(command.format == Format::Json ? workspace::json_of(report) + "\n"
                                                    : workspace::text_of(report));
}

}  // namespace parcours::cli
