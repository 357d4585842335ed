// The alignment that the tables stand for: forward from the first event, at each state the move of
// the declared choice among those that keep the least rank.

#include <algorithm>

#include "design/alignment_tables.h"

namespace parcours::design {

// Where the walk stands, or stands after its next move; the move of least preference is made.
struct AlignmentTables::Way {
  enum Preference : std::uint8_t { Done, Match, Substitute, Miss, Leave, Nowhere };
  std::uint32_t state = 0;
  std::uint32_t place = 0;
  Preference preference = Nowhere;
  BlockEdge edge{};         // that is passed, unless the event is left alone
  bool unfinished = false;  // the parallel part is still open at the end
};

// Looks for the next move among those of all states that silent edges lead to.
class AlignmentWalk {
 public:
  using Way = AlignmentTables::Way;

  AlignmentWalk(const AlignmentTables& tables, std::uint32_t block,
                const AlignmentTables::Stretch& stretch, const AlignmentTables::Reaches& reach)
      : tables_(tables),
        automaton_(tables.plan_.model.blocks[block]),
        block_(block),
        stretch_(stretch),
        reach_(reach),
        met_(automaton_.states) {}

  Way next(std::uint32_t state, std::uint32_t place) {
    place_ = place;
    best_ = {};
    std::ranges::fill(met_, std::uint8_t{0});
    std::vector<std::uint32_t> path = {state};
    while (!path.empty() && best_.preference != Way::Done) {
      const std::uint32_t at = path.back();
      path.pop_back();
      if (met_[at] != 0) continue;
      met_[at] = 1;
      look_from(at, path);
    }
    PARCOURS_CHECK(best_.preference != Way::Nowhere);
    return best_;
  }

 private:
  [[nodiscard]] Rank rank(std::uint32_t place, std::uint32_t state) const {
    return reach_[std::size_t{place - stretch_.from} * automaton_.states + state].rank;
  }
  void offer(const Way& way) {
    const bool earlier = way.preference == best_.preference && way.preference != Way::Leave &&
                         way.edge.position < best_.edge.position;
    if (way.preference < best_.preference || earlier) best_ = way;
  }

  void look_from(std::uint32_t state, std::vector<std::uint32_t>& silent) {
    const Rank here = rank(place_, state);
    const bool last = place_ == stretch_.to;
    if (last && (stretch_.open || state == automaton_.end)) {
      best_ = {.state = state, .place = place_, .preference = Way::Done};
      return;
    }
    for (std::uint32_t e = automaton_.first_edge[state]; e < automaton_.first_edge[state + 1];
         ++e) {
      const BlockEdge& edge = automaton_.edges[e];
      switch (edge.kind) {
        case BlockEdge::Kind::Silent:
          if (rank(place_, edge.to) == here) silent.push_back(edge.to);
          break;
        case BlockEdge::Kind::Activity:
          look_at_activity(edge, here);
          break;
        case BlockEdge::Kind::Parallel:
          look_at_parallel(edge, here, silent);
          break;
      }
    }
    if (last) return;
    const Rank alone = tables_.view_.lived[block_][tables_.label(block_, place_)];
    if (rank(place_ + 1, state) + alone == here) {
      offer({.state = state, .place = place_ + 1, .preference = Way::Leave});
    }
  }

  void look_at_activity(const BlockEdge& edge, Rank here) {
    if (place_ < stretch_.to) {
      const Rank match = tables_.plan_.match_of(tables_.label(block_, place_), edge.what);
      if (match < kFar && rank(place_ + 1, edge.to) + match == here) {
        offer({.state = edge.to,
               .place = place_ + 1,
               .preference = match == 0 ? Way::Match : Way::Substitute,
               .edge = edge});
      }
    }
    if (rank(place_, edge.to) + tables_.plan_.missed[edge.what] == here) {
      offer({.state = edge.to, .place = place_, .preference = Way::Miss, .edge = edge});
    }
  }

  void look_at_parallel(const BlockEdge& edge, Rank here, std::vector<std::uint32_t>& silent) {
    const Rank empty = tables_.passed(edge.what, place_, place_).rank;
    if (rank(place_, edge.to) + empty == here) {
      if (empty == 0) silent.push_back(edge.to);
      if (empty != 0) {
        offer({.state = edge.to, .place = place_, .preference = Way::Miss, .edge = edge});
      }
    }
    const std::vector<std::uint32_t>& stops = tables_.joints_[edge.what].stops;
    for (auto stop = std::ranges::upper_bound(stops, place_);
         stop != stops.end() && *stop <= stretch_.to; ++stop) {
      if (tables_.passed(edge.what, place_, *stop).rank + rank(*stop, edge.to) != here) continue;
      offer({.state = edge.to, .place = *stop, .preference = Way::Match, .edge = edge});
      return;
    }
    if (!stretch_.open || tables_.begun(edge.what, place_).rank != here) return;
    offer({.state = edge.to,
           .place = stretch_.to,
           .preference = Way::Match,
           .edge = edge,
           .unfinished = true});
  }

  const AlignmentTables& tables_;
  const Block& automaton_;
  std::uint32_t block_;
  AlignmentTables::Stretch stretch_;
  const AlignmentTables::Reaches& reach_;
  std::vector<std::uint8_t> met_;
  std::uint32_t place_ = 0;
  Way best_;
};

void AlignmentTables::walk(std::uint32_t block, const Stretch& stretch,
                           std::vector<Move>& out) const {
  const Reaches reach = solve(block, stretch);
  AlignmentWalk walk(*this, block, stretch, reach);
  std::uint32_t state = plan_.model.blocks[block].start;
  std::uint32_t place = stretch.from;
  while (true) {
    const Way way = walk.next(state, place);
    if (way.preference == Way::Done) return;
    if (way.preference == Way::Leave) {
      out.push_back(plan_.left_alone(lanes_[block].event[place], label(block, place)));
    } else if (way.edge.kind == BlockEdge::Kind::Parallel) {
      merge(block, way.edge.what, {place, way.place, way.unfinished}, out);
      if (way.unfinished) return;
    } else if (way.preference == Way::Miss) {
      out.push_back(plan_.missing(way.edge.what));
    } else {
      out.push_back(plan_.matched(lanes_[block].event[place], label(block, place), way.edge.what));
    }
    state = way.state;
    place = way.place;
  }
}

// The moves of parts side by side, by the order of their events; what is missed stands before the
// next event of its part.
void AlignmentTables::merge(std::uint32_t block, std::uint32_t parallel, const Stretch& stretch,
                            std::vector<Move>& out) const {
  const std::vector<std::uint32_t>& inner = plan_.model.parallels[parallel];
  const Joint& joint = joints_[parallel];
  std::vector<std::vector<Move>> moves(inner.size());
  std::vector<std::size_t> next(inner.size());
  for (std::size_t c = 0; c < inner.size(); ++c) {
    const auto to = stretch.open ? static_cast<std::uint32_t>(lanes_[inner[c]].event.size())
                                 : joint.at[c][stretch.to];
    walk(inner[c], {joint.at[c][stretch.from], to, stretch.open}, moves[c]);
  }
  for (std::uint32_t place = stretch.from; place < stretch.to; ++place) {
    const std::uint32_t event = lanes_[block].event[place];
    bool seen = false;
    for (std::size_t c = 0; c < inner.size(); ++c) {
      if (joint.at[c][place + 1] == joint.at[c][place]) continue;
      seen = true;
      while (moves[c][next[c]].event != event) out.push_back(moves[c][next[c]++]);
      out.push_back(moves[c][next[c]++]);
    }
    if (!seen) out.push_back(plan_.left_alone(event, label(block, place)));
  }
  for (std::size_t c = 0; c < inner.size(); ++c) {
    out.insert(out.end(), moves[c].begin() + static_cast<std::ptrdiff_t>(next[c]), moves[c].end());
  }
}

}  // namespace parcours::design
