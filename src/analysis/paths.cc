#include "analysis/paths.h"

#include <fmt/core.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "analysis/path_flow.h"
#include "base/error.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

void check(const PathSpec& spec) {
  if (spec.steps == 0 || spec.steps > kMaxPathSteps) {
    throw Error(ErrorCode::BadQuery,
                said("a path tree has 1 to {} steps, not {}", kMaxPathSteps, spec.steps));
  }
}

// How a journey leaves the part of the tree that is asked for.
enum class Exit : std::uint8_t { Ended, InProgress, Beyond };

// The way of one journey down the tree.
struct Way {
  std::array<model::TouchpointId, kMaxPathSteps> touchpoint;
  std::size_t length = 0;
  Exit exit = Exit::Ended;
};

// The event just outside the way at the anchor: events are then read from it in the direction.
std::optional<std::int64_t> anchor_of(const JourneyView& view, const PathSpec& spec,
                                      std::size_t journey) {
  const auto begin = static_cast<std::int64_t>(view.begin_of(journey));
  const auto end = static_cast<std::int64_t>(view.end_of(journey));
  if (begin == end) return std::nullopt;
  if (spec.anchor == PathAnchor::Start) {
    return spec.direction == PathDirection::Forward ? begin - 1 : begin;
  }
  if (spec.anchor == PathAnchor::End) {
    return spec.direction == PathDirection::Backward ? end : end - 1;
  }
  std::optional<std::int64_t> found;
  for (std::int64_t e = begin; e < end; ++e) {
    if (view.touchpoint[static_cast<std::size_t>(e)] != spec.touchpoint) continue;
    found = e;
    if (spec.occurrence == PathOccurrence::First) break;
  }
  return found;
}

std::optional<Way> way_of(const JourneyView& view, const PathSpec& spec, std::size_t journey) {
  const std::optional<std::int64_t> anchor = anchor_of(view, spec, journey);
  if (!anchor) return std::nullopt;
  const auto begin = static_cast<std::int64_t>(view.begin_of(journey));
  const auto end = static_cast<std::int64_t>(view.end_of(journey));
  const std::int64_t step = spec.direction == PathDirection::Forward ? 1 : -1;
  std::optional<model::TouchpointId> last;
  if (*anchor >= begin && *anchor < end) last = view.touchpoint[static_cast<std::size_t>(*anchor)];

  Way way;
  for (std::int64_t e = *anchor + step; e >= begin && e < end; e += step) {
    const model::TouchpointId here = view.touchpoint[static_cast<std::size_t>(e)];
    if (spec.repeats == PathRepeats::Collapse && last == here) continue;
    if (way.length == spec.steps) {
      way.exit = Exit::Beyond;
      return way;
    }
    way.touchpoint[way.length++] = here;
    last = here;
  }
  const bool runs = spec.direction == PathDirection::Forward && view.running[journey] != 0;
  way.exit = runs ? Exit::InProgress : Exit::Ended;
  return way;
}

bool by_journeys(const PathNode& a, const PathNode& b) {
  return a.journeys != b.journeys ? a.journeys > b.journeys : a.touchpoint < b.touchpoint;
}

// The tree while it grows: nodes in one array, children found by (node, touchpoint).
class GrowingTree {
 public:
  GrowingTree() { nodes_.emplace_back(); }

  void add(const Way& way) {
    std::uint32_t at = 0;
    ++nodes_[0].journeys;
    for (std::size_t i = 0; i < way.length; ++i) {
      at = child(at, way.touchpoint[i]);
      ++nodes_[at].journeys;
    }
    ++nodes_[at].exits[static_cast<std::size_t>(way.exit)];
  }

  void add(const GrowingTree& other) {
    // Parents stand before their children, so one pass translates all numbers.
    std::vector<std::uint32_t> number(other.nodes_.size(), 0);
    for (std::size_t n = 0; n < other.nodes_.size(); ++n) {
      const Node& from = other.nodes_[n];
      if (n != 0) number[n] = child(number[from.parent], from.touchpoint);
      Node& to = nodes_[number[n]];
      to.journeys += from.journeys;
      for (std::size_t x = 0; x < from.exits.size(); ++x) to.exits[x] += from.exits[x];
    }
  }

  [[nodiscard]] PathNode finish() const {
    std::vector<std::vector<std::uint32_t>> children(nodes_.size());
    for (std::uint32_t n = 1; n < nodes_.size(); ++n) children[nodes_[n].parent].push_back(n);
    return finish(0, children);
  }

 private:
  struct Node {
    std::uint64_t journeys = 0;
    std::array<std::uint64_t, 3> exits{};
    std::uint32_t parent = 0;
    model::TouchpointId touchpoint = model::kNoTouchpoint;
  };

  std::uint32_t child(std::uint32_t parent, model::TouchpointId touchpoint) {
    const std::uint64_t key =
        (std::uint64_t{parent} << 16U) | static_cast<std::uint16_t>(touchpoint);
    const auto [at, is_new] = children_.try_emplace(key, static_cast<std::uint32_t>(nodes_.size()));
    if (is_new) {
      Node node;
      node.parent = parent;
      node.touchpoint = touchpoint;
      nodes_.push_back(node);
    }
    return at->second;
  }

  [[nodiscard]] PathNode finish(std::uint32_t n,
                                const std::vector<std::vector<std::uint32_t>>& children) const {
    PathNode out{.touchpoint = nodes_[n].touchpoint,
                 .journeys = nodes_[n].journeys,
                 .ended = nodes_[n].exits[static_cast<std::size_t>(Exit::Ended)],
                 .in_progress = nodes_[n].exits[static_cast<std::size_t>(Exit::InProgress)],
                 .beyond = nodes_[n].exits[static_cast<std::size_t>(Exit::Beyond)],
                 .children = {}};
    for (const std::uint32_t c : children[n]) out.children.push_back(finish(c, children));
    std::sort(out.children.begin(), out.children.end(), by_journeys);
    return out;
  }

  std::vector<Node> nodes_;
  std::unordered_map<std::uint64_t, std::uint32_t> children_;
};

// Ways as numbers: the code + 1 of each step from the top bits on, 0 where the way is over, the
// exit in the lowest two bits. Sorted, they are the tree.
struct CountedWay {
  std::uint64_t way = 0;
  std::uint64_t journeys = 0;
};

// Counts equal ways by a table that grows with them: most journeys take one of few.
class WayCounts {
 public:
  void add(std::uint64_t way) {
    if (count_ * 2 >= slots_.size()) grow();
    CountedWay& slot = slot_of(way);
    count_ += slot.journeys == 0 ? 1U : 0U;
    slot.way = way;
    ++slot.journeys;
  }
  // Each way once, in no order.
  [[nodiscard]] std::vector<CountedWay> ways() const {
    std::vector<CountedWay> ways;
    ways.reserve(count_);
    std::ranges::copy_if(slots_, std::back_inserter(ways),
                         [](const CountedWay& slot) { return slot.journeys != 0; });
    return ways;
  }

 private:
  CountedWay& slot_of(std::uint64_t way) {
    constexpr std::uint64_t kMix = 0x9E37'79B9'7F4A'7C15;  // 2^64 / golden ratio
    std::size_t at = (way * kMix) >> (64 - std::countr_zero(slots_.size()));
    while (slots_[at].journeys != 0 && slots_[at].way != way) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }
  void grow() {
    constexpr std::size_t kFirst = 1024;
    const std::vector<CountedWay> before =
        std::exchange(slots_, std::vector<CountedWay>(slots_.empty() ? kFirst : slots_.size() * 2));
    for (const CountedWay& counted : before) {
      if (counted.journeys != 0) slot_of(counted.way) = counted;
    }
  }

  std::vector<CountedWay> slots_;
  std::size_t count_ = 0;
};

class PackedWays {
 public:
  PackedWays(std::size_t touchpoints, std::size_t steps)
      : bits_(static_cast<unsigned>(std::bit_width(touchpoints))), steps_(steps) {}
  [[nodiscard]] bool fit() const { return bits_ * steps_ + 2 < 64; }

  [[nodiscard]] std::uint64_t pack(const Way& way) const {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < way.length; ++i) {
      key |= (model::index_of(way.touchpoint[i]) + 1) << shift_of(i);
    }
    return key | static_cast<std::uint64_t>(way.exit);
  }

  // The node that all `ways` (sorted) have come to after `depth` steps.
  [[nodiscard]] PathNode node(model::TouchpointId touchpoint, std::span<const CountedWay> ways,
                              std::size_t depth) const {
    PathNode out{.touchpoint = touchpoint, .children = {}};
    std::size_t at = 0;
    // Ways that are over stand first, by exit.
    for (; at < ways.size() && (depth == steps_ || code_at(ways[at], depth) == 0); ++at) {
      const auto exit = static_cast<Exit>(ways[at].way & 3U);
      (exit == Exit::Ended        ? out.ended
       : exit == Exit::InProgress ? out.in_progress
                                  : out.beyond) += ways[at].journeys;
    }
    out.journeys = out.ended + out.in_progress + out.beyond;
    while (at < ways.size()) {
      const std::uint64_t code = code_at(ways[at], depth);
      std::size_t end = at + 1;
      while (end < ways.size() && code_at(ways[end], depth) == code) ++end;
      out.children.push_back(node(model::TouchpointId{static_cast<std::uint16_t>(code - 1)},
                                  ways.subspan(at, end - at), depth + 1));
      out.journeys += out.children.back().journeys;
      at = end;
    }
    std::sort(out.children.begin(), out.children.end(), by_journeys);
    return out;
  }

 private:
  [[nodiscard]] unsigned shift_of(std::size_t step) const {
    return 2 + bits_ * static_cast<unsigned>(steps_ - 1 - step);
  }
  [[nodiscard]] std::uint64_t code_at(const CountedWay& counted, std::size_t step) const {
    return (counted.way >> shift_of(step)) & ((std::uint64_t{1} << bits_) - 1);
  }

  unsigned bits_;
  std::size_t steps_;
};

PathNode tree_of_packed(const JourneyView& view, const PathSpec& spec, const PackedWays& packed,
                        const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<std::vector<CountedWay>> of_block(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    WayCounts counts;
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      if (const std::optional<Way> way = way_of(view, spec, j)) counts.add(packed.pack(*way));
    }
    of_block[b] = counts.ways();
  });
  run.check_cancelled();
  std::vector<CountedWay> ways;
  for (const auto& part : of_block) ways.insert(ways.end(), part.begin(), part.end());
  tbb::parallel_sort(ways.begin(), ways.end(),
                     [](const CountedWay& a, const CountedWay& b) { return a.way < b.way; });
  return packed.node(model::kNoTouchpoint, ways, 0);
}

PathNode tree_of_any(const JourneyView& view, const PathSpec& spec, const Execution& run) {
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<GrowingTree> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      if (const std::optional<Way> way = way_of(view, spec, j)) parts[b].add(*way);
    }
  });
  run.check_cancelled();
  GrowingTree whole;
  for (const GrowingTree& part : parts) whole.add(part);
  return whole.finish();
}

bool starts_with(const Way& way, const std::vector<model::TouchpointId>& prefix) {
  return way.length >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), way.touchpoint.begin());
}

// Whether a way that leaves the tree after `step` steps does so in this state.
bool leaves(const Way& way, std::size_t step, PathState state) {
  if (state == PathState::Reached) return true;
  if (way.length != step) return false;
  return (state == PathState::Ended && way.exit == Exit::Ended) ||
         (state == PathState::InProgress && way.exit == Exit::InProgress) ||
         (state == PathState::Beyond && way.exit == Exit::Beyond);
}

bool passes(const Way& way, const FlowPlace& place) {
  if (place.step == 0) return true;
  if (way.length < place.step) return false;
  const auto& some = place.touchpoints;
  const bool among = std::ranges::find(some, way.touchpoint[place.step - 1]) != some.end();
  return among == (place.which == FlowPlace::Which::AnyOf);
}

}  // namespace

PathTree measure_paths(const JourneyView& view, const PathSpec& spec, const Execution& run) {
  check(spec);
  const PackedWays packed(view.touchpoints, spec.steps);
  PathTree tree{.journeys = view.journeys(), .without_anchor = 0, .root = {}};
  tree.root = packed.fit() ? tree_of_packed(view, spec, packed, run) : tree_of_any(view, spec, run);
  tree.without_anchor = tree.journeys - tree.root.journeys;
  if (spec.anchor == PathAnchor::Touchpoint) tree.root.touchpoint = spec.touchpoint;
  return tree;
}

journey::JourneySet journeys_on_path(const JourneyView& view, const PathSpec& spec,
                                     const std::vector<model::TouchpointId>& prefix,
                                     PathState state) {
  check(spec);
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const std::optional<Way> way = way_of(view, spec, j);
    if (!way || !starts_with(*way, prefix)) continue;
    if (leaves(*way, prefix.size(), state)) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

journey::JourneySet journeys_on_other_paths(const JourneyView& view, const PathSpec& spec,
                                            const std::vector<model::TouchpointId>& prefix,
                                            const std::vector<model::TouchpointId>& shown) {
  check(spec);
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const std::optional<Way> way = way_of(view, spec, j);
    if (!way || !starts_with(*way, prefix) || way->length == prefix.size()) continue;
    const model::TouchpointId next = way->touchpoint[prefix.size()];
    if (std::find(shown.begin(), shown.end(), next) == shown.end()) {
      found.push_back(static_cast<std::uint32_t>(j));
    }
  }
  return found;
}

bool take_way(const JourneyView& view, const PathSpec& spec, std::size_t journey,
              const TakeWay& take) {
  const std::optional<Way> way = way_of(view, spec, journey);
  if (way) take(std::span(way->touchpoint).first(way->length));
  return way.has_value();
}

journey::JourneySet journeys_in_flow(const JourneyView& view, const PathSpec& spec,
                                     const FlowPlace& place, PathState state,
                                     const std::optional<FlowPlace>& next) {
  check(spec);
  journey::JourneySet found;
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    const std::optional<Way> way = way_of(view, spec, j);
    if (!way || !passes(*way, place) || (next && !passes(*way, *next))) continue;
    if (leaves(*way, place.step, state)) found.push_back(static_cast<std::uint32_t>(j));
  }
  return found;
}

}  // namespace parcours::analysis
