#pragma once
// Seeded questions for the laws.

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "support/definitions.h"

namespace parcours::testing {

inline model::TouchpointId random_touchpoint(std::mt19937_64& random, std::size_t touchpoints) {
  return model::TouchpointId{static_cast<std::uint16_t>(random() % touchpoints)};
}

inline analysis::DriverSpec random_drivers(std::mt19937_64& random, std::size_t touchpoints) {
  analysis::DriverSpec spec;
  spec.risk.contacts = {random_touchpoint(random, touchpoints)};
  if (random() % 4 == 0) spec.risk.contacts.push_back(random_touchpoint(random, touchpoints));
  spec.risk.window_us = static_cast<std::int64_t>(1 + random() % 14);
  spec.risk.controls = 1 + random() % 4;
  spec.risk.seed = random() % 1'000;
  spec.gap_us = static_cast<std::int64_t>(1 + random() % 14);
  spec.length = 1 + random() % analysis::kMaxDriverLength;
  spec.support = random() % 8 == 0 ? 0 : 1 + random() % 4;
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

/// A pattern whose milliseconds mean microseconds, the unit of times in small worlds.
inline void shrink_times(std::optional<std::int64_t>& within_us) {
  if (within_us) *within_us /= 1'000;
}
inline void shrink_times(analysis::PatternPart& part) {
  for (analysis::PatternLink& link : part.links) shrink_times(link.within_us);
  for (analysis::PatternPart& inner : part.parts) shrink_times(inner);
}
inline analysis::PatternSpec small_pattern(const std::string& text) {
  analysis::Pattern pattern = analysis::parse_pattern(text);
  shrink_times(pattern.whole);
  shrink_times(pattern.within_us);
  return {pattern};
}

/// The text of a pattern over the touchpoints of a random world.
class RandomPattern {
 public:
  RandomPattern(std::mt19937_64& random, const World& world) : random_(random), world_(world) {}

  std::string text() {
    std::string text = any_text();
    while (text.size() > 150) text = any_text();  // small enough to try every choice
    return text;
  }

 private:
  std::string any_text() {
    std::string text = one_in(6) ? (one_in(2) ? "^ " : "^ " + link() + " ") : "";
    text += chain(2);
    if (one_in(6)) text += one_in(2) ? " $" : " -> !" + step() + " -> $";
    const bool open_end = text.ends_with("-> $");
    if (!open_end && one_in(2)) text += " within " + limit();
    return text;
  }
  bool one_in(std::uint64_t n) { return random_() % n == 0; }
  std::string limit() { return std::to_string(1 + random_() % 8) + "ms"; }
  std::string step() {
    const std::string& name = world_.touchpoints[random_() % world_.touchpoints.size()];
    std::string step = one_in(8) ? "*" : one_in(8) ? "t*" : one_in(8) ? '"' + name + '"' : name;
    static constexpr std::array<const char*, 4> kOn = {"{channel=web}", "{channel!=web}",
                                                       "{channel present}", "{channel absent}"};
    if (one_in(5)) step += kOn[random_() % kOn.size()];
    return step;
  }
  std::string link() {
    if (one_in(4)) return "->>";
    std::string link = "->";
    while (one_in(3))
      link += one_in(3) ? " !(" + step() + " | " + step() + ") ->" : " !" + step() + " ->";
    return link;
  }
  std::string chain(int depth) {
    std::string text = part(depth);
    for (std::uint64_t more = random_() % 3; more > 0; --more) {
      text += " " + link();
      if (one_in(4)) text += " within " + limit();
      text += " " + part(depth);
    }
    return text;
  }
  std::string part(int depth) {
    std::string text = step();
    if (depth > 0 && one_in(4)) {
      text = "(" + chain(depth - 1);
      while (one_in(2)) text += " | " + chain(depth - 1);
      text += ")";
    }
    static constexpr std::array<const char*, 6> kTimes = {
        "[2]", "[1..]", "[2..]", "[1..2]", "[2 in a row]", "[1.. in a row]"};
    if (one_in(5)) text += kTimes[random_() % kTimes.size()];
    return text;
  }

  std::mt19937_64& random_;
  const World& world_;
};

inline analysis::RetentionSpec random_retention(std::mt19937_64& random, std::size_t touchpoints) {
  analysis::RetentionSpec spec;
  if (random() % 2 == 0) spec.start = random_touchpoint(random, touchpoints);
  if (random() % 2 == 0) spec.back = random_touchpoint(random, touchpoints);
  spec.kind = static_cast<analysis::RetentionKind>(random() % 2);
  spec.unit = static_cast<analysis::CalendarUnit>(random() % 3);
  spec.periods = 1 + random() % 6;
  return spec;
}

inline analysis::ReentrySpec random_reentry(std::mt19937_64& random) {
  analysis::ReentrySpec spec;
  if (random() % 3 != 0) spec.within_us = static_cast<std::int64_t>(1 + random() % 8);
  return spec;
}

}  // namespace parcours::testing
