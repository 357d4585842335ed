#include "design/discovery_cut.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace parcours::design {
namespace {

// Parts as sets of places, in the order of their first place.
using Parts = std::vector<PlaceSet>;

// The parts that a relation joins.
Parts joined(std::size_t places, const std::function<bool(std::size_t, std::size_t)>& related) {
  std::vector<std::size_t> part(places);
  std::iota(part.begin(), part.end(), std::size_t{0});
  for (std::size_t a = 0; a < places; ++a) {
    for (std::size_t b = a + 1; b < places; ++b) {
      if (part[a] == part[b] || !related(a, b)) continue;
      const std::size_t kept = std::min(part[a], part[b]);
      const std::size_t gone = std::max(part[a], part[b]);
      std::ranges::replace(part, gone, kept);
    }
  }
  Parts out;
  for (std::size_t root = 0; root < places; ++root) {
    if (part[root] != root) continue;
    PlaceSet set;
    for (std::size_t a = root; a < places; ++a) set[a] = part[a] == root;
    out.push_back(set);
  }
  return out;
}

PlaceSet those_with(const std::vector<std::uint64_t>& counts) {
  PlaceSet set;
  for (std::size_t place = 0; place < counts.size(); ++place) set[place] = counts[place] != 0;
  return set;
}

std::optional<Parts> choice_parts(const FollowsGraph& graph) {
  Parts parts = joined(graph.size(), [&](std::size_t a, std::size_t b) {
    return graph.edge(a, b) || graph.edge(b, a);
  });
  if (parts.size() < 2) return std::nullopt;
  return parts;
}

// The part of each place.
std::vector<std::size_t> part_of(const Parts& parts, std::size_t places) {
  std::vector<std::size_t> of(places);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (std::size_t a = 0; a < places; ++a) {
      if (parts[p][a]) of[a] = p;
    }
  }
  return of;
}

// Joins the neighbours of a part that may be left out which lead nowhere but to it, or come from
// nowhere but it. First and last reach: of each part, the first part that leads into it, and the
// last that it leads to; what is before all is 0, parts are counted from 1.
void join_left_out_together(const FollowsGraph& graph, Parts& parts) {
  const std::size_t n = parts.size();
  const std::vector<std::size_t> of = part_of(parts, graph.size());
  std::vector<std::size_t> earliest(n, n + 1);
  std::vector<std::size_t> latest(n, 0);
  // How many ways pass over each part, as differences.
  std::vector<std::int64_t> over(n + 3, 0);
  const auto way = [&](std::size_t from, std::size_t to) {  // 0: before all; n + 1: after all
    if (to > 0 && to <= n) earliest[to - 1] = std::min(earliest[to - 1], from);
    if (from > 0 && from <= n) latest[from - 1] = std::max(latest[from - 1], to);
    if (from + 1 < to) {
      ++over[from + 1];
      --over[to];
    }
  };
  for (std::size_t a = 0; a < graph.size(); ++a) {
    if (graph.begins[a] != 0) way(0, of[a] + 1);
    if (graph.ends[a] != 0) way(of[a] + 1, n + 1);
    for (std::size_t b = 0; b < graph.size(); ++b) {
      if (graph.edge(a, b)) way(of[a] + 1, of[b] + 1);
    }
  }
  std::partial_sum(over.begin(), over.end(), over.begin());
  for (std::size_t p = 0; p < n; ++p) {
    if (over[p + 1] == 0) continue;
    for (std::size_t q = p; q-- > 0 && latest[q] <= p + 1;) {
      parts[p] |= parts[q];
      parts[q].reset();
    }
    for (std::size_t q = p + 1; q < n && earliest[q] >= p + 1; ++q) {
      parts[p] |= parts[q];
      parts[q].reset();
    }
  }
  std::erase_if(parts, [](const PlaceSet& part) { return part.none(); });
}

std::optional<Parts> sequence_parts(const FollowsGraph& graph) {
  std::vector<PlaceSet> reached = reached_from(graph);
  Parts parts = joined(
      graph.size(), [&](std::size_t a, std::size_t b) { return reached[a][b] == reached[b][a]; });
  if (parts.size() < 2) return std::nullopt;
  // Between two parts ways lead one way only: their order is total.
  const std::vector<std::size_t> of = part_of(parts, graph.size());
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::size_t> first(parts.size());
  for (std::size_t a = graph.size(); a-- > 0;) first[of[a]] = a;
  std::ranges::sort(
      order, [&](std::size_t p, std::size_t q) { return p != q && reached[first[p]][first[q]]; });
  Parts sorted;
  for (const std::size_t p : order) sorted.push_back(parts[p]);
  join_left_out_together(graph, sorted);
  if (sorted.size() < 2) return std::nullopt;
  return sorted;
}

std::size_t first_place(const PlaceSet& part) {
  std::size_t place = 0;
  while (!part[place]) ++place;
  return place;
}

std::optional<Parts> parallel_parts(const FollowsGraph& graph) {
  Parts parts = joined(graph.size(), [&](std::size_t a, std::size_t b) {
    return !graph.edge(a, b) || !graph.edge(b, a);
  });
  const PlaceSet begins = those_with(graph.begins);
  const PlaceSet ends = those_with(graph.ends);
  const auto whole = [&](const PlaceSet& part) {
    return (part & begins).any() && (part & ends).any();
  };
  // What has no beginning or no end of its own joins the smallest other part.
  for (std::size_t p = 0; p < parts.size() && parts.size() > 1;) {
    if (whole(parts[p])) {
      ++p;
      continue;
    }
    const PlaceSet lone = parts[p];
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(p));
    *std::ranges::min_element(parts, {}, [](const PlaceSet& part) { return part.count(); }) |= lone;
    p = 0;
  }
  if (parts.size() < 2) return std::nullopt;
  std::ranges::sort(parts, {}, first_place);
  return parts;
}

// Whether a part may lead back: entered from ends only, from all or none; left to beginnings only,
// to all or none.
bool leads_back(const FollowsGraph& graph, const PlaceSet& part, const PlaceSet& begins,
                const PlaceSet& ends) {
  for (std::size_t a = 0; a < graph.size(); ++a) {
    if (!part[a]) continue;
    PlaceSet before;
    PlaceSet after;
    for (std::size_t b = 0; b < graph.size(); ++b) {
      before[b] = !part[b] && graph.edge(b, a);
      after[b] = !part[b] && graph.edge(a, b);
    }
    if (before.any() && before != ends) return false;
    if (after.any() && after != begins) return false;
  }
  return true;
}

std::optional<Parts> loop_parts(const FollowsGraph& graph) {
  const PlaceSet begins = those_with(graph.begins);
  const PlaceSet ends = those_with(graph.ends);
  PlaceSet done = begins | ends;
  Parts back = joined(graph.size(), [&](std::size_t a, std::size_t b) {
    return !done[a] && !done[b] && (graph.edge(a, b) || graph.edge(b, a));
  });
  PlaceSet leading;
  for (const PlaceSet& part : back) {
    if ((part & done).any()) continue;
    if (leads_back(graph, part, begins, ends)) leading |= part;
  }
  if (leading.none()) return std::nullopt;
  PlaceSet rest;
  for (std::size_t a = 0; a < graph.size(); ++a) rest[a] = !leading[a];
  return Parts{rest, leading};
}

Cut cut_of(PartKind kind, const Parts& parts, const FollowsGraph& graph) {
  Cut cut{.kind = kind, .parts = {}};
  for (const PlaceSet& part : parts) {
    cut.parts.emplace_back();
    for (std::size_t a = 0; a < graph.size(); ++a) {
      if (part[a]) cut.parts.back().push_back(graph.activity[a]);
    }
  }
  return cut;
}

}  // namespace

std::optional<Cut> find_cut(const FollowsGraph& graph) {
  if (graph.size() < 2) return std::nullopt;
  if (const auto parts = choice_parts(graph)) return cut_of(PartKind::Choice, *parts, graph);
  if (const auto parts = sequence_parts(graph)) return cut_of(PartKind::Sequence, *parts, graph);
  if (const auto parts = parallel_parts(graph)) return cut_of(PartKind::Parallel, *parts, graph);
  if (const auto parts = loop_parts(graph)) return cut_of(PartKind::Loop, *parts, graph);
  return std::nullopt;
}

}  // namespace parcours::design
