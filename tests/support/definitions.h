#pragma once
// The questions answered a second time, by their written definitions and nothing else.
//
//   World  +  the spec of a question  ->  the same answer as src/analysis gives, slowly
//
// Written to be obviously right: no blocks, no threads, no tricks. Cost does not matter here.

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/contact_drivers.h"
#include "analysis/funnel.h"
#include "analysis/paths.h"
#include "analysis/pattern.h"
#include "analysis/reentry.h"
#include "analysis/retention.h"
#include "analysis/summary.h"
#include "analysis/ties.h"
#include "analysis/time_to_event.h"
#include "analysis/transitions.h"
#include "analysis/variants.h"

namespace parcours::testing {

/// One event of a journey; codes are places in the world's names.
struct Event {
  std::uint16_t touchpoint = 0;
  std::int64_t at_us = 0;
  std::uint8_t channel = 0;
};

struct Journey {
  std::uint32_t customer = 0;
  std::vector<Event> events;  ///< In journey order; times never fall.
  bool running = false;
};

/// A handful of journeys with their names. Journeys of one customer stand side by side.
struct World {
  std::vector<Journey> journeys;
  std::vector<std::string> touchpoints;
  std::vector<std::string> channels = {""};
  std::vector<std::string> customers;
  std::int64_t data_end_us = 0;
};

/// Between the two ranks around p * (n - 1); 0 without values.
[[nodiscard]] double define_percentile(std::vector<std::int64_t> values, double p);
[[nodiscard]] analysis::Summary define_summary(const World& world);
[[nodiscard]] analysis::TransitionGraph define_transitions(const World& world);
[[nodiscard]] analysis::VariantResult define_variants(const World& world,
                                                      const analysis::VariantSpec& spec);
[[nodiscard]] analysis::FunnelResult define_funnel(const World& world,
                                                   const analysis::FunnelSpec& spec);
/// The deepest step that one journey reached, from 1; 0 if none.
[[nodiscard]] std::size_t define_funnel_depth(const World& world, const Journey& journey,
                                              const analysis::FunnelSpec& spec);
[[nodiscard]] analysis::PathTree define_paths(const World& world, const analysis::PathSpec& spec);
[[nodiscard]] analysis::TieEffect define_tie_effect(const World& world);
[[nodiscard]] analysis::TimeToEvent define_time_to_event(const World& world,
                                                         const analysis::TimeToEventSpec& spec);
/// Where one journey stands, and how long each of its occurrences takes.
struct PatternMatches {
  analysis::PatternState state = analysis::PatternState::Without;
  std::vector<std::int64_t> durations_us{};
  std::vector<std::size_t> last_events{};  ///< Of each occurrence, as places in the journey.
};
[[nodiscard]] PatternMatches define_pattern_matches(const World& world, const Journey& journey,
                                                    const analysis::Pattern& pattern);
[[nodiscard]] analysis::PatternResult define_pattern(const World& world,
                                                     const analysis::PatternSpec& spec);
[[nodiscard]] analysis::Retention define_retention(const World& world,
                                                   const analysis::RetentionSpec& spec);
[[nodiscard]] analysis::Reentry define_reentry(const World& world,
                                               const analysis::ReentrySpec& spec);

[[nodiscard]] analysis::ContactDrivers define_contact_drivers(const World& world,
                                                              const analysis::DriverSpec& spec);

}  // namespace parcours::testing
