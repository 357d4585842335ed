#pragma once
// A document's tree as JSON.

#include <string>

#include "base/document.h"
#include "base/json_writer.h"

namespace parcours {

/// Writes the tree where a value is due. A scalar without quotes is a number, true or false if it
/// reads so; of YAML any other is a text.
void write_node(JsonWriter& json, const Node& node);
[[nodiscard]] std::string json_of(const Node& node);

}  // namespace parcours
