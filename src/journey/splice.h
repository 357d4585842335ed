#pragma once
// Journeys of two snapshots as one: whole runs are copied, column by column.
//
//   pieces  base 0..7 | rebuilt 0..1 | base 8..40 | …   ->   columns one after the other

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "journey/build.h"
#include "journey/name_union.h"

namespace parcours::journey {

/// Journeys [first, last) of one of the two.
struct Piece {
  enum class From : std::uint8_t { Base, Rebuilt };
  From from = From::Base;
  std::size_t first = 0;
  std::size_t last = 0;
};

/// What becomes of codes of the base; the rebuilt journeys have the new ones already.
struct CodeUnions {
  NameUnion touchpoints;
  NameUnion channels;
  std::map<std::string, NameUnion, std::less<>> properties;  ///< Codes from 0, as texts.
};

/// Copies the pieces: event columns, first_event, customer, keys and texts of customers and
/// journeys. Journeys of one customer stand side by side in the pieces, also across them.
///
/// Dictionaries, running marks, ties and what else is told of all journeys are left open.
/// Cost:   memory speed; parallel over pieces.
/// Errors: Error(Cancelled).
[[nodiscard]] BuiltJourneys splice(const BuiltJourneys& base, const BuiltJourneys& rebuilt,
                                   const std::vector<Piece>& pieces, const CodeUnions& codes,
                                   std::stop_token stop);

}  // namespace parcours::journey
