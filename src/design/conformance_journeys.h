#pragma once
// Journeys as sequences of the labels that a model may be held against.
//
//   JourneyView  +  LabelTable (touchpoint, channel -> label)  ->  LivedJourneys  ->  variants
//
// Two journeys are of one variant if they have the same labels in the same order and both have
// ended, or both are still open.

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "design/alignment.h"
#include "journey/journey_view.h"

namespace parcours::design {

/// The label of an event by its touchpoint and channel; kNotJudged leaves it out.
struct LabelTable {
  static constexpr LivedLabel kNotJudged = 0xFFFF;
  std::size_t channels = 0;
  std::vector<LivedLabel> cell;  ///< [touchpoint * channels + channel]

  [[nodiscard]] LivedLabel of(model::TouchpointId touchpoint, model::ChannelId channel) const {
    return cell[model::index_of(touchpoint) * channels + model::index_of(channel)];
  }
};

/// The label of each touchpoint is its code, whatever the channel.
[[nodiscard]] LabelTable labels_of_touchpoints(std::size_t touchpoints, std::size_t channels);

/// Journeys in the order of their view.
struct LivedJourneys {
  std::vector<std::uint64_t> first_event;  ///< [journeys + 1]
  std::vector<LivedLabel> label;           ///< [events that are judged]
  std::vector<std::uint8_t> open;          ///< [journeys] 1 if still running.
  std::uint64_t not_judged = 0;            ///< Events left out.

  [[nodiscard]] std::size_t journeys() const { return open.size(); }
  [[nodiscard]] std::span<const LivedLabel> of(std::size_t journey) const {
    return std::span(label).subspan(first_event[journey],
                                    first_event[journey + 1] - first_event[journey]);
  }
  [[nodiscard]] Ending ending(std::size_t journey) const {
    return open[journey] != 0 ? Ending::Open : Ending::Finished;
  }
};

/// Cost: two passes over the events, in parallel.
/// Errors: Error(Cancelled).
[[nodiscard]] LivedJourneys lived_journeys(const journey::JourneyView& view,
                                           const LabelTable& labels,
                                           const analysis::Execution& run = {});

struct LivedVariants {
  std::vector<std::uint32_t>
      first_journey;                      ///< [variants] rising: the first journey that takes it.
  std::vector<std::uint32_t> journeys;    ///< [variants]
  std::vector<std::uint32_t> variant_of;  ///< [journeys]
};

/// Groups journeys; a journey without judged events is of a variant too.
///
/// Order: by the first journey.
/// Cost:  one pass in parallel, about 40 bytes a journey while it runs.
/// Errors: Error(Cancelled).
[[nodiscard]] LivedVariants variants_of(const LivedJourneys& lived,
                                        const analysis::Execution& run = {});

}  // namespace parcours::design
