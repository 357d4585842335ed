#include "journey/mask.h"

#include <numeric>

#include "base/error.h"

namespace parcours::journey {
namespace {

template <typename T>
void append_kept(std::vector<T>& to, const std::vector<T>& from, std::uint64_t event) {
  if (!from.empty()) to.push_back(from[event]);
}

// Copies journeys and events one by one, keeping the shape of every column.
class Selection {
 public:
  explicit Selection(const Snapshot& from) : from_(from) {
    out_.id = from.id;
    out_.first_event = {0};
    out_.touchpoint_names = from.touchpoint_names;
    out_.channel_names = from.channel_names;
    out_.customer_keys = from.customer_keys;
    out_.data_end_us = from.data_end_us;
    out_.running_rule = from.running_rule;
    for (const auto& [name, column] : from.properties) out_.properties[name].texts = column.texts;
  }

  void add_event(std::uint64_t e) {
    out_.touchpoint.push_back(from_.touchpoint[e]);
    out_.at_us.push_back(from_.at_us[e]);
    out_.channel.push_back(from_.channel[e]);
    append_kept(out_.event_id, from_.event_id, e);
    append_kept(out_.score, from_.score, e);
    append_kept(out_.value, from_.value, e);
    for (const auto& [name, column] : from_.properties) {
      out_.properties[name].code.push_back(column.code[e]);
    }
  }

  void close_journey(std::size_t j) {
    out_.first_event.push_back(out_.touchpoint.size());
    out_.customer.push_back(from_.customer[j]);
    out_.running.push_back(from_.running[j]);
    append_kept(out_.journey_keys, from_.journey_keys, j);
  }

  [[nodiscard]] bool journey_is_empty() const {
    return out_.first_event.back() == out_.touchpoint.size();
  }

  Snapshot take() {
    out_.ties = count_ties(out_);
    return std::move(out_);
  }

 private:
  const Snapshot& from_;
  Snapshot out_;
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
