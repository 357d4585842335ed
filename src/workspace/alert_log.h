#pragma once
// The alerts of a workspace: looked for, kept, and told.

#include <stop_token>
#include <vector>

#include "model/alert_event.h"

namespace parcours::workspace {

/// Threads: every member may be called from several threads.
class AlertLog {
 public:
  virtual ~AlertLog() = default;

  /// Asks "control" of each kept design, and keeps what began or ended since the last look.
  ///
  /// Errors: those of asking; what the other designs say is kept then all the same.
  virtual std::vector<model::AlertEvent> check(std::stop_token stop) = 0;
  [[nodiscard]] virtual std::vector<model::AlertEvent> list(const model::AlertQuery& query) = 0;
  /// Counts a delivery that was tried.
  virtual void note(const model::AlertDelivery& delivery) = 0;
};

}  // namespace parcours::workspace
