// parcours: the program.
#include <optional>

#include "cli/interrupt.h"
#include "cli/program.h"
#include "workspace/document_shelf.h"

int main(int argc, char** argv) {
  using namespace parcours;
  cli::ProcessConsole console;
  std::optional<cli::InterruptWatch> watch;
  cli::Surroundings around{
      .console = console,
      .open =
          [](const std::filesystem::path& data) { return workspace::Workspace::open(data, {}); },
      .check_document = workspace::DocumentShelf::check,
      .interrupts =
          [&watch] {
            if (!watch) watch.emplace();
            return watch->token();
          }};
  return cli::run_program({argv + 1, argv + argc}, around);
}
