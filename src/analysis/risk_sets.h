#pragma once
// Risk sets: moments of a contact, each beside comparable moments at which none came.
//
//   JourneyView + RiskSetSpec  ->  RiskSets
//
// The case of a customer is their first contact. Comparable moments are events of other customers'
// journeys that had no contact so far, with as many events in the window of time before them, and
// nearest in time since the journey began. All moments are events: somebody who contacts is active
// just then, and so must be those beside them, or all that active people do would seem to make
// contacts. What was met is looked for in the window, in the moment's own journey; the moment's
// event is not part of it.

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/blocks.h"
#include "journey/journey_view.h"
#include "model/ids.h"

namespace parcours::analysis {

inline constexpr std::size_t kMaxControls = 20;

/// Which moments are compared.
struct RiskSetSpec {
  std::vector<model::TouchpointId> contacts;  ///< At least one.
  std::int64_t window_us = 0;                 ///< > 0; how far before a moment to look.
  std::size_t controls = 5;                   ///< 1..kMaxControls comparable moments a case.
  std::uint64_t seed = 1;  ///< Draws among the moments nearest in time; equal seeds, equal sets.
};

/// A moment with the events of its window.
struct Moment {
  std::uint32_t journey = 0;
  std::uint64_t first = 0;  ///< Events first..event-1 lie in the window.
  std::uint64_t event = 0;  ///< The moment itself.
};

/// Shape: moments[set * (controls + 1)] is the case of a set, its controls follow.
struct RiskSets {
  std::vector<Moment> moments;
  /// Journeys of the contacts that have too few comparable moments, by customer: in no set.
  std::vector<std::uint32_t> unmatched;

  [[nodiscard]] std::size_t sets(std::size_t controls) const {
    return moments.size() / (controls + 1);
  }
};

/// Draws the risk sets.
///
/// Cost:   one pass over the events and a sort of those before contacts.
/// Errors: Error(BadQuery) if the spec is out of range; Error(Cancelled).
/// Source: docs/methods/contact-drivers.md
[[nodiscard]] RiskSets draw_risk_sets(const journey::JourneyView& view, const RiskSetSpec& spec,
                                      const Execution& run = {});

}  // namespace parcours::analysis
