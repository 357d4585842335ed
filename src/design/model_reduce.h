#pragma once
// Models with fewer parts that allow the same, in one order.
//
//   sequence(a, sequence(b, silent))           ->  sequence(a, b)
//   loop(optional(a))                          ->  optional(loop(a))
//   choice(c, choice(silent, a), optional(b))  ->  choice(silent, a, b, c)

#include "design/process_model.h"

namespace parcours::design {

/// The model with parts that hold parts of their own kind made flat, silence that changes nothing
/// left out, and the parts of a choice or a parallel part in the order of their texts, silence
/// first.
///
/// The model allows exactly the same sequences. Two models of the same blocks, each activity in
/// them once and each loop with something that leads back, come out equal. Cost:   O(parts x
/// depth). Errors: those of check_model.
[[nodiscard]] ProcessModel reduced(const ProcessModel& model);

}  // namespace parcours::design
