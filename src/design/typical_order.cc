#include "design/typical_order.h"

#include "base/error.h"

namespace parcours::design {

double PairCounts::likeness(std::size_t a, std::size_t b) const {
  const std::uint64_t both = joint[a * chosen.size() + b];
  const std::uint64_t either = journeys[a] + journeys[b] - both;
  return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

double PairCounts::earliness(std::size_t a) const {
  std::uint64_t first = 0;
  std::uint64_t met = 0;
  for (std::size_t b = 0; b < chosen.size(); ++b) {
    if (b == a) continue;
    first += before[a * chosen.size() + b];
    met += joint[a * chosen.size() + b];
  }
  return met == 0 ? 0.5 : static_cast<double>(first) / static_cast<double>(met);
}

PairCounts count_pairs(const journey::Snapshot& snapshot, std::vector<model::TouchpointId> chosen,
                       std::stop_token stop) {
  constexpr std::size_t kNotChosen = static_cast<std::size_t>(-1);
  PairCounts counts;
  counts.chosen = std::move(chosen);
  const std::size_t size = counts.chosen.size();
  counts.journeys.resize(size);
  counts.joint.resize(size * size);
  counts.before.resize(size * size);
  std::vector<std::size_t> place(snapshot.touchpoint_names.size(), kNotChosen);
  for (std::size_t i = 0; i < size; ++i) place[model::index_of(counts.chosen[i])] = i;

  std::vector<std::uint64_t> seen_in(size);  // journey + 1
  std::vector<std::size_t> order;            // touchpoints of the journey, by first event
  for (std::size_t journey = 0; journey + 1 < snapshot.first_event.size(); ++journey) {
    if (journey % 65536 == 0 && stop.stop_requested()) {
      throw Error(ErrorCode::Cancelled, said("the question was cancelled"));
    }
    order.clear();
    for (std::uint64_t event = snapshot.first_event[journey];
         event < snapshot.first_event[journey + 1]; ++event) {
      const std::size_t at = place[model::index_of(snapshot.touchpoint[event])];
      if (at == kNotChosen || seen_in[at] == journey + 1) continue;
      seen_in[at] = journey + 1;
      order.push_back(at);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      ++counts.journeys[order[i]];
      for (std::size_t k = i + 1; k < order.size(); ++k) {
        ++counts.joint[order[i] * size + order[k]];
        ++counts.joint[order[k] * size + order[i]];
        ++counts.before[order[i] * size + order[k]];
      }
    }
  }
  return counts;
}

}  // namespace parcours::design
