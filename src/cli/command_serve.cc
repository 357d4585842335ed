#include <algorithm>
#include <thread>

#include "cli/commands.h"
#include "server/http_server.h"
#include "server/site.h"

namespace parcours::cli {

void run_serve(const ServeCommand& command, Surroundings& around) {
  const unsigned machine = std::max(2U, std::thread::hardware_concurrency());
  const auto workspace = open_workspace(command.data, around);
  server::Site site(*workspace, {.guard = {.address = command.address, .hosts = command.hosts},
                                 .data_directory = command.data,
                                 .upload_limit_bytes = command.upload_limit_gb << 30U});
  server::HttpServer http({.address = command.address,
                           .port = command.port,
                           .io_threads = std::min(machine, 4U),
                           .pool_threads = command.threads == 0 ? machine : command.threads},
                          site);
  http.stop_on_signals();
  const bool six = command.address.find(':') != std::string::npos;
  const std::string host = six ? "[" + command.address + "]" : command.address;
  around.console.out(said("Parcours: http://{}:{}/  (data in {}; Ctrl-C ends)\n", host, http.port(),
                          command.data.string())
                         .text(around.language));
  http.run();
}

}  // namespace parcours::cli
