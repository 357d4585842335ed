#pragma once
// What a person should know of a process that is in order.

#include <vector>

#include "design/bpmn_read.h"

namespace parcours::design {

/// What of the text is not in the graph; then whether journeys can be held against it, or why not.
[[nodiscard]] std::vector<Message> notices_of(const ReadBpmn& read);

}  // namespace parcours::design
