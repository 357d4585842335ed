#pragma once
// From stored events to a published snapshot: touchpoint rules applied, journeys built.
//
//   EventStore  +  mappings (by import)  +  LoadSpec  ->  Snapshot

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "collect/mapping.h"
#include "journey/build.h"
#include "journey/snapshot.h"
#include "store/event_store.h"

namespace parcours::workspace {

/// What to load and how to cut it into journeys.
struct LoadSpec {
  journey::JourneyRule rule{};
  std::string lifecycle{};                ///< Only events of this state; empty: all.
  std::vector<std::string> properties{};  ///< Columns that rules of experience read.
  bool operator==(const LoadSpec&) const = default;
};

/// Loads everything the store holds.
///
/// `mappings` gives the mapping of each import; one that is missing leaves names as they are.
/// Order:  codes of touchpoints and channels follow their names, so that they do not depend on the
///         order in which the store hands over events.
/// Cost:   about 150 ns an event on one thread plus the build; 150 bytes an event while loading.
/// Errors: Error(Cancelled); Error(TooLarge) if there are more than 65,535 touchpoints or 256
///         channels, naming what to do.
[[nodiscard]] journey::Snapshot load_snapshot(
    store::EventStore& events, const std::map<std::uint64_t, const collect::Mapping*>& mappings,
    const LoadSpec& spec, std::stop_token stop);

}  // namespace parcours::workspace
