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
  /// Opens a journey; journeys of one customer are opened one after the other.
  SnapshotBuilder& journey(const std::string& customer, Still still = Still::Over) {
    if (customers_.empty() || customers_.back() != customer) customers_.push_back(customer);
    customer_.push_back(static_cast<std::uint32_t>(customers_.size() - 1));
    running_.push_back(still == Still::Running ? 1 : 0);
    first_event_.push_back(touchpoint_.size());
    return *this;
  }

  /// Adds an event to the journey opened last; times do not fall.
  SnapshotBuilder& event(const std::string& touchpoint, std::int64_t at_us,
                         const EventExtras& extras = {}) {
    touchpoint_.push_back(
        model::TouchpointId{static_cast<std::uint16_t>(code_of(touchpoint_names_, touchpoint))});
    channel_.push_back(
        model::ChannelId{static_cast<std::uint8_t>(code_of(channel_names_, extras.channel))});
    at_us_.push_back(at_us);
    score_.push_back(static_cast<float>(extras.score));
    value_.push_back(extras.value);
    event_id_.push_back(touchpoint_.size());
    properties_.push_back(extras.properties);
    first_event_.back() = touchpoint_.size();
    return *this;
  }

  [[nodiscard]] journey::Snapshot build(std::int64_t data_end_us) const {
    journey::Snapshot out;
    out.first_event = first_event_;
    out.touchpoint = touchpoint_;
    out.at_us = at_us_;
    out.channel = channel_;
    out.customer = customer_;
    out.running = running_;
    out.score = score_;
    out.value = value_;
    out.event_id = event_id_;
    out.touchpoint_names = touchpoint_names_;
    out.channel_names = channel_names_;
    out.customer_keys = customers_;
    out.data_end_us = data_end_us;
    add_properties(out);
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

  void add_properties(journey::Snapshot& out) const {
    struct Built {
      std::vector<std::uint32_t> code;
      std::vector<std::string> texts;
    };
    std::map<std::string, Built> columns;
    for (std::size_t event = 0; event < properties_.size(); ++event) {
      for (const auto& [name, text] : properties_[event]) {
        Built& column = columns[name];
        column.code.resize(properties_.size());
        column.code[event] = static_cast<std::uint32_t>(code_of(column.texts, text) + 1);
      }
    }
    for (auto& [name, column] : columns) {
      out.properties[name] = {.code = std::move(column.code), .texts = column.texts};
    }
  }

  std::vector<std::uint64_t> first_event_ = {0};
  std::vector<model::TouchpointId> touchpoint_;
  std::vector<std::int64_t> at_us_;
  std::vector<model::ChannelId> channel_;
  std::vector<std::uint32_t> customer_;
  std::vector<std::uint8_t> running_;
  std::vector<float> score_;
  std::vector<double> value_;
  std::vector<std::uint64_t> event_id_;
  std::vector<std::string> customers_;
  std::vector<std::string> touchpoint_names_;
  std::vector<std::string> channel_names_ = {""};
  std::vector<std::map<std::string, std::string>> properties_;
};

}  // namespace parcours::testing
