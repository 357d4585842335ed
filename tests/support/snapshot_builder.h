#pragma once
// Writes small snapshots by hand, with channels, scores and properties.
//
//   SnapshotBuilder log;
//   log.journey("ana").event("order.placed", hours(0), {.channel = "web"});
//   log.journey("bob", Still::Running).event(…);
//   const journey::Snapshot snapshot = log.build(hours(100));

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "journey/snapshot.h"

namespace parcours::testing {

inline constexpr std::int64_t hours(std::int64_t n) {
  return n * kHourUs;
}

/// What an event carries beside its touchpoint and time.
struct EventExtras {
  std::string channel{};
  double score = std::nan("");
  double value = std::nan("");
  std::map<std::string, std::string> properties{};
};

enum class Still : std::uint8_t { Over, Running };

class SnapshotBuilder {
 public:
  SnapshotBuilder() {
    snapshot_.first_event.push_back(0);
    snapshot_.channel_names.emplace_back();
  }

  /// Opens a journey; journeys of one customer are opened one after the other.
  SnapshotBuilder& journey(const std::string& customer, Still still = Still::Over) {
    if (snapshot_.customer_keys.empty() || snapshot_.customer_keys.back() != customer) {
      snapshot_.customer_keys.push_back(customer);
    }
    snapshot_.customer.push_back(static_cast<std::uint32_t>(snapshot_.customer_keys.size() - 1));
    snapshot_.running.push_back(still == Still::Running ? 1 : 0);
    snapshot_.first_event.push_back(snapshot_.touchpoint.size());
    return *this;
  }

  /// Adds an event to the journey opened last; times do not fall.
  SnapshotBuilder& event(const std::string& touchpoint, std::int64_t at_us,
                         const EventExtras& extras = {}) {
    snapshot_.touchpoint.push_back(model::TouchpointId{
        static_cast<std::uint16_t>(code_of(snapshot_.touchpoint_names, touchpoint))});
    snapshot_.channel.push_back(model::ChannelId{
        static_cast<std::uint8_t>(code_of(snapshot_.channel_names, extras.channel))});
    snapshot_.at_us.push_back(at_us);
    snapshot_.score.push_back(static_cast<float>(extras.score));
    snapshot_.value.push_back(extras.value);
    snapshot_.event_id.push_back(snapshot_.touchpoint.size());
    properties_.push_back(extras.properties);
    snapshot_.first_event.back() = snapshot_.touchpoint.size();
    return *this;
  }

  [[nodiscard]] journey::Snapshot build(std::int64_t data_end_us) const {
    journey::Snapshot out = snapshot_;
    out.data_end_us = data_end_us;
    for (std::size_t event = 0; event < properties_.size(); ++event) {
      for (const auto& [name, text] : properties_[event]) {
        journey::TextColumn& column = out.properties[name];
        column.code.resize(properties_.size());
        column.code[event] = static_cast<std::uint32_t>(code_of(column.texts, text) + 1);
      }
    }
    return out;
  }

 private:
  static std::size_t code_of(std::vector<std::string>& names, const std::string& name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return i;
    }
    names.push_back(name);
    return names.size() - 1;
  }

  journey::Snapshot snapshot_;
  std::vector<std::map<std::string, std::string>> properties_;
};

}  // namespace parcours::testing
