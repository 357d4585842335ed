#include "analysis/two_groups.h"

#include <algorithm>

namespace parcours::analysis {
namespace {

// The first place from `begin` on that is of a later customer than `last`.
std::size_t after_customer(const TwoLists& lists, std::size_t side, std::size_t begin,
                           std::uint32_t last) {
  std::size_t end = lists.size[side];
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (lists.customer(side, middle) <= last) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

}  // namespace

std::vector<CustomerRange> customer_ranges(const TwoLists& lists) {
  std::vector<CustomerRange> ranges;
  std::array<std::size_t, 2> at{};
  while (at[0] < lists.size[0] || at[1] < lists.size[1]) {
    std::uint32_t last = ~std::uint32_t{0};
    for (std::size_t s = 0; s < 2; ++s) {
      if (at[s] < lists.size[s]) {
        last = std::min(last, lists.customer(s, lists.end(s, at[s]) - 1));
      }
    }
    CustomerRange range{};
    for (std::size_t s = 0; s < 2; ++s) {
      const std::size_t end = after_customer(lists, s, at[s], last);
      range[s] = {at[s], end};
      at[s] = end;
    }
    ranges.push_back(range);
  }
  return ranges;
}

std::vector<CustomerRange> customer_ranges(const TwoViews& views, std::uint64_t events) {
  const auto end = [&](std::size_t side, std::size_t begin) {
    const journey::JourneyView& view = *views[side];
    const auto from = view.first_event.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto after = std::upper_bound(from, view.first_event.end(), *from + events);
    const auto found = static_cast<std::size_t>(after - view.first_event.begin()) - 1;
    return std::clamp(found, begin + 1, view.journeys());
  };
  return customer_ranges(
      {.size = {views[0]->journeys(), views[1]->journeys()},
       .customer = [&](std::size_t side, std::size_t j) { return views[side]->customer[j]; },
       .end = end});
}

journey::JourneyView part_of(const journey::JourneyView& view, const Block& journeys) {
  const std::size_t count = journeys.end - journeys.begin;
  journey::JourneyView part = view;
  part.first_event = view.first_event.subspan(journeys.begin, count + 1);
  part.customer = view.customer.subspan(journeys.begin, count);
  part.running = view.running.subspan(journeys.begin, count);
  return part;
}

}  // namespace parcours::analysis
