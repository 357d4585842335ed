#pragma once
// What tells which journeys a document speaks of: a property of their events, or a pattern.

#include <string>
#include <vector>

#include "base/document.h"
#include "design/document_keys.h"

namespace parcours::design {

/// The journeys with one of the values of a property, or those that match a pattern. One of the
/// two.
struct Recognition {
  std::string property;
  std::vector<std::string> values;
  std::string pattern;
  bool operator==(const Recognition&) const = default;
};

/// Reads {property, is | in} or {pattern}.
///
/// Errors: Error(BadInput) at the place at fault: neither or both, no value, a pattern that is
///         broken (with its character).
[[nodiscard]] Recognition parse_recognition(const Node& node);

/// {property: …, is: …} as YAML in braces; parse_recognition reads it back as an equal one.
[[nodiscard]] std::string recognition_text(const Recognition& by);

/// The keys that `parse_recognition` accepts.
[[nodiscard]] const KeysOf& recognition_keys();

}  // namespace parcours::design
