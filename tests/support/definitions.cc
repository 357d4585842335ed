#include "support/definitions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace parcours::testing {
namespace {

using analysis::PathAnchor;
using analysis::PathDirection;
using analysis::PathOccurrence;
using analysis::PathRepeats;
using model::TouchpointId;
using Codes = std::vector<std::uint16_t>;

Codes codes_of(const Journey& journey) {
  Codes codes;
  for (const Event& event : journey.events) codes.push_back(event.touchpoint);
  return codes;
}

// Sorted, then between the two ranks around p * (n - 1).
struct Edge {
  std::vector<std::int64_t> gaps;
  std::set<std::size_t> journeys;
  std::set<std::uint32_t> customers;
};

std::map<std::pair<std::uint16_t, std::uint16_t>, Edge> edges_of(const World& world) {
  std::map<std::pair<std::uint16_t, std::uint16_t>, Edge> edges;
  for (std::size_t j = 0; j < world.journeys.size(); ++j) {
    const Journey& journey = world.journeys[j];
    for (std::size_t e = 1; e < journey.events.size(); ++e) {
      const Event& a = journey.events[e - 1];
      const Event& b = journey.events[e];
      Edge& edge = edges[{a.touchpoint, b.touchpoint}];
      edge.gaps.push_back(b.at_us - a.at_us);
      edge.journeys.insert(j);
      edge.customers.insert(journey.customer);
    }
  }
  return edges;
}

std::vector<analysis::TouchpointCount> touchpoint_counts(const World& world) {
  std::vector<analysis::TouchpointCount> counts(world.touchpoints.size());
  for (const Journey& journey : world.journeys) {
    const Codes codes = codes_of(journey);
    for (const std::uint16_t code : codes) ++counts[code].events;
    for (const std::uint16_t code : std::set<std::uint16_t>(codes.begin(), codes.end())) {
      ++counts[code].journeys;
    }
    if (codes.empty()) continue;
    ++counts[codes.front()].starts;
    ++counts[codes.back()].ends;
    if (journey.running) ++counts[codes.back()].running;
  }
  return counts;
}

Codes without_repeats(const Codes& codes) {
  Codes out;
  for (const std::uint16_t code : codes) {
    if (out.empty() || out.back() != code) out.push_back(code);
  }
  return out;
}

// What stands for a journey: two journeys are of one variant if this is equal.
Codes variant_of(const Journey& journey, analysis::VariantMode mode) {
  Codes codes = codes_of(journey);
  if (mode == analysis::VariantMode::Full) return codes;
  if (mode == analysis::VariantMode::Collapsed) return without_repeats(codes);
  const std::set<std::uint16_t> distinct(codes.begin(), codes.end());
  return {distinct.begin(), distinct.end()};
}

std::vector<TouchpointId> ids_of(const Codes& codes) {
  std::vector<TouchpointId> ids;
  for (const std::uint16_t code : codes) ids.push_back(TouchpointId{code});
  return ids;
}

// What a journey does from the anchor on, in the direction; nothing if it never meets the anchor.
std::optional<Codes> way_of(const Journey& journey, const analysis::PathSpec& spec) {
  const Codes codes = codes_of(journey);
  if (codes.empty()) return std::nullopt;
  const bool forward = spec.direction == PathDirection::Forward;
  if (spec.anchor != PathAnchor::Touchpoint) {
    // Nothing lies before the start or after the end.
    if (forward != (spec.anchor == PathAnchor::Start)) return Codes{};
    Codes way = codes;
    if (!forward) std::reverse(way.begin(), way.end());
    return spec.repeats == PathRepeats::Collapse ? without_repeats(way) : way;
  }
  std::vector<std::size_t> places;
  for (std::size_t e = 0; e < codes.size(); ++e) {
    if (TouchpointId{codes[e]} == spec.touchpoint) places.push_back(e);
  }
  if (places.empty()) return std::nullopt;
  const auto place = static_cast<std::ptrdiff_t>(
      spec.occurrence == PathOccurrence::First ? places.front() : places.back());
  Codes way = forward ? Codes(codes.begin() + place, codes.end())
                      : Codes(codes.begin(), codes.begin() + place + 1);
  if (!forward) std::reverse(way.begin(), way.end());
  if (spec.repeats == PathRepeats::Collapse) way = without_repeats(way);
  way.erase(way.begin());  // the anchor itself is the root
  return way;
}

struct Walk {
  Codes way;
  bool running;
};

// The node that all `walks` have come to after `depth` steps.
analysis::PathNode node_of(TouchpointId touchpoint, const std::vector<Walk>& walks,
                           std::size_t depth, const analysis::PathSpec& spec) {
  analysis::PathNode node{.touchpoint = touchpoint, .journeys = walks.size(), .children = {}};
  std::map<std::uint16_t, std::vector<Walk>> next;
  for (const Walk& walk : walks) {
    if (walk.way.size() == depth) {
      const bool open = walk.running && spec.direction == PathDirection::Forward;
      ++(open ? node.in_progress : node.ended);
    } else if (depth == spec.steps) {
      ++node.beyond;
    } else {
      next[walk.way[depth]].push_back(walk);
    }
  }
  for (const auto& [code, some] : next) {
    node.children.push_back(node_of(TouchpointId{code}, some, depth + 1, spec));
  }
  std::stable_sort(node.children.begin(), node.children.end(),
                   [](const auto& a, const auto& b) { return a.journeys > b.journeys; });
  return node;
}

World with_ties_by_name(World world) {
  for (Journey& journey : world.journeys) {
    std::stable_sort(journey.events.begin(), journey.events.end(),
                     [&](const Event& a, const Event& b) {
                       return std::tie(a.at_us, world.touchpoints[a.touchpoint]) <
                              std::tie(b.at_us, world.touchpoints[b.touchpoint]);
                     });
  }
  return world;
}

std::uint64_t variants_in(const World& world) {
  std::set<Codes> variants;
  for (const Journey& journey : world.journeys) {
    if (!journey.events.empty()) variants.insert(codes_of(journey));
  }
  return variants.size();
}

}  // namespace

double define_percentile(std::vector<std::int64_t> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double position = p * static_cast<double>(values.size() - 1);
  const auto rank = static_cast<std::size_t>(position);
  const std::size_t next = std::min(rank + 1, values.size() - 1);
  const auto step = static_cast<double>(values[next] - values[rank]);
  return static_cast<double>(values[rank]) + (position - static_cast<double>(rank)) * step;
}

analysis::Summary define_summary(const World& world) {
  analysis::Summary summary;
  std::set<std::uint32_t> customers;
  std::set<std::uint16_t> touchpoints;
  std::set<std::uint8_t> channels;
  std::vector<std::int64_t> times;
  for (const Journey& journey : world.journeys) {
    customers.insert(journey.customer);
    if (journey.running) ++summary.running;
    std::map<std::int64_t, std::uint64_t> events_at;
    for (const Event& event : journey.events) {
      touchpoints.insert(event.touchpoint);
      channels.insert(event.channel);
      times.push_back(event.at_us);
      ++events_at[event.at_us];
    }
    bool tied = false;
    for (const auto& [at_us, events] : events_at) {
      if (events < 2) continue;
      tied = true;
      summary.tied_events += events;
      summary.tied_pairs += events - 1;
    }
    if (tied) ++summary.tied_journeys;
  }
  summary.events = times.size();
  summary.journeys = world.journeys.size();
  summary.customers = customers.size();
  summary.touchpoints = touchpoints.size();
  summary.channels = channels.size();
  summary.variants = variants_in(world);
  if (!times.empty()) {
    summary.from_us = *std::min_element(times.begin(), times.end());
    summary.to_us = *std::max_element(times.begin(), times.end());
  }
  return summary;
}

analysis::TransitionGraph define_transitions(const World& world) {
  analysis::TransitionGraph graph;
  graph.touchpoints = touchpoint_counts(world);
  for (const auto& [pair, edge] : edges_of(world)) {
    analysis::Transition out{.from = TouchpointId{pair.first}, .to = TouchpointId{pair.second}};
    out.occurrences = edge.gaps.size();
    out.journeys = edge.journeys.size();
    out.customers = edge.customers.size();
    std::int64_t sum = 0;
    for (const std::int64_t gap : edge.gaps) sum += gap;
    out.mean_us = static_cast<double>(sum) / static_cast<double>(edge.gaps.size());
    out.min_us = *std::min_element(edge.gaps.begin(), edge.gaps.end());
    out.max_us = *std::max_element(edge.gaps.begin(), edge.gaps.end());
    out.p10_us = define_percentile(edge.gaps, 0.10);
    out.p25_us = define_percentile(edge.gaps, 0.25);
    out.median_us = define_percentile(edge.gaps, 0.50);
    out.p75_us = define_percentile(edge.gaps, 0.75);
    out.p90_us = define_percentile(edge.gaps, 0.90);
    graph.edges.push_back(out);
  }
  std::stable_sort(graph.edges.begin(), graph.edges.end(),
                   [](const auto& a, const auto& b) { return a.occurrences > b.occurrences; });
  return graph;
}

analysis::VariantResult define_variants(const World& world, const analysis::VariantSpec& spec) {
  std::map<Codes, std::vector<const Journey*>> groups;
  analysis::VariantResult result;
  for (const Journey& journey : world.journeys) {
    if (journey.events.empty()) continue;
    groups[variant_of(journey, spec.mode)].push_back(&journey);
    ++result.journeys;
    if (journey.running) ++result.running;
  }
  result.variants = groups.size();

  std::vector<std::pair<std::vector<std::string>, analysis::Variant>> ranked;
  for (const auto& [key, journeys] : groups) {
    Codes shown = key;
    const auto by_name = [&](std::uint16_t a, std::uint16_t b) {
      return world.touchpoints[a] < world.touchpoints[b];
    };
    if (spec.mode == analysis::VariantMode::Set) std::sort(shown.begin(), shown.end(), by_name);
    std::vector<std::string> names;
    for (const std::uint16_t code : shown) names.push_back(world.touchpoints[code]);
    analysis::Variant variant{.touchpoints = ids_of(shown), .journeys = journeys.size()};
    std::vector<std::int64_t> durations;
    for (const Journey* journey : journeys) {
      if (journey->running) {
        ++variant.running;
      } else {
        durations.push_back(journey->events.back().at_us - journey->events.front().at_us);
      }
    }
    variant.median_duration_us = define_percentile(durations, 0.5);
    ranked.emplace_back(std::move(names), std::move(variant));
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    if (a.second.journeys != b.second.journeys) return a.second.journeys > b.second.journeys;
    return a.first < b.first;
  });
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (i < spec.limit) {
      result.described.push_back(ranked[i].second);
    } else {
      ++result.other_variants;
      result.other_journeys += ranked[i].second.journeys;
    }
  }
  return result;
}

analysis::PathTree define_paths(const World& world, const analysis::PathSpec& spec) {
  analysis::PathTree tree{.journeys = world.journeys.size(), .root = {}};
  std::vector<Walk> walks;
  for (const Journey& journey : world.journeys) {
    const std::optional<Codes> way = way_of(journey, spec);
    if (way) {
      walks.push_back({*way, journey.running});
    } else {
      ++tree.without_anchor;
    }
  }
  const bool named = spec.anchor == PathAnchor::Touchpoint;
  tree.root = node_of(named ? spec.touchpoint : model::kNoTouchpoint, walks, 0, spec);
  return tree;
}

analysis::TieEffect define_tie_effect(const World& world) {
  const World by_name = with_ties_by_name(world);
  auto one = edges_of(world);
  auto other = edges_of(by_name);
  analysis::TieEffect effect{.edges = one.size(),
                             .edges_by_name = other.size(),
                             .variants = variants_in(world),
                             .variants_by_name = variants_in(by_name)};
  std::set<std::pair<std::uint16_t, std::uint16_t>> pairs;
  for (const auto& [pair, edge] : one) pairs.insert(pair);
  for (const auto& [pair, edge] : other) pairs.insert(pair);
  for (const auto& pair : pairs) {
    if (one[pair].gaps.size() != other[pair].gaps.size()) ++effect.edge_counts_changed;
  }
  return effect;
}

}  // namespace parcours::testing
