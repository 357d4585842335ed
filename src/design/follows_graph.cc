#include "design/follows_graph.h"

#include <algorithm>
#include <array>

namespace parcours::design {
namespace {

void drop_rare(std::vector<std::uint64_t>& counts, double noise) {
  if (counts.empty()) return;
  const auto most = static_cast<double>(*std::ranges::max_element(counts));
  for (std::uint64_t& count : counts) {
    if (static_cast<double>(count) < noise * most) count = 0;
  }
}

}  // namespace

FollowsGraph follows_graph(const TraceLog& log, ActivityCode left_out) {
  std::array<std::uint16_t, kMaxMinedActivities> place{};
  std::array<bool, kMaxMinedActivities> seen{};
  for (std::size_t i = 0; i < log.size(); ++i) {
    for (const ActivityCode code : log.trace(i)) seen[code] = true;
  }
  if (left_out != kNoActivity) seen[left_out] = false;
  FollowsGraph graph;
  for (std::size_t code = 0; code < seen.size(); ++code) {
    if (!seen[code]) continue;
    place[code] = static_cast<std::uint16_t>(graph.activity.size());
    graph.activity.push_back(static_cast<ActivityCode>(code));
  }
  const std::size_t n = graph.size();
  graph.follows.assign(n * n, 0);
  graph.begins.assign(n, 0);
  graph.ends.assign(n, 0);
  for (std::size_t i = 0; i < log.size(); ++i) {
    std::size_t last = n;
    for (const ActivityCode code : log.trace(i)) {
      if (code == left_out) continue;
      const std::size_t at = place[code];
      (last == n ? graph.begins[at] : graph.follows[last * n + at]) += log.times(i);
      last = at;
    }
    if (last != n) graph.ends[last] += log.times(i);
  }
  return graph;
}

FollowsGraph without_rare(const FollowsGraph& graph, double noise) {
  FollowsGraph out = graph;
  const std::size_t n = graph.size();
  for (std::size_t from = 0; from < n; ++from) {
    std::uint64_t most = graph.ends[from];
    for (std::size_t to = 0; to < n; ++to) most = std::max(most, graph.count(from, to));
    for (std::size_t to = 0; to < n; ++to) {
      std::uint64_t& count = out.follows[from * n + to];
      if (static_cast<double>(count) < noise * static_cast<double>(most)) count = 0;
    }
  }
  drop_rare(out.begins, noise);
  drop_rare(out.ends, noise);
  return out;
}

std::vector<PlaceSet> reached_from(const FollowsGraph& graph) {
  const std::size_t n = graph.size();
  std::vector<PlaceSet> reached(n);
  for (std::size_t from = 0; from < n; ++from) {
    for (std::size_t to = 0; to < n; ++to) reached[from][to] = graph.edge(from, to);
  }
  for (std::size_t by = 0; by < n; ++by) {
    for (std::size_t from = 0; from < n; ++from) {
      if (reached[from][by]) reached[from] |= reached[by];
    }
  }
  return reached;
}

}  // namespace parcours::design
