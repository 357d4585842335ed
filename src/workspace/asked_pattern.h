#pragma once
// A pattern as a question asks it, with the properties that it reads.

#include <stop_token>
#include <string>
#include <vector>

#include "analysis/pattern.h"
#include "base/document.h"
#include "journey/snapshot.h"
#include "store/event_store.h"
#include "workspace/selection.h"

namespace parcours::workspace {

/// Where properties are read, and what they take their memory from.
struct PropertySource {
  store::EventStore& events;
  MemoryBudget& memory;
};

/// The subject's snapshot, its events carrying the properties that are read; the others are only
/// named, for the hint about a name that is wrong.
///
/// Cost:   loads properties that no question read before; 4 bytes an event and property, which the
///         snapshot holds.
/// Errors: Error(Cancelled, TooLarge).
[[nodiscard]] journey::Snapshot with_properties(const PropertySource& from, const Subject& subject,
                                                const std::vector<std::string>& read,
                                                std::stop_token stop);

/// A pattern that is checked, and the journeys to look for it in: the subject's, whose events carry
/// the properties that the pattern reads.
struct AskedPattern {
  analysis::PatternSpec spec;
  journey::Snapshot snapshot;
};

/// Reads the text of a pattern and checks its names.
///
/// Cost:   loads properties that no question read before.
/// Errors: Error(BadQuery) in the node's source, at line and column of the pattern's text;
///         Error(Cancelled, TooLarge).
[[nodiscard]] AskedPattern asked_pattern(const PropertySource& from, const Subject& subject,
                                         const Node& text, std::stop_token stop);

}  // namespace parcours::workspace
