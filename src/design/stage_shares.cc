#include "design/stage_shares.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

#include "design/conformance_keys.h"

namespace parcours::design {
namespace {

constexpr std::uint8_t kConcerned = 1;
constexpr std::uint8_t kDeviating = 2;

// What an alignment says of each activity.
void mark(const Alignment& alignment, std::span<const LivedLabel> lived,
          const AlignmentCosts& costs, std::span<std::uint8_t> marks) {
  for (const Move& move : alignment.moves) {
    const std::uint32_t at = activity_of(move, lived, costs);
    if (at == kNone) continue;
    marks[at] =
        static_cast<std::uint8_t>(marks[at] | kConcerned | (is_deviation(move) ? kDeviating : 0));
  }
}

}  // namespace

std::vector<StageShare> measure_stage_shares(const LivedJourneys& lived, const Aligner& aligner,
                                             const JourneyGroups& groups,
                                             const analysis::Execution& run) {
  const LivedVariants variants = variants_of(lived, run);
  const std::size_t count = variants.first_journey.size();
  std::vector<std::uint8_t> wanted(count);
  for (std::size_t j = 0; j < groups.of.size(); ++j) {
    if (groups.of[j] != kNone) wanted[variants.variant_of[j]] = 1;
  }
  const std::size_t activities = aligner.activities();
  std::vector<std::uint8_t> marks(count * activities);
  constexpr std::size_t kChunk = 256;
  tbb::parallel_for(std::size_t{0}, (count + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    const std::size_t end = std::min(count, (chunk + 1) * kChunk);
    for (std::size_t v = chunk * kChunk; v < end; ++v) {
      if (run.stop.stop_requested()) return;
      if (wanted[v] == 0) continue;
      const auto labels = lived.of(variants.first_journey[v]);
      mark(aligner.align(labels, lived.ending(variants.first_journey[v])), labels, aligner.costs(),
           std::span(marks).subspan(v * activities, activities));
    }
  });
  run.check_cancelled();
  std::vector<StageShare> shares(groups.groups * activities);
  for (std::size_t j = 0; j < groups.of.size(); ++j) {
    if (groups.of[j] == kNone) continue;
    const std::uint8_t* of = &marks[variants.variant_of[j] * activities];
    for (std::size_t a = 0; a < activities; ++a) {
      StageShare& share = shares[groups.of[j] * activities + a];
      share.concerned += (of[a] & kConcerned) != 0 ? 1U : 0U;
      share.fitting += of[a] == kConcerned ? 1U : 0U;
    }
  }
  return shares;
}

}  // namespace parcours::design
