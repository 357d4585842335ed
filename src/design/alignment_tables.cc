#include "design/alignment_tables.h"

#include <numeric>

namespace parcours::design {

AlignmentTables::AlignmentTables(const AlignmentPlan& plan, const BlockLabels& view,
                                 std::span<const LivedLabel> lived, Ending ending)
    : plan_(plan),
      view_(view),
      lived_(lived),
      ending_(ending),
      lanes_(plan.model.blocks.size()),
      joints_(plan.model.parallels.size()) {
  lanes_.back().event.resize(lived.size());
  std::iota(lanes_.back().event.begin(), lanes_.back().event.end(), 0U);
  for (std::size_t b = lanes_.size(); b-- > 0;) {
    const std::vector<std::uint32_t>& events = lanes_[b].event;
    for (const std::uint32_t parallel : plan.model.blocks[b].parallels) {
      const std::vector<std::uint32_t>& inner = plan.model.parallels[parallel];
      Joint& joint = joints_[parallel];
      joint.at.assign(inner.size(), std::vector<std::uint32_t>(events.size() + 1));
      joint.unseen.assign(events.size() + 1, 0);
      for (std::uint32_t i = 0; i < events.size(); ++i) {
        const LivedLabel label = lived[events[i]];
        bool seen = false;
        for (std::size_t c = 0; c < inner.size(); ++c) {
          const bool sees = view.sees[inner[c]][label] != 0;
          joint.at[c][i + 1] = joint.at[c][i] + (sees ? 1U : 0U);
          if (sees) lanes_[inner[c]].event.push_back(events[i]);
          seen |= sees;
        }
        joint.unseen[i + 1] = joint.unseen[i] + (seen ? 0 : view.lived[b][label]);
        if (seen) joint.stops.push_back(i + 1);
      }
    }
  }
}

std::uint64_t AlignmentTables::states() const {
  double all = 0;  // a product of sizes may pass 64 bits
  for (std::size_t b = 0; b < lanes_.size(); ++b) {
    const Block& block = plan_.model.blocks[b];
    const auto places = static_cast<double>(lanes_[b].event.size() + 1);
    double one = places * block.states;
    for (const std::uint32_t parallel : block.parallels) {
      one += places *
             static_cast<double>(joints_[parallel].stops.size() *
                                 plan_.model.parallels[parallel].size()) /
             2;
    }
    const bool whole = b + 1 == lanes_.size();
    all += whole ? one : one * places / 2;
  }
  return static_cast<std::uint64_t>(std::min(all, 1e18));
}

Reach AlignmentTables::passed(std::uint32_t parallel, std::uint32_t from, std::uint32_t to) const {
  const Joint& joint = joints_[parallel];
  const std::vector<std::uint32_t>& inner = plan_.model.parallels[parallel];
  Reach sum{joint.unseen[to] - joint.unseen[from], 0, 0};
  for (std::size_t c = 0; c < inner.size(); ++c) {
    const Lane& lane = lanes_[inner[c]];
    const Reach& one = lane.table[joint.at[c][to] * (lane.event.size() + 1) + joint.at[c][from]];
    sum.rank += one.rank;
    sum.low += one.low;
    sum.high += one.high;
  }
  return sum;
}

Reach AlignmentTables::begun(std::uint32_t parallel, std::uint32_t from) const {
  const Joint& joint = joints_[parallel];
  const std::vector<std::uint32_t>& inner = plan_.model.parallels[parallel];
  Reach sum{joint.unseen.back() - joint.unseen[from], 0, 0};
  for (std::size_t c = 0; c < inner.size(); ++c) {
    const Reach& one = lanes_[inner[c]].beginning[joint.at[c][from]];
    sum.rank += one.rank;
    sum.low += one.low;
    sum.high += one.high;
  }
  return sum;
}

// What needs no event, within one place; true if anything changed.
bool AlignmentTables::settle(std::uint32_t block, std::uint32_t a, std::uint32_t base,
                             Reaches& reach) const {
  const Block& automaton = plan_.model.blocks[block];
  bool changed = false;
  for (const std::uint32_t state : automaton.order) {
    Reach& here = reach[base + state];
    for (std::uint32_t e = automaton.first_edge[state]; e < automaton.first_edge[state + 1]; ++e) {
      const BlockEdge& edge = automaton.edges[e];
      const Reach& there = reach[base + edge.to];
      if (there.rank >= kFar) continue;
      if (edge.kind == BlockEdge::Kind::Silent) {
        changed |= here.take(there, 0, 0);
      } else if (edge.kind == BlockEdge::Kind::Activity) {
        changed |= here.take(there, plan_.missed[edge.what], drawn(kNone, edge.what));
      } else {
        const Reach empty = passed(edge.what, a, a);
        Reach sum = there;
        sum.low += empty.low;
        sum.high += empty.high;
        changed |= here.take(sum, empty.rank, 0);
      }
    }
  }
  return changed;
}

void AlignmentTables::step_back(std::uint32_t block, const Stretch& stretch, std::uint32_t a,
                                Reaches& reach) const {
  const Block& automaton = plan_.model.blocks[block];
  const std::uint32_t base = (a - stretch.from) * automaton.states;
  const std::uint32_t after = base + automaton.states;
  const bool last = a == stretch.to;
  const LivedLabel label = last ? LivedLabel{} : this->label(block, a);
  for (std::uint32_t state = 0; state < automaton.states; ++state) {
    Reach& here = reach[base + state];
    if (last && (stretch.open || state == automaton.end)) here = {0, 0, 0};
    if (!last) here.take(reach[after + state], view_.lived[block][label], 0);
    for (std::uint32_t e = automaton.first_edge[state]; e < automaton.first_edge[state + 1]; ++e) {
      const BlockEdge& edge = automaton.edges[e];
      if (edge.kind == BlockEdge::Kind::Activity && !last) {
        const Rank match = plan_.match_of(label, edge.what);
        if (match >= kFar) continue;
        here.take(reach[after + edge.to], match, drawn(lanes_[block].event[a], edge.what));
      }
      if (edge.kind != BlockEdge::Kind::Parallel) continue;
      const std::vector<std::uint32_t>& stops = joints_[edge.what].stops;
      for (auto stop = std::ranges::upper_bound(stops, a);
           stop != stops.end() && *stop <= stretch.to; ++stop) {
        Reach sum = passed(edge.what, a, *stop);
        const Reach& there = reach[(*stop - stretch.from) * automaton.states + edge.to];
        sum.low += there.low;
        sum.high += there.high;
        here.take(sum, there.rank, 0);
      }
      if (stretch.open) here.take(begun(edge.what, a), 0, 0);
    }
  }
  while (settle(block, a, base, reach) && automaton.loops) {
  }
}

AlignmentTables::Reaches AlignmentTables::solve(std::uint32_t block, const Stretch& stretch) const {
  Reaches reach(std::size_t{stretch.to - stretch.from + 1} * plan_.model.blocks[block].states);
  for (std::uint32_t a = stretch.to + 1; a-- > stretch.from;) step_back(block, stretch, a, reach);
  return reach;
}

Reach AlignmentTables::fill() {
  const auto whole = static_cast<std::uint32_t>(lanes_.size() - 1);
  const bool open = ending_ == Ending::Open;
  for (std::uint32_t b = 0; b < whole; ++b) {
    const Block& block = plan_.model.blocks[b];
    const auto events = static_cast<std::uint32_t>(lanes_[b].event.size());
    Reaches table(std::size_t{events + 1} * (events + 1));
    const auto start_of = [&](const Reaches& reach, std::uint32_t a) {
      return reach[std::size_t{a} * block.states + block.start];
    };
    for (std::uint32_t to = 0; to <= events; ++to) {
      const Reaches reach = solve(b, {0, to, false});
      for (std::uint32_t a = 0; a <= to; ++a) {
        table[std::size_t{to} * (events + 1) + a] = start_of(reach, a);
      }
    }
    lanes_[b].table = std::move(table);
    if (!open) continue;
    const Reaches reach = solve(b, {0, events, true});
    for (std::uint32_t a = 0; a <= events; ++a) lanes_[b].beginning.push_back(start_of(reach, a));
  }
  const auto events = static_cast<std::uint32_t>(lived_.size());
  return solve(whole, {0, events, open})[plan_.model.blocks[whole].start];
}

std::vector<Move> AlignmentTables::moves() const {
  std::vector<Move> out;
  out.reserve(lived_.size());
  walk(static_cast<std::uint32_t>(lanes_.size() - 1),
       {0, static_cast<std::uint32_t>(lived_.size()), ending_ == Ending::Open}, out);
  return out;
}

}  // namespace parcours::design
