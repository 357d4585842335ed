#include "design/alignment_search.h"

#include <algorithm>
#include <queue>
#include <string>
#include <tuple>
#include <unordered_map>

namespace parcours::design {
namespace {

using Marking = std::vector<std::uint16_t>;  // [blocks] a state; states + edge; or at rest
constexpr std::uint16_t kAtRest = 0xFFFF;

struct Step {
  enum Preference : std::uint8_t { Match, Substitute, Miss, Leave, Silent };
  std::uint32_t to = 0;
  Preference preference = Silent;
  std::uint32_t activity = kNone;
  Rank rank = 0;
  std::uint32_t position = 0;
};

struct Node {
  Marking marking;
  std::uint32_t place = 0;
  Rank rank = kFar;  // of the best way known to here
  Rank still = 0;    // the bound
  bool expanded = false;
  bool good = false;  // on a way of least rank
  std::vector<Step> steps;
};

class Search {
 public:
  Search(const AlignmentPlan& plan, const SearchBound& bound, std::span<const LivedLabel> lived,
         Ending ending)
      : plan_(plan), bound_(bound), lived_(lived), open_end_(ending == Ending::Open) {
    const std::size_t activities = plan.model.activities;
    supply_.assign((lived.size() + 1) * activities, 0);
    for (std::size_t i = lived.size(); i-- > 0;) {
      const auto here = supply_.begin() + static_cast<std::ptrdiff_t>(i * activities);
      std::copy_n(here + static_cast<std::ptrdiff_t>(activities), activities, here);
      for (const StandsFor& one : plan.costs.stands_for[lived[i]]) ++here[one.activity];
    }
  }

  Found run(std::uint64_t most_states) {
    Marking start(plan_.model.blocks.size(), kAtRest);
    start.back() = static_cast<std::uint16_t>(plan_.model.blocks.back().start);
    reach(node_of(std::move(start), 0), 0);
    Rank least = kFar;  // rank of the goal
    Found found;
    while (!queue_.empty() && std::get<0>(queue_.top()) <= least) {
      const auto [total, late, id] = queue_.top();
      if (nodes_.size() > most_states) break;
      queue_.pop();
      Node& node = nodes_[id];
      if (node.rank + node.still != total) continue;  // a better way came since
      if (is_goal(node)) least = std::min(least, node.rank);
      expand(id);
    }
    found.at_least = queue_.empty() ? least : std::min(least, std::get<0>(queue_.top()));
    if (least == kFar) return found;
    found.complete = found.at_least == least;
    found.rank = least;
    if (!found.complete) return found;
    mark_good(least);
    found.ambiguous = has_choice() || (!queue_.empty() && std::get<0>(queue_.top()) <= least);
    found.moves = walk(least);
    return found;
  }

 private:
  [[nodiscard]] bool is_goal(const Node& node) const {
    return node.place == lived_.size() &&
           (open_end_ || node.marking.back() == plan_.model.blocks.back().end);
  }

  // The blocks at work, each with the state from which it has still to go.
  template <typename Each>
  void for_active(const Marking& marking, const Each& each) const {
    for (std::uint32_t b = 0; b < marking.size(); ++b) {
      if (marking[b] == kAtRest) continue;
      const Block& block = plan_.model.blocks[b];
      const bool within = marking[b] >= block.states;
      each(b, within ? block.edges[marking[b] - block.states].to : std::uint32_t{marking[b]});
    }
  }

  [[nodiscard]] Rank bound_of(const Marking& marking, std::uint32_t place) const {
    const std::size_t activities = plan_.model.activities;
    std::vector<std::uint8_t> may(plan_.labels());
    std::vector<std::uint32_t> must(activities);
    for_active(marking, [&](std::uint32_t b, std::uint32_t state) {
      const auto block_may = bound_.may(b, state);
      const auto block_must = bound_.must(b, state);
      for (std::size_t l = 0; l < may.size(); ++l) may[l] |= block_may[l];
      for (std::size_t a = 0; a < activities; ++a) must[a] += block_must[a];
    });
    Rank sum = 0;
    for (std::size_t i = place; i < lived_.size(); ++i) {
      if (may[lived_[i]] == 0) sum += plan_.lived[lived_[i]];
    }
    if (open_end_) return sum;
    for (std::size_t a = 0; a < activities; ++a) {
      const std::uint32_t supply = supply_[place * activities + a];
      if (must[a] > supply) sum += plan_.missed[a] * (must[a] - supply);
    }
    return sum;
  }

  std::uint32_t node_of(Marking marking, std::uint32_t place) {
    std::string key(reinterpret_cast<const char*>(marking.data()), marking.size() * 2);
    key.append(reinterpret_cast<const char*>(&place), sizeof place);
    const auto [found, added] =
        ids_.try_emplace(std::move(key), static_cast<std::uint32_t>(nodes_.size()));
    if (added) {
      Node node;
      node.still = bound_of(marking, place);
      node.marking = std::move(marking);
      node.place = place;
      nodes_.push_back(std::move(node));
    }
    return found->second;
  }

  void reach(std::uint32_t id, Rank rank) {
    Node& node = nodes_[id];
    if (rank >= node.rank) return;
    node.rank = rank;
    queue_.emplace(rank + node.still, lived_.size() - node.place, id);
  }

  void expand(std::uint32_t id) {
    if (!nodes_[id].expanded) {
      std::vector<Step> steps = steps_from(id);
      nodes_[id].steps = std::move(steps);
      nodes_[id].expanded = true;
    }
    // Reaching others may move the nodes, so each step is read anew.
    for (std::size_t i = 0; i < nodes_[id].steps.size(); ++i) {
      const Step step = nodes_[id].steps[i];
      reach(step.to, nodes_[id].rank + step.rank);
    }
  }

  std::vector<Step> steps_from(std::uint32_t id) {
    const Marking marking = nodes_[id].marking;
    const std::uint32_t place = nodes_[id].place;
    std::vector<Step> steps;
    for (std::uint32_t b = 0; b < marking.size(); ++b) {
      if (marking[b] == kAtRest) continue;
      const Block& block = plan_.model.blocks[b];
      if (marking[b] >= block.states) {
        leave_parallel(marking, place, b, steps);
        continue;
      }
      const std::uint32_t state = marking[b];
      for (std::uint32_t e = block.first_edge[state]; e < block.first_edge[state + 1]; ++e) {
        pass(marking, place, {b, e}, steps);
      }
    }
    if (place < lived_.size()) {
      steps.push_back({.to = node_of(marking, place + 1),
                       .preference = Step::Leave,
                       .rank = plan_.lived[lived_[place]]});
    }
    return steps;
  }

  struct EdgeOf {
    std::uint32_t block;
    std::uint32_t edge;
  };

  void pass(const Marking& marking, std::uint32_t place, const EdgeOf& at,
            std::vector<Step>& steps) {
    const Block& block = plan_.model.blocks[at.block];
    const BlockEdge& edge = block.edges[at.edge];
    Marking next = marking;
    if (edge.kind == BlockEdge::Kind::Parallel) {
      next[at.block] = static_cast<std::uint16_t>(block.states + at.edge);
      for (const std::uint32_t inner : plan_.model.parallels[edge.what]) {
        next[inner] = static_cast<std::uint16_t>(plan_.model.blocks[inner].start);
      }
      steps.push_back({.to = node_of(std::move(next), place)});
      return;
    }
    next[at.block] = static_cast<std::uint16_t>(edge.to);
    if (edge.kind == BlockEdge::Kind::Silent) {
      steps.push_back({.to = node_of(std::move(next), place)});
      return;
    }
    if (place < lived_.size()) {
      const Rank match = plan_.match_of(lived_[place], edge.what);
      if (match < kFar) {
        steps.push_back({.to = node_of(next, place + 1),
                         .preference = match == 0 ? Step::Match : Step::Substitute,
                         .activity = edge.what,
                         .rank = match,
                         .position = edge.position});
      }
    }
    steps.push_back({.to = node_of(std::move(next), place),
                     .preference = Step::Miss,
                     .activity = edge.what,
                     .rank = plan_.missed[edge.what],
                     .position = edge.position});
  }

  // Once all its blocks are at their ends.
  void leave_parallel(const Marking& marking, std::uint32_t place, std::uint32_t b,
                      std::vector<Step>& steps) {
    const Block& block = plan_.model.blocks[b];
    const BlockEdge& edge = block.edges[marking[b] - block.states];
    const std::vector<std::uint32_t>& inner = plan_.model.parallels[edge.what];
    const bool done = std::ranges::all_of(
        inner, [&](std::uint32_t c) { return marking[c] == plan_.model.blocks[c].end; });
    if (!done) return;
    Marking next = marking;
    next[b] = static_cast<std::uint16_t>(edge.to);
    for (const std::uint32_t c : inner) next[c] = kAtRest;
    steps.push_back({.to = node_of(std::move(next), place)});
  }

  [[nodiscard]] bool is_tight(const Node& from, const Step& step) const {
    return from.expanded && from.rank < kFar && from.rank + step.rank == nodes_[step.to].rank;
  }

  // All nodes on a way of least rank: back from the goals along steps that lose nothing.
  void mark_good(Rank least) {
    std::vector<std::vector<std::uint32_t>> before(nodes_.size());
    std::vector<std::uint32_t> path;
    for (std::uint32_t id = 0; id < nodes_.size(); ++id) {
      for (const Step& step : nodes_[id].steps) {
        if (is_tight(nodes_[id], step)) before[step.to].push_back(id);
      }
      if (is_goal(nodes_[id]) && nodes_[id].rank == least) path.push_back(id);
    }
    while (!path.empty()) {
      const std::uint32_t id = path.back();
      path.pop_back();
      if (nodes_[id].good) continue;
      nodes_[id].good = true;
      path.insert(path.end(), before[id].begin(), before[id].end());
    }
  }

  [[nodiscard]] bool has_choice() const {
    std::vector<std::uint32_t> order;
    for (std::uint32_t id = 0; id < nodes_.size(); ++id) {
      if (nodes_[id].good) order.push_back(id);
    }
    std::ranges::sort(order, {}, [&](std::uint32_t id) {
      return std::tuple(nodes_[id].place, nodes_[id].rank, id);
    });
    std::vector<Reach> reach(nodes_.size());
    reach[0] = {0, 0, 0};
    bool changed = true;
    bool choice = false;
    while (changed) {
      changed = false;
      for (const std::uint32_t id : order) {
        choice |= is_goal(nodes_[id]) && reach[id].low != reach[id].high;
        for (const Step& step : nodes_[id].steps) {
          if (!nodes_[step.to].good || !is_tight(nodes_[id], step) || reach[id].rank >= kFar) {
            continue;
          }
          changed |= reach[step.to].take(reach[id], step.rank, footprint(nodes_[id], step));
        }
      }
    }
    Reach goals;
    for (const std::uint32_t id : order) {
      if (is_goal(nodes_[id])) goals.take(reach[id], 0, 0);
    }
    return choice || goals.low != goals.high;
  }

  static std::int64_t footprint(const Node& from, const Step& step) {
    if (step.activity == kNone) return 0;
    return drawn(step.preference == Step::Miss ? kNone : from.place, step.activity);
  }

  [[nodiscard]] std::vector<Move> walk(Rank least) const {
    std::vector<Move> moves;
    std::uint32_t at = 0;
    while (true) {
      const std::optional<std::pair<std::uint32_t, Step>> next = next_step(at, least);
      if (!next) return moves;
      const auto& [from, step] = *next;
      const std::uint32_t event = nodes_[from].place;
      if (step.preference == Step::Miss) {
        moves.push_back(plan_.missing(step.activity));
      } else if (step.preference == Step::Leave) {
        moves.push_back(plan_.left_alone(event, lived_[event]));
      } else {
        moves.push_back(plan_.matched(event, lived_[event], step.activity));
      }
      at = step.to;
    }
  }

  // The preferred step from `at` or from where silence leads from it; none at a goal.
  [[nodiscard]] std::optional<std::pair<std::uint32_t, Step>> next_step(std::uint32_t at,
                                                                        Rank least) const {
    std::optional<std::pair<std::uint32_t, Step>> best;
    std::unordered_map<std::uint32_t, bool> met;
    std::vector<std::uint32_t> path = {at};
    while (!path.empty()) {
      const std::uint32_t id = path.back();
      path.pop_back();
      if (!met.try_emplace(id, true).second) continue;
      const Node& node = nodes_[id];
      if (is_goal(node) && node.rank == least) return std::nullopt;
      for (const Step& step : node.steps) {
        if (!nodes_[step.to].good || !is_tight(node, step)) continue;
        if (step.preference == Step::Silent) {
          path.push_back(step.to);
          continue;
        }
        const auto key = [](const Step& one) { return std::pair(one.preference, one.position); };
        if (!best || key(step) < key(best->second)) best = {id, step};
      }
    }
    return best;
  }

  const AlignmentPlan& plan_;
  const SearchBound& bound_;
  std::span<const LivedLabel> lived_;
  bool open_end_;
  std::vector<std::uint32_t> supply_;  // [(events + 1) x activities] events that may stand for it
  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  // (rank + bound, events to go, node): the least first.
  using Waiting = std::tuple<Rank, std::size_t, std::uint32_t>;
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue_;
};

}  // namespace

Found search_alignment(const AlignmentPlan& plan, const SearchBound& bound,
                       std::span<const LivedLabel> lived, Ending ending,
                       std::uint64_t most_states) {
  return Search(plan, bound, lived, ending).run(most_states);
}

}  // namespace parcours::design
