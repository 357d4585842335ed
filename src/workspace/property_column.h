#pragma once
// One property of all events of a snapshot, loaded when a question asks for it.

#include <stop_token>
#include <string>

#include "journey/snapshot.h"
#include "store/event_store.h"

namespace parcours::workspace {

/// Loads a property event by event.
///
/// Shape:  one code an event of `snapshot`, as TextColumn says; all 0 if no event carries it.
/// Order:  texts rise, as in a snapshot's own properties.
/// Cost:   reads the property in the store; 4 bytes an event stay, 8 more while loading.
/// Errors: Error(Cancelled).
[[nodiscard]] journey::TextColumn load_property(store::EventStore& events,
                                                const journey::Snapshot& snapshot,
                                                const std::string& name, std::stop_token stop);

}  // namespace parcours::workspace
