#include <fmt/core.h>

#include <array>

#include "base/document.h"
#include "base/instant.h"
#include "base/json_writer.h"
#include "cli/commands.h"
#include "cli/table_text.h"
#include "workspace/document_export.h"
#include "workspace/document_shelf.h"

namespace parcours::cli {
namespace {

// The name a document gives itself ("design: shop"); else the file's.
std::string own_name(const std::string& text, const DocumentCommand& command) {
  if (command.kind == "processes") return command.file.stem().string();
  const Node root = parse_yaml(text, command.file.string());
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kKeys = {
      {{"designs", "design"},
       {"repositories", "repository"},
       {"mappings", "mapping"},
       {"personas", "persona"},
       {"perimeters", "perimeter"},
       {"guides", "guide"},
       {"questions", "saved"}}};
  for (const auto& [kind, key] : kKeys) {
    const Node* found = kind == command.kind ? root.find(key) : nullptr;
    if (found != nullptr && found->is_scalar() && !found->text.empty()) return found->text;
  }
  return command.file.stem().string();
}

void say_notices(const std::vector<Message>& notices, Surroundings& around) {
  for (const Message& notice : notices) {
    around.console.err(said("note: {}\n", notice).text(around.language));
  }
}

std::string checked_text(const DocumentCommand& command, Surroundings& around) {
  std::string text = read_text_file(command.file);
  around.texts.push_back({.source = "", .title = command.file.string(), .text = text});
  around.check_document(command.kind, text, command.file.string());
  return text;
}

void add_document(const DocumentCommand& command, Surroundings& around) {
  workspace::StoredDocument document;
  document.kind = command.kind;
  document.text = checked_text(command, around);
  document.name = command.name.empty() ? own_name(document.text, command) : command.name;
  document.author = command.author;
  const auto workspace = open_workspace(command.data, around);
  say_notices(workspace->check_document(command.kind, document.text), around);
  std::uint64_t base = 0;
  for (const auto& kept : workspace->documents(command.kind)) {
    if (kept.name == document.name) base = kept.version;
  }
  const auto saved = workspace->save_document(document, base);
  around.console.out(said("{} is kept among the {} as version {}\n", saved.name,
                          workspace::said_kind(saved.kind), saved.version)
                         .text(around.language));
}

void list_documents(const DocumentCommand& command, Surroundings& around) {
  const auto documents = open_existing(command.data, around)->documents(command.kind);
  if (command.format == Format::Json) {
    JsonWriter json;
    json.open_object().key("documents").open_array();
    for (const auto& document : documents) {
      json.open_object().member("kind", document.kind).member("name", document.name);
      json.member("version", document.version).member("author", document.author);
      json.member("saved", format_instant(document.saved_us)).close_object();
    }
    return around.console.out(json.close_array().close_object().take() + "\n");
  }
  workspace::Table table{.columns = {said("name"), said("version"), said("saved"), said("author")},
                         .rows = {},
                         .notes = {}};
  for (const auto& document : documents) {
    table.rows.push_back({document.name, static_cast<std::int64_t>(document.version),
                          format_instant(document.saved_us), document.author});
  }
  around.console.out(command.format == Format::Csv ? csv_text(table)
                                                   : table_text(table, around.language));
}

void propose_document(const DocumentCommand& command, Surroundings& around) {
  if (command.kind == "mappings") {
    check_file(command.file);
    const auto proposal = open_workspace(command.data, around)->propose(command.file);
    say_notices(proposal.notices, around);
    return around.console.out(proposal.mapping_yaml);
  }
  if (command.kind == "guides") {
    const auto repositories = open_existing(command.data, around)->documents("repositories");
    return around.console.out(workspace::guide_of_repositories(repositories));
  }
  const std::stop_token stop = around.interrupts();
  const auto workspace = open_existing(command.data, around);
  const auto answer = workspace->ask("proposal", parse_json("{}", "query"), stop);
  const Node proposal = parse_json(answer.json, "proposal");
  if (const Node* notices = proposal.find("notices")) {
    for (const Node& notice : notices->items) {
      const Node* words = notice.find(name_of(around.language));
      const std::string& text = (words == nullptr ? notice : *words).text;
      around.console.err(said("note: {}\n", text).text(around.language));
    }
  }
  const Node* text = proposal.find("text");
  PARCOURS_CHECK(text != nullptr);
  around.console.out(text->text);
}

}  // namespace

void run_document(const DocumentCommand& command, Surroundings& around) {
  using enum DocumentCommand::Verb;
  switch (command.verb) {
    case Add:
      return add_document(command, around);
    case List:
      return list_documents(command, around);
    case Show:
      return around.console.out(open_existing(command.data, around)
                                    ->document(command.kind, command.name, command.version)
                                    .text);
    case Check:
      say_notices(
          workspace::notices_of(command.kind, checked_text(command, around), command.file.string()),
          around);
      return around.console.out(
          said("{} is in order\n", command.file.string()).text(around.language));
    case Export:
      return around.console.out(
          workspace::bpmn_of_document(open_existing(command.data, around)
                                          ->document(command.kind, command.name, command.version),
                                      around.language));
    case Propose:
      return propose_document(command, around);
  }
}

}  // namespace parcours::cli
