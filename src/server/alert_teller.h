#pragma once
// Looks for alerts when the data have changed, and tells them to the operator's program.
//
//   data changed  ->  AlertLog::check  ->  kept  ->  POST  ->  delivered, or tried again later
//
// An event that is not delivered stays kept and is tried again, after one minute, two, four … up to
// an hour, for seven days; each may therefore arrive twice, and carries its number. After one that
// fails the others wait for the next round.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server/webhook.h"
#include "workspace/alert_log.h"

namespace parcours::server {

inline constexpr std::chrono::hours kTellFor{24 * 7};

struct AlertTellerOptions {
  std::optional<WebhookTarget> webhook{};  ///< None: alerts are kept and listed.
  std::string secret{};
  std::chrono::milliseconds every{60'000};  ///< Between looks at whether the data have changed.
  std::chrono::milliseconds retry{60'000};  ///< After the first failure; doubles up to `longest`.
  std::chrono::milliseconds longest{3'600'000};
  std::chrono::milliseconds timeout{15'000};
};

/// Works on a thread of its own until it is destroyed. Looking takes a twentieth of the time at
/// most.
class AlertTeller {
 public:
  /// `changes` grows whenever the data may have changed. All must outlive it.
  AlertTeller(workspace::AlertLog& alerts, AlertTellerOptions options,
              std::function<std::uint64_t()> changes);
  ~AlertTeller();
  AlertTeller(const AlertTeller&) = delete;
  AlertTeller& operator=(const AlertTeller&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parcours::server
