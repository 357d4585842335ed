#include "design/alignment_search.h"

namespace parcours::design {

SearchBound::SearchBound(const AlignmentPlan& plan)
    : activities_(plan.model.activities), labels_(plan.labels()) {
  constexpr std::uint16_t kNever = 0xFFFF;
  for (std::uint32_t b = 0; b < plan.model.blocks.size(); ++b) {
    const Block& block = plan.model.blocks[b];
    must_.emplace_back(block.states * activities_, kNever);
    may_.emplace_back(block.states * labels_, std::uint8_t{0});
    std::fill_n(must_[b].begin() + static_cast<std::ptrdiff_t>(block.end * activities_),
                activities_, std::uint16_t{0});
    bool changed = true;
    while (changed) {
      changed = false;
      for (const std::uint32_t state : block.order) changed |= improve(plan, b, state);
    }
  }
}

bool SearchBound::improve(const AlignmentPlan& plan, std::uint32_t block, std::uint32_t state) {
  const Block& automaton = plan.model.blocks[block];
  bool changed = false;
  const std::size_t here = state * activities_;
  const std::size_t here_may = state * labels_;
  const auto allow = [&](std::size_t label) {
    changed |= may_[block][here_may + label] == 0;
    may_[block][here_may + label] = 1;
  };
  for (std::uint32_t e = automaton.first_edge[state]; e < automaton.first_edge[state + 1]; ++e) {
    const BlockEdge& edge = automaton.edges[e];
    const std::size_t there = edge.to * activities_;
    const bool activity = edge.kind == BlockEdge::Kind::Activity;
    for (std::uint32_t a = 0; a < activities_; ++a) {
      std::uint32_t need = must_[block][there + a];
      if (activity && edge.what == a) ++need;
      if (edge.kind == BlockEdge::Kind::Parallel) {
        for (const std::uint32_t inner : plan.model.parallels[edge.what]) {
          need += must(inner, plan.model.blocks[inner].start)[a];
        }
      }
      if (need >= must_[block][here + a]) continue;
      must_[block][here + a] = static_cast<std::uint16_t>(need);
      changed = true;
    }
    for (std::size_t l = 0; l < labels_; ++l) {
      bool allowed = may_[block][edge.to * labels_ + l] != 0;
      allowed |= activity && plan.match_of(static_cast<LivedLabel>(l), edge.what) < kFar;
      if (edge.kind == BlockEdge::Kind::Parallel) {
        for (const std::uint32_t inner : plan.model.parallels[edge.what]) {
          allowed |= may(inner, plan.model.blocks[inner].start)[l] != 0;
        }
      }
      if (allowed) allow(l);
    }
  }
  return changed;
}

}  // namespace parcours::design
