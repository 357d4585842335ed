#pragma once
// The list of alerts as the API and the command line give it.

#include <cstdint>
#include <string>
#include <vector>

#include "model/alert_event.h"

namespace parcours::server {

/// "delivered", "waiting" (to be tried, again or for the first time), "given_up" or "not_sent".
///
/// `host` is that of the webhook; empty: none.
[[nodiscard]] const char* delivery_state(const model::AlertEvent& event, const std::string& host,
                                         std::int64_t now_us);

/// Source: api/alerts.yaml
[[nodiscard]] std::string alerts_json(const std::vector<model::AlertEvent>& events,
                                      const std::string& host, std::int64_t now_us);

}  // namespace parcours::server
