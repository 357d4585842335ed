#pragma once
// The canvas as JSON.
//
//   Canvas  +  the design and snapshot it was measured on  ->  the answer of the question "canvas"

#include <cstdint>
#include <string>

#include "base/json_writer.h"
#include "experience/canvas.h"

namespace parcours::workspace {

/// Which documents the canvas stands on.
struct CanvasDocuments {
  std::uint64_t design_version = 0;  ///< 0 for a proposal.
  std::string repository;            ///< Name; empty if there is none.
  std::uint64_t repository_version = 0;
};

/// Writes the members of the answer into an object that the caller has opened and closes.
///
/// Source: api/canvas.yaml
void write_canvas(JsonWriter& json, const experience::Canvas& canvas,
                  const experience::CanvasInput& input, const CanvasDocuments& documents);

/// The answer as one JSON object.
[[nodiscard]] std::string canvas_json(const experience::Canvas& canvas,
                                      const experience::CanvasInput& input,
                                      const CanvasDocuments& documents);

}  // namespace parcours::workspace
