#include <fmt/format.h>

#include <chrono>

#include "cli/commands.h"
#include "cli/progress_line.h"
#include "simulate/company.h"

namespace parcours::cli {

void run_simulate(const SimulateCommand& command, Surroundings& around) {
  const std::stop_token stop = around.interrupts();
  const auto begun = std::chrono::steady_clock::now();
  ProgressLine line(around.console);
  simulate::write_company(
      {.events = command.events, .seed = command.seed}, command.out, stop,
      [&](std::uint64_t events) {
        line.show(fmt::format("writing  {} of {} events", events, command.events));
      });
  line.clear();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const std::string out = command.out.string();
  around.console.out(
      fmt::format("{} events of the demonstration company in {} ({:.1f} s)\n"
                  "import them: parcours import {}/events.csv --mapping {}/mapping.yaml\n",
                  command.events, out, seconds, out, out));
}

}  // namespace parcours::cli
