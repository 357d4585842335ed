#include "design/alignment_plan.h"

namespace parcours::design {

LabelViews views_of(const AlignmentPlan& plan) {
  const std::vector<Block>& blocks = plan.model.blocks;
  const std::size_t labels = plan.labels();
  LabelViews out;
  out.most.sees.assign(blocks.size(), std::vector<std::uint8_t>(labels));
  out.most.lived.assign(blocks.size(), plan.lived);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (std::size_t l = 0; l < labels; ++l) {
      const auto label = static_cast<LivedLabel>(l);
      out.most.sees[b][l] = std::ranges::any_of(blocks[b].activities, [&](std::uint32_t activity) {
        return plan.match_of(label, activity) < kFar;
      });
    }
  }
  out.least = out.most;
  // From the whole inwards, so that what an outer part settles holds within.
  for (std::size_t b = blocks.size(); b-- > 0;) {
    for (const std::uint32_t parallel : blocks[b].parallels) {
      for (std::size_t l = 0; l < labels; ++l) {
        std::size_t seers = 0;
        for (const std::uint32_t inner : plan.model.parallels[parallel]) {
          std::uint8_t& sees = out.most.sees[inner][l];
          if (sees == 0) continue;
          if (seers++ != 0 || out.most.sees[b][l] == 0) sees = 0;
        }
        out.shared |= seers > 1;
        for (const std::uint32_t inner : plan.model.parallels[parallel]) {
          out.least.lived[inner][l] = seers > 1 ? 0 : out.least.lived[b][l];
        }
      }
    }
  }
  return out;
}

}  // namespace parcours::design
