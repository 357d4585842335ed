#include "analysis/variants.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <span>
#include <string_view>

#include "analysis/part_places.h"
#include "analysis/percentile.h"
#include "base/error.h"
#include "base/large_array.h"
#include "base/text.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;
using Sequence = std::vector<model::TouchpointId>;

struct Group {
  Hash128 hash;
  std::uint64_t journeys = 0;
  std::uint64_t running = 0;
  std::uint32_t first_journey = 0;
};

// Equal hashes fall into one part, and parts are grouped side by side.
constexpr unsigned kPartBits = 8;
constexpr std::size_t kParts = std::size_t{1} << kPartBits;

// Every journey's hash, and the groups of equal ones.
struct Grouping {
  LargeArray<Hash128> hash;  // [journeys]; of empty journeys nothing, and they are in no group
  std::vector<std::vector<Group>> parts = std::vector<std::vector<Group>>(kParts);

  [[nodiscard]] std::size_t groups() const {
    std::size_t sum = 0;
    for (const std::vector<Group>& part : parts) sum += part.size();
    return sum;
  }
};

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

struct Keyed {
  Hash128 hash;
  std::uint32_t journey;
  std::uint32_t running;
};

// Groups equal hashes by a table that stays in cache. Journeys rise, so the first one is the least.
std::vector<Group> group(std::span<const Keyed> keyed) {
  constexpr std::uint32_t kFree = 0;
  std::vector<std::uint32_t> table(std::bit_ceil(keyed.size() * 2 + 1), kFree);  // group + 1
  std::vector<Group> groups;
  for (const Keyed& one : keyed) {
    std::size_t slot = one.hash.low & (table.size() - 1);
    while (table[slot] != kFree && groups[table[slot] - 1].hash != one.hash) {
      slot = (slot + 1) & (table.size() - 1);
    }
    if (table[slot] == kFree) {
      groups.push_back({.hash = one.hash, .first_journey = one.journey});
      table[slot] = static_cast<std::uint32_t>(groups.size());
    }
    Group& at = groups[table[slot] - 1];
    ++at.journeys;
    at.running += one.running;
  }
  return groups;
}

// Journeys of several views are numbered on from one to the next; a piece holds some of one view.
struct Piece {
  const JourneyView* view;
  std::size_t first;  // number of the view's first journey
  Block block;
};
std::vector<Piece> pieces_of(std::span<const JourneyView* const> views, std::uint64_t events) {
  std::vector<Piece> pieces;
  for (std::size_t first = 0; const JourneyView* view : views) {
    for (const Block& block : blocks_of(*view, events)) pieces.push_back({view, first, block});
    first += view->journeys();
  }
  return pieces;
}

// Calls work(p, view, j, number) for each journey j that has events, piece by piece side by side.
template <typename Work>
void for_journeys(const std::vector<Piece>& pieces, const Execution& run, const Work& work) {
  tbb::parallel_for(std::size_t{0}, pieces.size(), [&](std::size_t p) {
    if (run.stop.stop_requested()) return;
    const Piece& piece = pieces[p];
    for (std::size_t j = piece.block.begin; j < piece.block.end; ++j) {
      if (piece.view->length_of(j) != 0) work(p, *piece.view, j, piece.first + j);
    }
  });
  run.check_cancelled();
}

// Cuts the journeys by the top bits of their hash.
Grouping group_all(std::span<const JourneyView* const> views, VariantMode mode,
                   const Execution& run) {
  std::size_t journeys = 0;
  for (const JourneyView* view : views) journeys += view->journeys();
  Grouping out{.hash = LargeArray<Hash128>(journeys)};
  const std::span<Hash128> hash = out.hash.span();
  const auto part_of = [&](std::size_t n) { return hash[n].high >> (64U - kPartBits); };
  const std::vector<Piece> pieces = pieces_of(views, run.block_events);
  PartPlaces<kParts> places(pieces.size());
  std::vector<Sequence> scratch(pieces.size());
  for_journeys(pieces, run,
               [&](std::size_t p, const JourneyView& view, std::size_t j, std::size_t number) {
                 hash[number] = hash_of(key_of(events_of(view, j), mode, scratch[p]));
                 ++places.of(p)[part_of(number)];
               });
  places.settle();
  LargeArray<Keyed> keyed(places.begin_of(kParts));
  for_journeys(pieces, run,
               [&](std::size_t p, const JourneyView& view, std::size_t j, std::size_t number) {
                 keyed.span()[places.of(p)[part_of(number)]++] = {
                     hash[number], static_cast<std::uint32_t>(number), view.running[j]};
               });
  tbb::parallel_for(std::size_t{0}, kParts, [&](std::size_t p) {
    if (run.stop.stop_requested()) return;
    out.parts[p] = group(keyed.span().subspan(places.begin_of(p), places.size_of(p)));
  });
  run.check_cancelled();
  return out;
}

Grouping group_all(const JourneyView& view, VariantMode mode, const Execution& run) {
  const std::array<const JourneyView*, 1> views = {&view};
  return group_all(views, mode, run);
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
  Group group;
  Sequence touchpoints;
};

// Cuts off all but the `most` largest, in no order.
void keep_largest(std::vector<std::uint64_t>& counts, std::size_t most) {
  if (counts.size() <= most) return;
  std::nth_element(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(most), counts.end(),
                   std::greater<>());
  counts.resize(most);
}

// The journeys of the smallest group among the `shown` largest; at least one is shown.
std::uint64_t least_shown(const Grouping& grouping, std::size_t shown) {
  std::vector<std::vector<std::uint64_t>> counts(kParts);
  tbb::parallel_for(std::size_t{0}, kParts, [&](std::size_t p) {
    counts[p].reserve(grouping.parts[p].size());
    for (const Group& group : grouping.parts[p]) counts[p].push_back(group.journeys);
    keep_largest(counts[p], shown);
  });
  std::vector<std::uint64_t> all;
  for (const auto& part : counts) all.insert(all.end(), part.begin(), part.end());
  keep_largest(all, shown);
  return *std::ranges::min_element(all);
}

// The `limit` first groups by (journeys falling, names rising).
std::vector<Ranked> first_ranked(const Grouping& grouping, const journey::Snapshot& snapshot,
                                 const VariantSpec& spec) {
  const JourneyView view = snapshot.view();
  const std::vector<std::uint32_t> rank = ranks_by_name(snapshot.touchpoint_names);
  const auto by_name = [&](model::TouchpointId a, model::TouchpointId b) {
    return rank[model::index_of(a)] < rank[model::index_of(b)];
  };
  const std::size_t shown = std::min(spec.limit, grouping.groups());
  if (shown == 0) return {};
  // Only groups at least as large as the last one shown can be shown; ties are settled by name.
  const std::uint64_t least = least_shown(grouping, shown);

  std::vector<std::vector<Ranked>> of_part(kParts);
  tbb::parallel_for(std::size_t{0}, kParts, [&](std::size_t p) {
    Sequence scratch;
    for (const Group& group : grouping.parts[p]) {
      if (group.journeys < least) continue;
      const auto key = key_of(events_of(view, group.first_journey), spec.mode, scratch);
      Ranked one{.group = group, .touchpoints = Sequence(key.begin(), key.end())};
      if (spec.mode == VariantMode::Set) {
        std::sort(one.touchpoints.begin(), one.touchpoints.end(), by_name);
      }
      of_part[p].push_back(std::move(one));
    }
  });
  std::vector<Ranked> ranked;
  for (auto& part : of_part) std::ranges::move(part, std::back_inserter(ranked));
  std::sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
    if (a.group.journeys != b.group.journeys) return a.group.journeys > b.group.journeys;
    return std::lexicographical_compare(a.touchpoints.begin(), a.touchpoints.end(),
                                        b.touchpoints.begin(), b.touchpoints.end(), by_name);
  });
  ranked.resize(std::min(ranked.size(), shown));
  return ranked;
}

// The places of some hashes, found quickly where most are not among them.
class WantedHashes {
 public:
  void add(const Hash128& hash) {
    place_.emplace(hash, static_cast<std::uint32_t>(place_.size()));
    may_be_[bits_of(hash)] = 1;
  }
  // kNoVariant: not among them.
  [[nodiscard]] std::uint32_t place_of(const Hash128& hash) const {
    if (may_be_[bits_of(hash)] == 0) return kNoVariant;
    const auto found = place_.find(hash);
    return found == place_.end() ? kNoVariant : found->second;
  }

 private:
  [[nodiscard]] std::size_t bits_of(const Hash128& hash) const {
    return hash.low & (may_be_.size() - 1);
  }

  std::map<Hash128, std::uint32_t> place_;
  std::vector<std::uint8_t> may_be_ = std::vector<std::uint8_t>(1U << 14U, 0);  // by lowest bits
};

std::vector<double> median_durations(const JourneyView& view, const std::vector<Ranked>& ranked,
                                     std::span<const Hash128> hash, const Execution& run) {
  WantedHashes wanted;
  for (const Ranked& one : ranked) wanted.add(one.group.hash);
  // A list a piece and variant, and not too many of them.
  constexpr std::uint64_t kMostLists = 1U << 20U;
  const std::uint64_t most_pieces = std::max<std::uint64_t>(kMostLists / (ranked.size() + 1), 1);
  const std::array<const JourneyView*, 1> views = {&view};
  const std::vector<Piece> pieces =
      pieces_of(views, std::max(run.block_events, view.events() / most_pieces));
  using Durations = std::vector<std::vector<std::int64_t>>;  // [ranked]
  std::vector<Durations> of_piece(pieces.size(), Durations(ranked.size()));
  for_journeys(
      pieces, run,
      [&](std::size_t p, const JourneyView& /*view*/, std::size_t j, std::size_t number) {
        const std::uint32_t place = wanted.place_of(hash[number]);
        if (place == kNoVariant || view.running[j] != 0) return;
        of_piece[p][place].push_back(view.at_us[view.end_of(j) - 1] - view.at_us[view.begin_of(j)]);
      });
  std::vector<double> medians(ranked.size());
  tbb::parallel_for(std::size_t{0}, ranked.size(), [&](std::size_t i) {
    std::vector<std::span<const std::int64_t>> values;
    for (const Durations& durations : of_piece) values.emplace_back(durations[i]);
    std::array<PercentileRequest, 1> median = {{{0.5, 0}}};
    exact_percentiles(values, median);
    medians[i] = median[0].value;
  });
  return medians;
}

}  // namespace

VariantResult measure_variants(const journey::Snapshot& snapshot, const VariantSpec& spec,
                               const Execution& run) {
  const JourneyView view = snapshot.view();
  const Grouping grouping = group_all(view, spec.mode, run);
  VariantResult result;
  result.variants = grouping.groups();
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const bool empty = view.length_of(j) == 0;
    result.journeys += empty ? 0U : 1U;
    result.running += empty ? 0U : view.running[j];
  }
  std::vector<Ranked> ranked = first_ranked(grouping, snapshot, spec);
  const std::vector<double> medians = median_durations(view, ranked, grouping.hash.span(), run);
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
  return group_all(view, VariantMode::Full, run).groups();
}

void VariantCounter::add(const JourneyView& window, const Execution& run) {
  for (const std::vector<Group>& part : group_all(window, VariantMode::Full, run).parts) {
    for (const Group& group : part) insert(group.hash);
  }
}

void VariantCounter::insert(const Hash128& hash) {
  if (slots_.size() * 2 < (count_ + 1) * 3) {
    constexpr std::size_t kLeastSlots = 1'024;
    std::vector<Hash128> old(std::max(kLeastSlots, slots_.size() * 2));
    old.swap(slots_);
    count_ = 0;
    for (const Hash128& kept : old) {
      if (kept != Hash128{}) insert(kept);
    }
  }
  // No sequence is expected to hash to zero; if one did, it would be counted as this one.
  const Hash128 wanted = hash == Hash128{} ? Hash128{.high = 0, .low = 1} : hash;
  std::size_t slot = wanted.low & (slots_.size() - 1);
  while (slots_[slot] != Hash128{} && slots_[slot] != wanted) {
    slot = (slot + 1) & (slots_.size() - 1);
  }
  count_ += slots_[slot] == wanted ? 0U : 1U;
  slots_[slot] = wanted;
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

SharedVariants shared_variants(const std::array<const JourneyView*, 2>& views, VariantMode mode,
                               std::size_t most, const Execution& run) {
  const Grouping grouping = group_all(views, mode, run);
  std::vector<Group> groups;
  for (const std::vector<Group>& part : grouping.parts) {
    groups.insert(groups.end(), part.begin(), part.end());
  }
  SharedVariants out{.touchpoints = {}, .taken = {}, .variants = groups.size()};
  const std::size_t of_first = views[0]->journeys();
  Sequence one_scratch;
  Sequence other_scratch;
  const auto key = [&](const Group& group, Sequence& scratch) {
    const std::size_t side = group.first_journey < of_first ? 0 : 1;
    return key_of(events_of(*views[side], group.first_journey - (side == 0 ? 0 : of_first)), mode,
                  scratch);
  };
  const auto before = [&](const Group& a, const Group& b) {
    if (a.journeys != b.journeys) return a.journeys > b.journeys;
    return std::ranges::lexicographical_compare(key(a, one_scratch), key(b, other_scratch));
  };
  const auto shown = static_cast<std::ptrdiff_t>(std::min(most, groups.size()));
  std::partial_sort(groups.begin(), groups.begin() + shown, groups.end(), before);
  groups.resize(static_cast<std::size_t>(shown));
  WantedHashes wanted;
  for (const Group& group : groups) {
    const auto touchpoints = key(group, one_scratch);
    out.touchpoints.emplace_back(touchpoints.begin(), touchpoints.end());
    wanted.add(group.hash);
  }
  for (std::size_t s = 0; s < views.size(); ++s) {
    const JourneyView& view = *views[s];
    const Hash128* const hash = grouping.hash.span().data() + (s == 0 ? 0 : of_first);
    out.taken[s].assign(view.journeys(), kNoVariant);
    const std::vector<Block> blocks = blocks_of(view, run.block_events);
    tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
      for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
        if (view.length_of(j) != 0) out.taken[s][j] = wanted.place_of(hash[j]);
      }
    });
  }
  return out;
}

}  // namespace parcours::analysis
