#pragma once
// Whom a journey is for: one segment of customers of one typology, and who of the customer's side
// has part in it (in business with companies: who uses, who buys, who pays, who decides).

#include <optional>
#include <string>
#include <vector>

#include "base/document.h"
#include "design/local_text.h"
#include "design/recognition.h"

namespace parcours::design {

inline constexpr std::size_t kMaxCustomerRoles = 30;

struct Population {
  std::string segment;  ///< Its id.
  LocalText title;      ///< Of the segment.
  LocalText typology;   ///< How they live it ("in a hurry", "comparing at length"); may be empty.
  std::optional<Recognition> recognised_by;  ///< The journeys that are theirs.
  bool operator==(const Population&) const = default;
};

struct CustomerRole {
  std::string id;
  LocalText title;
  bool operator==(const CustomerRole&) const = default;
};

/// Reads {segment, title, typology, recognised_by}. Errors: Error(BadInput) at the place at fault.
[[nodiscard]] Population parse_population(const Node& node);
/// Reads a list of {id, title}. Errors: as above, for doubled ids too; Error(TooLarge).
[[nodiscard]] std::vector<CustomerRole> parse_customer_roles(Fields& fields);
/// The ids under `roles` of a stage.
///
/// Errors: Error(BadInput) for one that `known` does not list, with the nearest, or that stands
///         twice.
[[nodiscard]] std::vector<std::string> parse_role_ids(Fields& fields,
                                                      const std::vector<CustomerRole>& known);

/// As YAML, lines with their ends.
[[nodiscard]] std::string population_text(const Population& population);
[[nodiscard]] std::string customer_roles_text(const std::vector<CustomerRole>& roles);

}  // namespace parcours::design
