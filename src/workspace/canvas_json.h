#pragma once
// The canvas as JSON.
//
//   Canvas  +  the design and snapshot it was measured on  ->  the answer of the question "canvas"

#include <cstdint>
#include <string>

#include "base/json_writer.h"
#include "experience/canvas.h"
#include "experience/needs_look.h"

namespace parcours::workspace {

/// What the canvas was measured on.
struct CanvasOrigin {
  const experience::CanvasInput& input;
  std::uint64_t snapshot = 0;
  std::uint64_t design_version = 0;  ///< 0 for a proposal.
  std::string repository;            ///< Name; empty if there is none.
  std::uint64_t repository_version = 0;
};

/// The answer as one JSON object, without the time it took.
///
/// Source: api/canvas.yaml
[[nodiscard]] std::string canvas_json(const experience::Canvas& canvas, const CanvasOrigin& origin);

/// Writes the member "needs_look": the stages to look at first, with rank and reasons.
void write_needs_look(JsonWriter& json, const design::Design& design,
                      const experience::Canvas& canvas);

}  // namespace parcours::workspace
