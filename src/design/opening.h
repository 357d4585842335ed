#pragma once
// When the company is open, as a design declares it; its promises may count in this time.
//
//   opening: {hours: "mon-fri 09:00-18:00", zone: Europe/Paris, closed: [2025-12-25]}

#include <string>
#include <vector>

#include "base/document.h"
#include "base/opening_hours.h"

namespace parcours::design {

/// As written; parse_opening has checked it.
struct Opening {
  std::string hours;
  std::string zone = "UTC";
  std::vector<std::string> closed;  ///< Days, as 2025-12-25.
  bool operator==(const Opening&) const = default;
};

/// Errors: Error(BadInput) at the member that is wrong: hours, a zone or a day that is none.
[[nodiscard]] Opening parse_opening(const Node& node);

/// The same as hours that a clock can count in.
[[nodiscard]] OpeningHours opening_hours(const Opening& opening);

/// As a YAML mapping in one line.
[[nodiscard]] std::string opening_text(const Opening& opening);

}  // namespace parcours::design
