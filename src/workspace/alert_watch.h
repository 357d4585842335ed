#pragma once
// From control charts to alerts: what began and what ended since the last look.
//
//   answer of "control"  +  the alerts that stand  ->  events to keep and to tell
//
// While a stage stays outside on one side nothing more is said of it.

#include <cstdint>
#include <span>
#include <vector>

#include "base/document.h"
#include "model/alert_event.h"

namespace parcours::workspace {

/// `standing` may be of any designs; `answer` is of one, and an alert of a stage that it does not
/// have any more has ended.
///
/// Order: by stage of the answer, then what stands of stages that are gone.
[[nodiscard]] std::vector<model::AlertEvent> alert_events(
    const Node& answer, std::span<const model::AlertEvent> standing, std::int64_t now_us);

/// What a program is told of an event: one JSON object.
///
/// Source: api/alerts.yaml
[[nodiscard]] std::string alert_message(const model::AlertEvent& event);

}  // namespace parcours::workspace
