#pragma once
// Events as a program sends them: one body of JSON, decoded like a file.
//
//   [{…}, {…}]  or one object a line  ->  JSON lines  ->  JsonlReader, Decoder  ->  EventBatches

#include <string>
#include <vector>

#include "collect/mapping.h"
#include "model/event_batch.h"

namespace parcours::collect {

/// The mapping of events whose sender names none: each column is called what it means, and all
/// others are properties.
[[nodiscard]] const std::string& plain_mapping_text();
/// Its name.
inline constexpr const char* kPlainMapping = "events";

/// Decodes a body whole.
///
/// Order:  rows count from 0 in the order of the body; a refusal's `line` is the event's number in
///         an array, or its line, from 1.
/// Refuses: what JsonlReader and Decoder do.
/// Cost:   about 0.5 us an event of 200 bytes.
/// Errors: Error(BadInput) if the body is neither an array nor lines of objects; nothing of it is
///         decoded then. An empty body or array holds no events.
[[nodiscard]] std::vector<model::EventBatch> decode_sent(std::string body, const Mapping& mapping);

}  // namespace parcours::collect
