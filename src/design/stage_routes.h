#pragma once
// The routes that journeys really take between the stages of a design, beside those that it
// foresees.
//
//   Design + Snapshot  ->  a StageRoute a pair of stages;  a pair  ->  its journeys
//
// Events of one stage in a row are one visit; what belongs to no stage is passed over. Each visit
// begins with one route and ends with one.

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/blocks.h"
#include "analysis/bounds.h"
#include "design/design.h"
#include "journey/mask.h"

namespace parcours::design {

/// From one visit to the next, or from the beginning, or to the end of a journey.
struct RouteEnds {
  std::optional<std::size_t> from;  ///< A stage; nothing: the journey begins.
  std::optional<std::size_t> to;    ///< Another; nothing: the journey ends here, or still runs.
  bool running = false;             ///< Without `to`: it still runs.
  bool operator==(const RouteEnds&) const = default;
};

struct StageRoute {
  RouteEnds ends;
  /// Whether the design allows it (design_model.h); nothing where a journey still runs.
  std::optional<bool> designed;
  std::uint64_t times = 0;
  std::uint64_t journeys = 0;
  std::uint64_t base = 0;  ///< Journeys that visit `from`; those that visit any stage.

  [[nodiscard]] double share() const;               ///< journeys / base; base > 0.
  [[nodiscard]] analysis::Bounds interval() const;  ///< Of the share, 95 %.
};

struct StageRoutes {
  /// Those that occur, and those that the design allows between two stages though nobody took them.
  /// Order: by `from`, the beginning first; then by `to`, ends last.
  std::vector<StageRoute> routes;
  std::uint64_t placed = 0;  ///< Journeys that visit any stage.
};

/// Counts every route.
///
/// Cost:    one pass in parallel.
/// Errors:  Error(Cancelled).
/// Source:  docs/methods/routes.md
[[nodiscard]] StageRoutes measure_routes(const Design& design, const journey::Snapshot& snapshot,
                                         const analysis::Execution& run = {});

/// The journeys that took a route, by rising index; as many as its StageRoute says.
///
/// Errors: Error(Cancelled).
[[nodiscard]] journey::JourneySet journeys_of_route(const Design& design,
                                                    const journey::Snapshot& snapshot,
                                                    const RouteEnds& ends,
                                                    const analysis::Execution& run = {});

}  // namespace parcours::design
