#pragma once
// Seeded questions for the laws.

#include <random>

#include "support/definitions.h"

namespace parcours::testing {

inline model::TouchpointId random_touchpoint(std::mt19937_64& random, std::size_t touchpoints) {
  return model::TouchpointId{static_cast<std::uint16_t>(random() % touchpoints)};
}

inline analysis::FunnelSpec random_funnel(std::mt19937_64& random, std::size_t touchpoints) {
  analysis::FunnelSpec spec;
  const std::size_t steps = 1 + random() % 4;
  for (std::size_t k = 0; k < steps; ++k) {
    spec.steps.push_back(random_touchpoint(random, touchpoints));
  }
  if (random() % 3 != 0) spec.window_us = static_cast<std::int64_t>(1 + random() % 8);
  return spec;
}

inline analysis::PathSpec random_paths(std::mt19937_64& random, std::size_t touchpoints) {
  using namespace analysis;
  PathSpec spec;
  spec.anchor = static_cast<PathAnchor>(random() % 3);
  spec.touchpoint = random_touchpoint(random, touchpoints);
  spec.occurrence = static_cast<PathOccurrence>(random() % 2);
  spec.direction = static_cast<PathDirection>(random() % 2);
  spec.repeats = static_cast<PathRepeats>(random() % 2);
  spec.steps = 1 + random() % 5;
  return spec;
}

}  // namespace parcours::testing
