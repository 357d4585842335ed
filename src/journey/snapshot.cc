#include "journey/snapshot.h"

#include <fmt/core.h>

#include <algorithm>

namespace parcours::journey {

JourneyView Snapshot::view() const {
  return {.first_event = first_event,
          .touchpoint = touchpoint,
          .at_us = at_us,
          .channel = channel,
          .customer = customer,
          .running = running,
          .touchpoints = touchpoint_names.size(),
          .channels = channel_names.size(),
          .data_end_us = data_end_us};
}

model::TouchpointId Snapshot::touchpoint_of(std::string_view name) const {
  const auto found = std::find(touchpoint_names.begin(), touchpoint_names.end(), name);
  if (found == touchpoint_names.end()) return model::kNoTouchpoint;
  return model::TouchpointId{static_cast<std::uint16_t>(found - touchpoint_names.begin())};
}

std::string Snapshot::journey_label(std::size_t journey) const {
  if (!journey_keys.empty() && !journey_keys[journey].empty()) {
    return std::string(journey_keys[journey]);
  }
  // Journeys of one customer stand side by side.
  std::size_t earlier = 0;
  while (earlier < journey && customer[journey - earlier - 1] == customer[journey]) ++earlier;
  const std::string_view key = customer_keys[customer[journey]];
  return earlier == 0 ? std::string(key) : fmt::format("{} #{}", key, earlier + 1);
}

TieReport count_ties(const Snapshot& s, std::size_t journey) {
  TieReport ties;
  bool tied = false;
  for (std::uint64_t e = s.first_event[journey] + 1; e < s.first_event[journey + 1]; ++e) {
    const bool ties_here = s.at_us[e] == s.at_us[e - 1];
    if (ties_here) {
      ++ties.pairs;
      ties.events += tied ? 1 : 2;
    }
    tied = ties_here;
  }
  ties.journeys = ties.pairs != 0 ? 1 : 0;
  return ties;
}

TieReport count_ties(const Snapshot& s) {
  TieReport ties;
  for (std::size_t j = 0; j + 1 < s.first_event.size(); ++j) {
    const TieReport one = count_ties(s, j);
    ties.pairs += one.pairs;
    ties.events += one.events;
    ties.journeys += one.journeys;
  }
  return ties;
}

}  // namespace parcours::journey
