#pragma once
// The planted truths: what a measurement of the demonstration company must find.
//
// The sizes are computed from the numbers that plant them (simulate/habits.h), not counted in the
// output; counting them in the output is the test.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulate/scenario.h"

namespace parcours::simulate {

/// One number that a measurement must find.
struct Expected {
  std::string_view name;
  double value = 0;
  double tolerance = 0;  ///< How far off it may be for other reasons than chance.
};

/// One planted truth.
struct Truth {
  std::string_view id;
  std::string_view english;
  std::string_view french;
  std::string_view kind;  ///< "follows_within", "mean_by_group", "share_by_group" …
  std::vector<std::pair<std::string_view, std::string_view>> parameters;  ///< How to measure it.
  std::vector<Expected> expected;
};

[[nodiscard]] std::vector<Truth> planted_truths();
/// One expected number. Errors: Error(Internal) if there is none of that name.
[[nodiscard]] Expected expected_of(std::string_view truth, std::string_view name);
/// The text of truths.json.
[[nodiscard]] std::string truths_json(const Scenario& scenario);

}  // namespace parcours::simulate
