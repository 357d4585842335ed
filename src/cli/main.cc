// parcours: the program.
#include <cstdlib>
#include <optional>

#include "cli/interrupt.h"
#include "cli/program.h"
#include "workspace/document_shelf.h"

namespace {

// As the C library chooses the language of messages; English unless it is one of ours.
parcours::Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return parcours::language_named(value).value_or(parcours::Language::English);
  }
  return parcours::Language::English;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace parcours;
  cli::ProcessConsole console;
  std::optional<cli::InterruptWatch> watch;
  cli::Surroundings around{
      .console = console,
      .language = language_of_environment(),
      .open =
          [](const std::filesystem::path& data, const workspace::OpenOptions& options) {
            return workspace::Workspace::open(data, options);
          },
      .check_document = workspace::DocumentShelf::check,
      .interrupts =
          [&watch] {
            if (!watch) watch.emplace();
            return watch->token();
          }};
  return cli::run_program({argv + 1, argv + argc}, around);
}
