#include "server/alert_teller.h"

#include <fmt/core.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "workspace/alert_watch.h"

namespace parcours::server {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int kShareOfTime = 20;

std::int64_t now_us() {
  return duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

struct AlertTeller::State {
  State(workspace::AlertLog& log, AlertTellerOptions wanted, std::function<std::uint64_t()> grown)
      : alerts(log), options(std::move(wanted)), changes(std::move(grown)) {}

  workspace::AlertLog& alerts;
  AlertTellerOptions options;
  std::function<std::uint64_t()> changes;
  std::optional<std::uint64_t> seen{};
  steady_clock::time_point rest_until{};
  std::mutex mutex{};
  std::condition_variable_any wake{};
  std::jthread thread{};

  void look(const std::stop_token& stop) {
    const std::uint64_t now = changes();
    if (seen == now || steady_clock::now() < rest_until) return;
    const auto start = steady_clock::now();
    try {
      for (const model::AlertEvent& event : alerts.check(stop)) {
        log::warning(fmt::format("alert {} {}: stage {} of {} is {}", event.id, name_of(event.what),
                                 event.stage, event.design, event.side));
      }
      seen = now;
    } catch (const Error& e) {
      if (e.code() == ErrorCode::Cancelled) return;
      log::warning(fmt::format("looking for alerts: {}", e.message().text(Language::English)));
    } catch (const std::exception& e) {
      log::error(fmt::format("looking for alerts: {}", e.what()));
    }
    rest_until = steady_clock::now() + kShareOfTime * (steady_clock::now() - start);
  }

  // False if it was not delivered.
  bool tell(const model::AlertEvent& event, const std::stop_token& stop) {
    const std::int64_t sent_us = now_us();
    const WebhookMessage message{
        .body = workspace::alert_message(event), .id = event.id, .sent_s = sent_us / 1'000'000};
    const std::string failure =
        deliver(*options.webhook, message, options.secret, options.timeout, stop);
    if (!failure.empty() && stop.stop_requested()) return false;
    const auto doubled = options.retry * (std::int64_t{1} << std::min(event.tries, 20U));
    const std::int64_t wait_us =
        duration_cast<microseconds>(std::min(options.longest, doubled)).count();
    alerts.note({.id = event.id,
                 .at_us = now_us(),
                 .failure = failure,
                 .next_us = failure.empty() ? 0 : now_us() + wait_us});
    if (failure.empty()) return true;
    log::warning(fmt::format("alert {} was not delivered to {}, try {}: {}", event.id,
                             options.webhook->host, event.tries + 1, failure));
    return false;
  }

  void tell_all(const std::stop_token& stop) {
    if (!options.webhook) return;
    try {
      const std::int64_t now = now_us();
      const auto due =
          alerts.list({.which = model::AlertQuery::Which::Due,
                       .now_us = now,
                       .after_us = now - duration_cast<microseconds>(kTellFor).count()});
      for (const model::AlertEvent& event : due) {
        if (stop.stop_requested() || !tell(event, stop)) return;
      }
    } catch (const std::exception& e) {
      log::error(fmt::format("telling alerts: {}", e.what()));
    }
  }

  void work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      look(stop);
      tell_all(stop);
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, std::min(options.every, options.retry), [] { return false; });
    }
  }
};

AlertTeller::AlertTeller(workspace::AlertLog& alerts, AlertTellerOptions options,
                         std::function<std::uint64_t()> changes)
    : state_(std::make_unique<State>(alerts, std::move(options), std::move(changes))) {
  state_->thread =
      std::jthread([state = state_.get()](const std::stop_token& stop) { state->work(stop); });
}

AlertTeller::~AlertTeller() {
  state_->thread.request_stop();
  state_->thread.join();
}

}  // namespace parcours::server
