#pragma once
// Alerts that began or ended, and their deliveries: what was told cannot be derived again.

#include <filesystem>
#include <memory>
#include <vector>

#include "model/alert_event.h"

namespace parcours::store {

/// Events are added, and their deliveries noted; nothing is removed.
///
/// Threads: safe from several threads.
class AlertStore {
 public:
  /// Opens or creates the tables in the file of the documents. Errors: Error(Corrupt, Busy).
  static std::unique_ptr<AlertStore> open(const std::filesystem::path& file);
  virtual ~AlertStore() = default;

  /// Adds all or none; their ids are given here.
  virtual std::vector<model::AlertEvent> add(std::vector<model::AlertEvent> events) = 0;
  [[nodiscard]] virtual std::vector<model::AlertEvent> list(const model::AlertQuery& query) = 0;
  /// Counts a try. An unknown id is left alone.
  virtual void note(const model::AlertDelivery& delivery) = 0;
};

}  // namespace parcours::store
