#include <chrono>

#include "base/said_numbers.h"
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
        line.show(said("writing  {} of {} events", said_count(events), said_count(command.events))
                      .text(around.language));
      });
  line.clear();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const std::string out = command.out.string();
  around.console.out(said("{} events of the demonstration company in {} ({} s)\n"
                          "import them: parcours import {}/events.csv --mapping {}/mapping.yaml\n",
                          said_count(command.events), out, said_decimal(seconds, 1), out, out)
                         .text(around.language));
}

}  // namespace parcours::cli
