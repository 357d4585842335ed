#pragma once
// Two groups of journeys side by side, cut into pieces that threads work on: no customer stands in
// two pieces, and the cut depends on the data alone.
//
//   a  ada ada | bob dan | eve          one range holds the journeys of the same customers
//   b  ada     | cid dan dan |          on both sides

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/blocks.h"
#include "journey/journey_view.h"

namespace parcours::analysis {

/// Both groups, borrowed. Order: customers rise in each, and are numbered alike.
using TwoViews = std::array<const journey::JourneyView*, 2>;

/// Places begin..end of each side that belong to the same customers; either may be empty.
using CustomerRange = std::array<Block, 2>;

/// Two lists of things that have customers, customers rising.
struct TwoLists {
  std::array<std::size_t, 2> size{};
  /// Whose the thing at a place of a side is.
  std::function<std::uint32_t(std::size_t side, std::size_t place)> customer;
  /// Where a piece that begins at a place ends by its size, behind that place at least.
  std::function<std::size_t(std::size_t side, std::size_t begin)> end;
};
/// Together the ranges hold every place once. Cost: a search a range.
[[nodiscard]] std::vector<CustomerRange> customer_ranges(const TwoLists& lists);

/// Journeys in ranges of about as many events on each side.
[[nodiscard]] std::vector<CustomerRange> customer_ranges(const TwoViews& views,
                                                         std::uint64_t events);

/// What comes of a range stays in a cache.
inline constexpr std::uint64_t kRangeEvents = 1U << 16U;

/// The journeys of a block as a view of their own, from 0; their events keep their places.
[[nodiscard]] journey::JourneyView part_of(const journey::JourneyView& view, const Block& journeys);

/// Calls `work` with the places of one customer after the other. `customer(side, place)` says whose
/// a place is.
template <typename Customer, typename Work>
void for_each_customer(const CustomerRange& range, const Customer& customer, const Work& work) {
  std::array<std::size_t, 2> at = {range[0].begin, range[1].begin};
  while (at[0] < range[0].end || at[1] < range[1].end) {
    std::uint32_t whose = ~std::uint32_t{0};
    for (std::size_t s = 0; s < 2; ++s) {
      if (at[s] < range[s].end) whose = std::min<std::uint32_t>(whose, customer(s, at[s]));
    }
    CustomerRange theirs{};
    for (std::size_t s = 0; s < 2; ++s) {
      theirs[s].begin = at[s];
      while (at[s] < range[s].end && customer(s, at[s]) == whose) ++at[s];
      theirs[s].end = at[s];
    }
    work(theirs);
  }
}

}  // namespace parcours::analysis
