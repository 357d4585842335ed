#pragma once
// Seeded questions for the laws.

#include <algorithm>
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

inline analysis::TimeToEventSpec random_time_to_event(std::mt19937_64& random,
                                                      std::size_t touchpoints) {
  analysis::TimeToEventSpec spec;
  if (random() % 3 != 0) spec.rule.origin = random_touchpoint(random, touchpoints);
  const std::size_t outcomes = 1 + random() % std::min<std::size_t>(touchpoints, 3);
  while (spec.rule.outcomes.size() < outcomes) {
    const model::TouchpointId id = random_touchpoint(random, touchpoints);
    if (std::ranges::find(spec.rule.outcomes, id) == spec.rule.outcomes.end()) {
      spec.rule.outcomes.push_back(id);
    }
  }
  spec.rule.ended = static_cast<analysis::EndedWithout>(random() % 3);
  if (random() % 3 == 0) spec.horizon_us = static_cast<std::int64_t>(1 + random() % 12);
  if (random() % 4 == 0) spec.stalled_beyond = 0.5;
  if (random() % 4 == 0) spec.points = 1 + random() % 3;
  if (random() % 4 == 0) spec.marks = 1 + random() % 5;
  return spec;
}

}  // namespace parcours::testing
