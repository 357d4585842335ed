#include <algorithm>
#include <thread>

#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"
#include "server/alert_teller.h"
#include "server/http_server.h"
#include "server/site.h"

namespace parcours::cli {

namespace {

// The least that cannot be guessed by trying.
constexpr std::size_t kLeastSecret = 16;

std::string secret_in(const std::filesystem::path& file) {
  if (file.empty()) return {};
  const std::string text = read_text_file(file);
  const std::string_view secret = trimmed(text);
  if (secret.size() >= kLeastSecret) return std::string(secret);
  throw Error(ErrorCode::BadQuery, said("the secret has fewer than {} bytes", kLeastSecret),
              Place{.source = file.string()}, said("for example: openssl rand -hex 32 > FILE"));
}

server::AlertTellerOptions teller_options(const ServeCommand& command) {
  server::AlertTellerOptions options{.secret = secret_in(command.webhook_secret)};
  if (!command.webhook.empty()) options.webhook = server::webhook_target(command.webhook);
  if (!options.webhook && !options.secret.empty()) {
    throw Error(ErrorCode::BadQuery,
                said("'{}' says nothing without '{}'", "--webhook-secret", "--webhook"));
  }
  return options;
}

}  // namespace

void run_serve(const ServeCommand& command, Surroundings& around) {
  const unsigned machine = std::max(2U, std::thread::hardware_concurrency());
  server::AlertTellerOptions telling = teller_options(command);
  const auto workspace = open_workspace(command.data, around);
  server::Site site(*workspace, {.guard = {.address = command.address, .hosts = command.hosts},
                                 .data_directory = command.data,
                                 .upload_limit_bytes = command.upload_limit_gb << 30U,
                                 .webhook = telling.webhook ? telling.webhook->host : ""});
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
  const server::AlertTeller teller(workspace->alerts(), std::move(telling),
                                   [&site] { return site.changes(); });
  http.run();
}

}  // namespace parcours::cli
