#pragma once
// One customer's year: episodes of browsing, ordering, delivery, use, help and renewal.
//
//   seed + customer number + where in the year  ->  Life (contacts in order)
//
// A life depends on nothing else, so that customers can be made side by side.

#include <cstdint>

#include "simulate/calendar.h"
#include "simulate/contact.h"

namespace parcours::simulate {

/// Where a customer's first journey begins: below `customers` spread over the year in their order,
/// above it anywhere in the year.
struct Population {
  std::uint64_t seed = 1;
  std::uint64_t customers = 0;  ///< 1 .. 2^24.
};

/// Simulates customer `number` (from 1) into `life`, whose memory is reused.
///
/// Order:   contacts by rising time; nothing at or after the end of the data.
/// Cost:    about a microsecond, O(contacts).
/// Threads: safe with one `life` a thread.
void live(const Population& population, const Season& season, std::uint64_t number, Life& life);

}  // namespace parcours::simulate
