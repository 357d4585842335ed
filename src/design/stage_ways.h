#pragma once
// The ways through a design: stages that stand for each other, and routes by name.
//
//   stages   order   store | site   deliver?   use        a design; | stand for each other, ?
//   optional routes   "home":  order site deliver use       "on foot":  order store use
//
// Stages that stand for each other follow one another, and a journey has one of them; the first is
// the one that the others name in `instead_of`. A route names stages in the design's order. It
// leaves out what may be left out, and has one of each alternatives; what it leaves out otherwise
// is a mistake, so that whoever follows a route conforms.

#include <cstddef>
#include <string>
#include <vector>

#include "base/document.h"
#include "design/local_text.h"

namespace parcours::design {

struct Design;
struct Stage;

inline constexpr std::size_t kMaxRoutes = 50;

struct Route {
  std::string id;
  LocalText title;
  std::vector<std::size_t> stages;  ///< Indices, rising.
  bool operator==(const Route&) const = default;
};

/// True if a journey can conform without any event of the stage: it is optional, has no contact, or
/// none of its touchpoints is planned on any channel.
[[nodiscard]] bool may_be_missing(const Stage& stage);

/// The stages that stand for each other, this one among them; [from, past).
struct Alternatives {
  std::size_t from = 0;
  std::size_t past = 0;
  [[nodiscard]] std::size_t size() const { return past - from; }
};
[[nodiscard]] Alternatives alternatives_of(const Design& design, std::size_t stage);

/// Sets `instead_of` of each stage from the document's list of stages.
///
/// Errors: Error(BadInput) at the place at fault: an unknown stage, with the nearest name; one that
///         does not stand directly before or among its alternatives; one that is itself instead of
///         another.
void parse_alternatives(const Node& stages, Design& design);

/// Reads the list `routes`.
///
/// Errors: Error(BadInput) at the place at fault: doubled ids, unknown stages, stages out of order,
///         two alternatives on one route, a stage left out that may not be; Error(TooLarge).
[[nodiscard]] std::vector<Route> parse_routes(Fields& fields, const Design& design);

/// A route as YAML in braces.
[[nodiscard]] std::string route_text(const Route& route, const Design& design);

}  // namespace parcours::design
