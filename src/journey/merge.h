#pragma once
// New events into journeys that were built before.
//
//   BuiltJourneys  +  Arrivals  ->  journeys they belong to, cut anew with all their events
//                                   all others, copied run by run     ->  BuiltJourneys
//
// The result is what building all events at once gives, column by column: late events take their
// place in the declared order, codes follow the texts, running marks and ties are those of all.

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "journey/build.h"
#include "journey/snapshot.h"

namespace parcours::journey {

/// Events that are not in the journeys yet, with the texts that their codes and keys stand for.
struct Arrivals {
  EventRows rows;  ///< Codes count the names below, and the texts of each property; case keys only
                   ///< where journeys are by case.
  std::vector<std::string> touchpoint_names;                 ///< Rising, as are the channels'.
  std::vector<std::string> channel_names;                    ///< And the texts of properties.
  std::unordered_map<std::uint64_t, std::string> customers;  ///< Texts of keys; 0 has none.
  std::unordered_map<std::uint64_t, std::string> cases;      ///< The same of cases.
  std::uint64_t ignored = 0;                                 ///< Rows that became no event.
};

/// The rank of each import's source; 100 where it is not named.
using SourceRanks = std::map<std::uint64_t, std::uint16_t>;

/// A snapshot that was read back, with the keys of its customers and cases.
/// Cost: hashes the texts; parallel.
[[nodiscard]] BuiltJourneys with_keys(Snapshot snapshot, const JourneyRule& rule);

/// Adds events to journeys that were cut by the same rule.
///
/// `base` may stand in a mapped file; the result stands in memory. Properties that `base` does not
/// carry are left out.
/// Cost:   a copy of the columns (about 31 bytes an event and what keys take), one pass over the
///         times, and building the journeys that are touched; parallel.
/// Errors: Error(Cancelled); as check_event_count; Error(Corrupt) if two texts share a key.
/// Source: ADR-0020
[[nodiscard]] BuiltJourneys merge_journeys(const BuiltJourneys& base, Arrivals arrivals,
                                           const JourneyRule& rule, const SourceRanks& ranks,
                                           std::stop_token stop);

/// The memory of a snapshot with so many events more, if it stands in memory.
[[nodiscard]] std::uint64_t bytes_in_memory(const Snapshot& snapshot, std::uint64_t more_events);

}  // namespace parcours::journey
