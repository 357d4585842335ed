#include "journey/mask.h"

#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace parcours::journey {
namespace {

template <typename T>
void append_kept(std::vector<T>& to, const Column<T>& from, std::uint64_t place) {
  if (!from.empty()) to.push_back(from[place]);
}

// Copies journeys and events one by one, keeping the shape of every column.
class Selection {
 public:
  explicit Selection(const Snapshot& from) : from_(from) {
    for (const auto& [name, column] : from.properties) {
      properties_.push_back({.from = column.code, .kept = {}});
    }
  }

  void add_event(std::uint64_t e) {
    touchpoint_.push_back(from_.touchpoint[e]);
    at_us_.push_back(from_.at_us[e]);
    channel_.push_back(from_.channel[e]);
    append_kept(event_id_, from_.event_id, e);
    append_kept(score_, from_.score, e);
    append_kept(value_, from_.value, e);
    for (Codes& codes : properties_) codes.kept.push_back(codes.from[e]);
  }

  void close_journey(std::size_t j) {
    first_event_.push_back(touchpoint_.size());
    customer_.push_back(from_.customer[j]);
    running_.push_back(from_.running[j]);
    if (!from_.journey_keys.empty()) journey_keys_.emplace_back(from_.journey_keys[j]);
  }

  [[nodiscard]] bool journey_is_empty() const { return first_event_.back() == touchpoint_.size(); }

  Snapshot take() {
    Snapshot out;
    out.id = from_.id;
    out.first_event = std::move(first_event_);
    out.touchpoint = std::move(touchpoint_);
    out.at_us = std::move(at_us_);
    out.channel = std::move(channel_);
    out.customer = std::move(customer_);
    out.running = std::move(running_);
    out.score = std::move(score_);
    out.value = std::move(value_);
    out.event_id = std::move(event_id_);
    auto codes = properties_.begin();
    for (const auto& [name, column] : from_.properties) {
      out.properties[name] = {.code = std::move((codes++)->kept), .texts = column.texts};
    }
    out.touchpoint_names = from_.touchpoint_names;
    out.channel_names = from_.channel_names;
    out.customer_keys = from_.customer_keys;
    out.journey_keys = journey_keys_;
    out.ignored_events = from_.ignored_events;
    out.data_end_us = from_.data_end_us;
    out.running_rule = from_.running_rule;
    out.ties = count_ties(out);
    return out;
  }

 private:
  struct Codes {
    std::span<const std::uint32_t> from;
    std::vector<std::uint32_t> kept;
  };

  const Snapshot& from_;
  std::vector<std::uint64_t> first_event_ = {0};
  std::vector<model::TouchpointId> touchpoint_;
  std::vector<std::int64_t> at_us_;
  std::vector<model::ChannelId> channel_;
  std::vector<std::uint32_t> customer_;
  std::vector<std::uint8_t> running_;
  std::vector<float> score_;
  std::vector<double> value_;
  std::vector<std::uint64_t> event_id_;
  std::vector<Codes> properties_;  // in the order of from_.properties
  std::vector<std::string> journey_keys_;
};

}  // namespace

JourneySet all_journeys(const JourneyView& view) {
  JourneySet all(view.journeys());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

Snapshot select_journeys(const Snapshot& from, const JourneySet& journeys) {
  Selection selection(from);
  for (const std::uint32_t j : journeys) {
    for (std::uint64_t e = from.first_event[j]; e < from.first_event[j + 1]; ++e) {
      selection.add_event(e);
    }
    selection.close_journey(j);
  }
  return selection.take();
}

Snapshot select_events(const Snapshot& from, const std::vector<std::uint8_t>& keep,
                       std::vector<std::uint32_t>& origin) {
  PARCOURS_CHECK(keep.size() == from.touchpoint.size());
  Selection selection(from);
  origin.clear();
  for (std::size_t j = 0; j + 1 < from.first_event.size(); ++j) {
    for (std::uint64_t e = from.first_event[j]; e < from.first_event[j + 1]; ++e) {
      if (keep[e] != 0) selection.add_event(e);
    }
    if (selection.journey_is_empty()) continue;
    selection.close_journey(j);
    origin.push_back(static_cast<std::uint32_t>(j));
  }
  return selection.take();
}

}  // namespace parcours::journey
