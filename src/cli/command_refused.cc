#include <fmt/core.h>

#include <fstream>

#include "base/said_numbers.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/refusal_words.h"
#include "cli/table_text.h"
#include "server/job_json.h"

namespace parcours::cli {
namespace {

workspace::Table table_of(const workspace::RefusedPage& page, Format format) {
  workspace::Table table{
      .columns = {said("id"), said("import"), said("file"), said("line"), said("reason"),
                  said("column"), said("detail"), said("state"), said("raw")},
      .rows = {},
      .notes = {}};
  const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  for (const auto& row : page.rows) {
    table.rows.push_back({number(row.id), number(row.import), row.file, number(row.line),
                          said_reason(row.reason), row.column, row.detail, said_state(row.state),
                          format == Format::Table ? shortened(row.raw, 80) : row.raw});
  }
  table.notes.push_back(
      said("{} shown of {}", said_count(page.rows.size()), said_count(page.count)));
  for (const auto& [reason, count] : page.by_reason) {
    table.notes.push_back(said("{}: {}", said_reason(reason), said_count(count)));
  }
  return table;
}

// The import meant when none is named: the newest that has rows to mend.
std::uint64_t import_to_mend(const RefusedCommand& command, workspace::Workspace& workspace) {
  if (command.query.import != 0) return command.query.import;
  const auto page = workspace.refused({.reason = "", .state = "open", .limit = 1});
  if (!page.rows.empty()) return page.rows.front().import;
  throw Error(ErrorCode::NotFound, said("there are no refused rows to mend"));
}

void write_mend_file(const RefusedCommand& command, workspace::Workspace& workspace,
                     Surroundings& around) {
  const std::uint64_t import = import_to_mend(command, workspace);
  const workspace::MendFile file = workspace.mend_file(import);
  if (command.mend == "-") return around.console.out(file.content);
  if (std::filesystem::exists(command.mend)) {
    throw Error(ErrorCode::Conflict, said("{} is there already", command.mend), {},
                said("give another name; what you mended may be in it"));
  }
  std::ofstream stream(command.mend, std::ios::binary);
  stream << file.content;
  stream.close();
  if (!stream) {
    throw Error(ErrorCode::BadInput, said("{} cannot be written", command.mend));
  }
  around.console.out(
      said("the open refused rows of import {} are in {}\n"
           "mend them there and import the file with the same mapping: parcours import {} "
           "--mapping …\n",
           import, command.mend, command.mend)
          .text(around.language));
}

}  // namespace

void run_refused(const RefusedCommand& command, Surroundings& around) {
  const auto workspace = open_existing(command.data, around);
  if (!command.mend.empty()) return write_mend_file(command, *workspace, around);
  const auto page = workspace->refused(command.query);
  if (command.format == Format::Json) {
    around.console.out(server::json_of(page, around.language) + "\n");
  } else if (command.format == Format::Csv) {
    around.console.out(csv_text(table_of(page, command.format)));
  } else {
    around.console.out(table_text(table_of(page, command.format), around.language));
  }
}

}  // namespace parcours::cli
