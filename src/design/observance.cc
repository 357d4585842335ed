#include "design/observance.h"

#include "analysis/share_interval.h"

namespace parcours::design {

std::string_view name_of(Observance observance) {
  switch (observance) {
    case Observance::NotConcerned:
      return "not_concerned";
    case Observance::Kept:
      return "kept";
    case Observance::Broken:
      return "broken";
    case Observance::Pending:
      break;
  }
  return "pending";
}

void ObservanceCount::add(Observance of) {
  switch (of) {
    case Observance::NotConcerned:
      ++not_concerned;
      break;
    case Observance::Kept:
      ++kept;
      break;
    case Observance::Broken:
      ++broken;
      break;
    case Observance::Pending:
      ++pending;
      break;
  }
}

void ObservanceCount::add(const ObservanceCount& other) {
  not_concerned += other.not_concerned;
  kept += other.kept;
  broken += other.broken;
  pending += other.pending;
}

std::optional<double> ObservanceCount::broken_share() const {
  if (kept + broken == 0) return std::nullopt;
  return static_cast<double>(broken) / static_cast<double>(kept + broken);
}

std::optional<analysis::Bounds> ObservanceCount::interval() const {
  return analysis::wilson_bounds(static_cast<double>(broken), static_cast<double>(kept + broken));
}

}  // namespace parcours::design
