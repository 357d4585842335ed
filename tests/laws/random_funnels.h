#pragma once
// Seeded funnels for the laws.

#include <random>
#include <string>

#include "laws/random_specs.h"
#include "support/definitions.h"

namespace parcours::testing {

inline analysis::FunnelSpec random_funnel(std::mt19937_64& random, std::size_t touchpoints) {
  analysis::FunnelSpec spec;
  const std::size_t steps = 1 + random() % 4;
  for (std::size_t k = 0; k < steps; ++k) {
    spec.steps.push_back(random_touchpoint(random, touchpoints));
  }
  if (random() % 3 != 0) spec.window_us = static_cast<std::int64_t>(1 + random() % 8);
  return spec;
}

/// A funnel that says more than steps and a window.
inline analysis::FunnelSpec random_attempts(std::mt19937_64& random, std::size_t touchpoints) {
  using analysis::FunnelOrder;
  analysis::FunnelSpec spec = random_funnel(random, touchpoints);
  spec.order = static_cast<FunnelOrder>(random() % 3);
  if (random() % 2 == 0) spec.excluded.push_back(random_touchpoint(random, touchpoints));
  if (spec.order == FunnelOrder::Strict && random() % 2 == 0) {
    spec.ignored.push_back(random_touchpoint(random, touchpoints));
  }
  if (spec.order != FunnelOrder::Any && random() % 2 == 0) {
    spec.step_window_us.resize(spec.steps.size());
    for (auto& window_us : spec.step_window_us) {
      if (random() % 3 != 0) window_us = static_cast<std::int64_t>(1 + random() % 5);
    }
  }
  return spec;
}

/// One that lets steps be left out, journeys enter anywhere or come again, or has patterns as steps
/// of a snapshot of the world.
inline analysis::FunnelSpec random_passages(std::mt19937_64& random, const World& world,
                                            const journey::Snapshot& snapshot) {
  using namespace analysis;
  FunnelSpec spec = random_attempts(random, world.touchpoints.size());
  const std::uint64_t mode = random() % 4;
  if (spec.order == FunnelOrder::Any && mode != 0) spec.order = FunnelOrder::Ordered;
  if (mode == 1 && spec.steps.size() > 1) {
    spec.optional.resize(spec.steps.size());
    spec.optional[1 + random() % (spec.steps.size() - 1)] = 1;
    spec.optional[1 + random() % (spec.steps.size() - 1)] = 1;
  }
  if (mode == 2) spec.entry = FunnelEntry::Any;
  if (mode == 3) spec.unit = FunnelUnit::Attempts;
  if (spec.order != FunnelOrder::Any && random() % 2 == 0) {
    const std::size_t step = random() % spec.steps.size();
    const std::string text = RandomPattern(random, world).text();
    spec.steps[step] = model::kNoTouchpoint;
    spec.patterns[step] = funnel_pattern(snapshot, small_pattern(text).pattern, text);
  }
  return spec;
}

}  // namespace parcours::testing
