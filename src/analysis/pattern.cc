#include "analysis/pattern.h"

#include <oneapi/tbb/parallel_for.h>

#include <vector>

#include "analysis/pattern_bits.h"
#include "analysis/pattern_program.h"
#include "analysis/pattern_scan.h"
#include "analysis/percentile.h"

namespace parcours::analysis {
namespace {

using journey::JourneyView;

// Walks one journey in the way that suits it.
class Walker {
 public:
  Walker(const PatternProgram& program, const JourneyView& view)
      : bits_(program, view), scan_(program, view) {}

  std::span<const PatternOccurrence> walk(std::size_t journey) {
    by_bits_ = bits_.takes(journey);
    return by_bits_ ? bits_.walk(journey) : scan_.walk(journey);
  }
  // Asked right after walk(journey) gave none.
  [[nodiscard]] bool in_progress(std::size_t journey) const {
    return by_bits_ ? bits_.in_progress(journey) : scan_.in_progress(journey);
  }

 private:
  PatternBits bits_;
  PatternScan scan_;
  bool by_bits_ = false;
};

struct BlockResult {
  std::uint64_t matching = 0;
  std::uint64_t in_progress = 0;
  std::vector<std::int64_t> durations;
};

BlockResult measure_block(const PatternProgram& program, const JourneyView& view,
                          const Block& block) {
  BlockResult out;
  Walker walker(program, view);
  for (std::size_t j = block.begin; j < block.end; ++j) {
    const std::span<const PatternOccurrence> found = walker.walk(j);
    for (const PatternOccurrence& one : found) out.durations.push_back(one.end_us - one.start_us);
    if (!found.empty()) {
      ++out.matching;
    } else if (walker.in_progress(j)) {
      ++out.in_progress;
    }
  }
  return out;
}

}  // namespace

PatternResult measure_pattern(const journey::Snapshot& snapshot, const PatternSpec& spec,
                              const Execution& run) {
  const PatternProgram program(spec.pattern, snapshot);
  const JourneyView view = snapshot.view();
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<BlockResult> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) parts[b] = measure_block(program, view, blocks[b]);
  });
  run.check_cancelled();

  PatternResult result{.journeys = view.journeys()};
  std::vector<std::span<const std::int64_t>> durations;
  for (const BlockResult& part : parts) {
    result.matching += part.matching;
    result.in_progress += part.in_progress;
    result.occurrences += part.durations.size();
    durations.emplace_back(part.durations);
  }
  std::array<PercentileRequest, PatternResult::kWanted.size()> wanted{};
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = {PatternResult::kWanted[i], 0};
  if (result.occurrences != 0) exact_percentiles(durations, wanted);
  for (std::size_t i = 0; i < wanted.size(); ++i) result.duration_us[i] = wanted[i].value;
  return result;
}

journey::JourneySet journeys_in_pattern(const journey::Snapshot& snapshot, const PatternSpec& spec,
                                        PatternState state, const Execution& run) {
  const PatternProgram program(spec.pattern, snapshot);
  const JourneyView view = snapshot.view();
  const std::vector<Block> blocks = blocks_of(view, run.block_events);
  std::vector<journey::JourneySet> parts(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (run.stop.stop_requested()) return;
    Walker walker(program, view);
    for (std::size_t j = blocks[b].begin; j < blocks[b].end; ++j) {
      PatternState is = PatternState::Without;
      if (!walker.walk(j).empty()) {
        is = PatternState::Matching;
      } else if (walker.in_progress(j)) {
        is = PatternState::InProgress;
      }
      if (is == state) parts[b].push_back(static_cast<std::uint32_t>(j));
    }
  });
  run.check_cancelled();
  journey::JourneySet found;
  for (const journey::JourneySet& part : parts) found.insert(found.end(), part.begin(), part.end());
  return found;
}

}  // namespace parcours::analysis
