#include <chrono>

#include "server/alert_json.h"
#include "server/routes.h"

namespace parcours::server {

Response list_alerts(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {"limit"});
  constexpr std::uint64_t kUsual = 100;
  constexpr std::uint64_t kMost = 10'000;
  const std::uint64_t limit = std::min(kMost, number_parameter(request, "limit", kUsual));
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return json_response(
      200, alerts_json(desk.workspace.alerts().list({.limit = limit}), desk.webhook, now.count()));
}

}  // namespace parcours::server
