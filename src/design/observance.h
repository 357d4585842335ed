#pragma once
// Whether journeys did what a design asks of them: its promises, its rules.
//
//   a journey is one of   kept | broken | pending | not concerned

#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/bounds.h"

namespace parcours::design {

enum class Observance : std::uint8_t {
  NotConcerned,  ///< Nothing was asked of it.
  Kept,          ///< All that was asked so far was done.
  Broken,
  Pending,  ///< Still running, and what is asked may still be done in time.
};
/// "not_concerned", "kept", "broken", "pending"; the order of the enumeration.
[[nodiscard]] std::string_view name_of(Observance observance);
inline constexpr std::size_t kObservances = 4;

/// Journeys of each; together all journeys.
struct ObservanceCount {
  std::uint64_t not_concerned = 0;
  std::uint64_t kept = 0;
  std::uint64_t broken = 0;
  std::uint64_t pending = 0;

  void add(Observance of);
  void add(const ObservanceCount& other);
  /// Of kept + broken, those that are broken; nothing if there are none.
  [[nodiscard]] std::optional<double> broken_share() const;
  /// Wilson's interval of that share. Source: docs/methods/stage-lived.md
  [[nodiscard]] std::optional<analysis::Bounds> interval() const;
  bool operator==(const ObservanceCount&) const = default;
};

}  // namespace parcours::design
