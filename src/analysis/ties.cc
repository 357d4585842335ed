#include "analysis/ties.h"

#include <algorithm>
#include <map>
#include <vector>

#include "analysis/transitions.h"
#include "analysis/variants.h"

namespace parcours::analysis {
namespace {

using EdgeCounts = std::map<std::pair<model::TouchpointId, model::TouchpointId>, std::uint64_t>;

EdgeCounts edge_counts(const journey::JourneyView& view, const Execution& run) {
  EdgeCounts counts;
  const TransitionGraph graph = measure_transitions(view, {.detail = TransitionDetail::Mean}, run);
  for (const Transition& edge : graph.edges) counts[{edge.from, edge.to}] = edge.occurrences;
  return counts;
}

std::uint64_t differing(const EdgeCounts& one, const EdgeCounts& other) {
  std::uint64_t changed = 0;
  for (const auto& [pair, count] : one) {
    const auto found = other.find(pair);
    if (found == other.end() || found->second != count) ++changed;
  }
  for (const auto& [pair, count] : other) {
    if (!one.contains(pair)) ++changed;
  }
  return changed;
}

std::vector<model::TouchpointId> ties_by_name(const journey::Snapshot& s) {
  std::vector<model::TouchpointId> touchpoint = s.touchpoint.copied();
  const auto by_name = [&](model::TouchpointId a, model::TouchpointId b) {
    return s.touchpoint_names[model::index_of(a)] < s.touchpoint_names[model::index_of(b)];
  };
  for (std::size_t j = 0; j + 1 < s.first_event.size(); ++j) {
    std::uint64_t begin = s.first_event[j];
    for (std::uint64_t e = begin + 1; e <= s.first_event[j + 1]; ++e) {
      if (e < s.first_event[j + 1] && s.at_us[e] == s.at_us[begin]) continue;
      std::stable_sort(touchpoint.begin() + static_cast<std::ptrdiff_t>(begin),
                       touchpoint.begin() + static_cast<std::ptrdiff_t>(e), by_name);
      begin = e;
    }
  }
  return touchpoint;
}

}  // namespace

TieEffect measure_tie_effect(const journey::Snapshot& snapshot, const Execution& run) {
  TieEffect effect;
  const journey::JourneyView declared = snapshot.view();
  const EdgeCounts edges = edge_counts(declared, run);
  effect.edges = effect.edges_by_name = edges.size();
  effect.variants = effect.variants_by_name = count_variants(declared, run);
  if (snapshot.ties.pairs == 0) return effect;

  const std::vector<model::TouchpointId> touchpoint = ties_by_name(snapshot);
  journey::JourneyView by_name = declared;
  by_name.touchpoint = touchpoint;
  const EdgeCounts edges_by_name = edge_counts(by_name, run);
  effect.edges_by_name = edges_by_name.size();
  effect.edge_counts_changed = differing(edges, edges_by_name);
  effect.variants_by_name = count_variants(by_name, run);
  return effect;
}

}  // namespace parcours::analysis
