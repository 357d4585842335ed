#pragma once
// What a process model lets come first, last, and directly after what.
//
//   ProcessModel  ->  Footprint: sets of activities, and one set of followers an activity

#include <cstddef>
#include <vector>

#include "design/process_model.h"

namespace parcours::design {

/// A set of a model's activities; [activity] is true for members.
using ActivitySet = std::vector<bool>;

/// Of all sequences that the model allows: an activity that begins one, ends one, or stands
/// directly after another in one.
struct Footprint {
  ActivitySet first;
  ActivitySet last;
  std::vector<ActivitySet> follows;  ///< [activity][the one directly after it]
  bool skippable = false;            ///< Whether the sequence of nothing is allowed.
};

/// Reads the footprint off the parts of a checked model.
///
/// Cost:   parts x activities, and activities squared; memory alike.
/// Source: W. van der Aalst, Process Mining, 2016, ch. 6.2 (footprints), here of a model.
[[nodiscard]] Footprint footprint_of(const ProcessModel& model);

}  // namespace parcours::design
