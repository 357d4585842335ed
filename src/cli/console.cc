#include "cli/console.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace parcours::cli {

void ProcessConsole::out(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void ProcessConsole::err(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool ProcessConsole::shows_progress() const {
  return ::isatty(STDERR_FILENO) == 1;
}

bool ProcessConsole::can_ask() const {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

std::string ProcessConsole::ask(std::string_view question) {
  err(question);
  std::string line;
  std::getline(std::cin, line);
  return line;
}

}  // namespace parcours::cli
