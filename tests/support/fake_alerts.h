#pragma once
// Alerts without a store, for tests of what tells them.

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "workspace/alert_log.h"

namespace parcours::testing {

/// Has what it is given until it is delivered, and counts what is done.
class FakeAlerts final : public workspace::AlertLog {
 public:
  std::vector<model::AlertEvent> check(std::stop_token /*stop*/) override {
    const std::scoped_lock lock(mutex);
    ++checked;
    changed.notify_all();
    return {};
  }
  std::vector<model::AlertEvent> list(const model::AlertQuery& query) override {
    const std::scoped_lock lock(mutex);
    std::vector<model::AlertEvent> found;
    for (const model::AlertEvent& one : events) {
      const bool due = one.delivered_us == 0 && one.next_us <= query.now_us;
      if (query.which != model::AlertQuery::Which::Due || due) found.push_back(one);
    }
    return found;
  }
  void note(const model::AlertDelivery& delivery) override {
    const std::scoped_lock lock(mutex);
    notes.push_back(delivery);
    for (model::AlertEvent& one : events) {
      if (one.id != delivery.id) continue;
      ++one.tries;
      one.next_us = delivery.next_us;
      one.failure = delivery.failure;
      if (delivery.failure.empty()) one.delivered_us = delivery.at_us;
    }
    changed.notify_all();
  }

  /// Waits until so many deliveries were tried; false after a time no healthy run needs.
  bool tried(std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(60), [&] { return notes.size() >= count; });
  }
  bool looked(int count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(60), [&] { return checked >= count; });
  }

  std::mutex mutex;
  std::condition_variable changed;
  int checked = 0;
  std::vector<model::AlertEvent> events;
  std::vector<model::AlertDelivery> notes;
};

}  // namespace parcours::testing
