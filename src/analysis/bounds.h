#pragma once
// Both ends of an interval.

namespace parcours::analysis {

/// Both ends of a 95 % interval.
struct Bounds {
  double low = 0;
  double high = 0;
};

}  // namespace parcours::analysis
