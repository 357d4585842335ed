#include "analysis/variants.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include "analysis/percentile.h"
#include "base/error.h"
#include "base/text.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;
using Sequence = std::vector<model::TouchpointId>;

struct HashOfHash {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};

struct Group {
  std::uint64_t journeys = 0;
  std::uint64_t running = 0;
  std::uint32_t first_journey = 0;
};

using Groups = std::unordered_map<Hash128, Group, HashOfHash>;

std::span<const model::TouchpointId> events_of(const JourneyView& view, std::size_t journey) {
  return view.touchpoint.subspan(view.begin_of(journey), view.length_of(journey));
}

// The sequence that stands for a journey under a mode; `scratch` holds it where it is not the
// journey itself.
std::span<const model::TouchpointId> key_of(std::span<const model::TouchpointId> events,
                                            VariantMode mode, Sequence& scratch) {
  if (mode == VariantMode::Full) return events;
  scratch.assign(events.begin(), events.end());
  if (mode == VariantMode::Set) std::sort(scratch.begin(), scratch.end());
  scratch.erase(std::unique(scratch.begin(), scratch.end()), scratch.end());
  return scratch;
}

Hash128 hash_of(std::span<const model::TouchpointId> key) {
  const auto bytes = std::as_bytes(key);
  return hash128(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Groups group(const JourneyView& view, const Block& block, VariantMode mode) {
  Groups groups;
  Sequence scratch;
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const auto events = events_of(view, j);
    if (events.empty()) continue;
    const auto [at, is_new] = groups.try_emplace(hash_of(key_of(events, mode, scratch)));
    if (is_new) at->second.first_journey = static_cast<std::uint32_t>(j);
    ++at->second.journeys;
    at->second.running += view.running[j];
  }
  return groups;
}

Groups group_all(const JourneyView& view, VariantMode mode, const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<Groups> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = group(view, blocks[b], mode);
  });
  run.check_cancelled();
  if (parts.empty()) return {};
  Groups all = std::move(parts.front());
  for (std::size_t b = 1; b < parts.size(); ++b) {
    for (const auto& [hash, part] : parts[b]) {
      const auto [at, is_new] = all.try_emplace(hash, part);
      if (is_new) continue;
      at->second.journeys += part.journeys;
      at->second.running += part.running;
      at->second.first_journey = std::min(at->second.first_journey, part.first_journey);
    }
  }
  return all;
}

// Names in alphabetical order as ranks, so that sequences compare by name without text.
std::vector<std::uint32_t> ranks_by_name(const std::vector<std::string>& names) {
  std::vector<std::uint32_t> order(names.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return names[a] < names[b]; });
  std::vector<std::uint32_t> rank(names.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  return rank;
}

struct Ranked {
  Hash128 hash;
  Group group;
  Sequence touchpoints;
};

// The `limit` first groups by (journeys falling, names rising).
std::vector<Ranked> first_ranked(const Groups& groups, const journey::Snapshot& snapshot,
                                 const VariantSpec& spec) {
  const JourneyView view = snapshot.view();
  const std::vector<std::uint32_t> rank = ranks_by_name(snapshot.touchpoint_names);
  const auto by_name = [&](model::TouchpointId a, model::TouchpointId b) {
    return rank[model::index_of(a)] < rank[model::index_of(b)];
  };
  std::vector<std::uint64_t> counts;
  for (const auto& [hash, group] : groups) counts.push_back(group.journeys);
  const std::size_t shown = std::min(spec.limit, counts.size());
  if (shown == 0) return {};
  // Only groups at least as large as the last one shown can be shown; ties are settled by name.
  std::nth_element(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(shown - 1),
                   counts.end(), std::greater<>());
  const std::uint64_t least = counts[shown - 1];

  std::vector<Ranked> ranked;
  Sequence scratch;
  for (const auto& [hash, group] : groups) {
    if (group.journeys < least) continue;
    const auto key = key_of(events_of(view, group.first_journey), spec.mode, scratch);
    Ranked one{.hash = hash, .group = group, .touchpoints = Sequence(key.begin(), key.end())};
    if (spec.mode == VariantMode::Set) {
      std::sort(one.touchpoints.begin(), one.touchpoints.end(), by_name);
    }
    ranked.push_back(std::move(one));
  }
  std::sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
    if (a.group.journeys != b.group.journeys) return a.group.journeys > b.group.journeys;
    return std::lexicographical_compare(a.touchpoints.begin(), a.touchpoints.end(),
                                        b.touchpoints.begin(), b.touchpoints.end(), by_name);
  });
  ranked.resize(std::min(ranked.size(), shown));
  return ranked;
}

std::vector<double> median_durations(const JourneyView& view, const std::vector<Ranked>& ranked,
                                     VariantMode mode) {
  std::unordered_map<Hash128, std::size_t, HashOfHash> wanted;
  for (std::size_t i = 0; i < ranked.size(); ++i) wanted.emplace(ranked[i].hash, i);
  std::vector<std::vector<std::int64_t>> durations(ranked.size());
  Sequence scratch;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const auto events = events_of(view, j);
    if (events.empty() || view.running[j] != 0) continue;
    const auto found = wanted.find(hash_of(key_of(events, mode, scratch)));
    if (found == wanted.end()) continue;
    durations[found->second].push_back(view.at_us[view.end_of(j) - 1] -
                                       view.at_us[view.begin_of(j)]);
  }
  std::vector<double> medians;
  for (auto& values : durations) {
    std::array<PercentileRequest, 1> median = {{{0.5, 0}}};
    exact_percentiles(values, median);
    medians.push_back(median[0].value);
  }
  return medians;
}

}  // namespace

VariantResult measure_variants(const journey::Snapshot& snapshot, const VariantSpec& spec,
                               const Execution& run) {
  const JourneyView view = snapshot.view();
  const Groups groups = group_all(view, spec.mode, run);
  VariantResult result;
  result.variants = groups.size();
  for (const auto& [hash, group] : groups) {
    result.journeys += group.journeys;
    result.running += group.running;
  }
  std::vector<Ranked> ranked = first_ranked(groups, snapshot, spec);
  const std::vector<double> medians = median_durations(view, ranked, spec.mode);
  std::uint64_t described = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    described += ranked[i].group.journeys;
    result.described.push_back({.touchpoints = std::move(ranked[i].touchpoints),
                                .journeys = ranked[i].group.journeys,
                                .running = ranked[i].group.running,
                                .median_duration_us = medians[i]});
  }
  result.other_variants = result.variants - result.described.size();
  result.other_journeys = result.journeys - described;
  return result;
}

std::uint64_t count_variants(const JourneyView& view, const Execution& run) {
  return group_all(view, VariantMode::Full, run).size();
}

journey::JourneySet journeys_of_variant(const JourneyView& view, VariantMode mode,
                                        const std::vector<model::TouchpointId>& touchpoints) {
  Sequence wanted_scratch;
  const auto wanted = key_of(touchpoints, mode, wanted_scratch);
  journey::JourneySet found;
  Sequence scratch;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const auto events = events_of(view, j);
    if (events.empty()) continue;
    const auto key = key_of(events, mode, scratch);
    if (std::equal(key.begin(), key.end(), wanted.begin(), wanted.end())) {
      found.push_back(static_cast<std::uint32_t>(j));
    }
  }
  return found;
}

}  // namespace parcours::analysis
