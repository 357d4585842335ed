#pragma once
// The canvas as JSON.
//
//   Canvas  +  the design and snapshot it was measured on  ->  the answer of the question "canvas"

#include <cstdint>
#include <string>

#include "base/json_writer.h"
#include "experience/canvas.h"

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

}  // namespace parcours::workspace
