#include "analysis/blocks.h"

#include <algorithm>

#include "base/error.h"

namespace parcours::analysis {

void Execution::check_cancelled() const {
  if (stop.stop_requested()) throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
}

std::vector<Block> blocks_of(const journey::JourneyView& view, std::uint64_t events) {
  std::vector<Block> blocks;
  const std::size_t journeys = view.journeys();
  std::size_t begin = 0;
  while (begin < journeys) {
    const std::uint64_t wanted = view.begin_of(begin) + events;
    const auto after =
        std::upper_bound(view.first_event.begin() + static_cast<std::ptrdiff_t>(begin),
                         view.first_event.end(), wanted);
    auto end =
        std::min<std::size_t>(journeys, static_cast<std::size_t>(after - view.first_event.begin()));
    end = std::max(end, begin + 1);
    while (end < journeys && view.customer[end] == view.customer[end - 1]) ++end;
    blocks.push_back({begin, end});
    begin = end;
  }
  return blocks;
}

}  // namespace parcours::analysis
