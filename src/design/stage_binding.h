#pragma once
// Which stage of a design an event belongs to.
//
//   Design  +  names of touchpoints and channels  ->  StageBinding (a table)  +  BindingNotice
//
// An event belongs to the first stage that plans its touchpoint on its channel; if none does, to
// the first stage that claims its touchpoint at all, and it is unplanned there. What no stage
// claims is Other. A log that does not say a channel cannot say that it was the wrong one: an event
// without channel is never unplanned, unless the touchpoint is planned on no channel.

#include <cstdint>
#include <string>
#include <vector>

#include "design/design.h"
#include "journey/snapshot.h"

namespace parcours::design {

/// Where the events of one (touchpoint, channel) belong.
struct StageCell {
  static constexpr std::uint8_t kOther = 0xFF;
  std::uint8_t stage = kOther;
  std::uint8_t planned = 0;  ///< 1 if the channel is one that the stage plans.
  bool operator==(const StageCell&) const = default;
};

/// Whether a touchpoint of a stage is planned on a channel; an empty one is not said.
[[nodiscard]] bool is_planned_on(const PlannedTouchpoint& claim, const std::string& channel);

/// The table of all pairs; `cell[touchpoint * channels + channel]`.
struct StageBinding {
  std::size_t touchpoints = 0;
  std::size_t channels = 0;
  std::vector<StageCell> cell;

  [[nodiscard]] const StageCell& of(model::TouchpointId touchpoint,
                                    model::ChannelId channel) const {
    return cell[model::index_of(touchpoint) * channels + model::index_of(channel)];
  }
};

/// Resolves every pair of the dictionaries. Channels compare without regard to case.
///
/// Cost: O(touchpoints x channels x claims).
[[nodiscard]] StageBinding bind_stages(const Design& design,
                                       const std::vector<std::string>& touchpoint_names,
                                       const std::vector<std::string>& channel_names);

/// Something of the design that the data do not know, or the other way round.
struct BindingNotice {
  enum class About : std::uint8_t {
    NeverHappens,  ///< A touchpoint of the design (claim, measure, closing, rule) never occurs.
    NoStage,       ///< A touchpoint of the data belongs to no stage and measures none.
  };
  About about{};
  std::string touchpoint;
  std::string stage;    ///< The stage that names it; empty for the whole design and for NoStage.
  std::string nearest;  ///< A touchpoint of the other side with nearly that name; may be empty.

  [[nodiscard]] LocalText text() const;
};

/// Compares a design with the touchpoints that occur in a snapshot; design order, then data order.
[[nodiscard]] std::vector<BindingNotice> check_against_data(const Design& design,
                                                            const journey::Snapshot& snapshot);

}  // namespace parcours::design
