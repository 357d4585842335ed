#include "analysis/pair_numbers.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <unordered_set>

namespace parcours::analysis {
namespace {

constexpr std::size_t kMostForAllPairs = 64;  // 4,096 rows
constexpr std::size_t kMostForTable = 2'048;  // 16 MB

std::vector<std::uint32_t> pairs_in(const journey::JourneyView& view, const Block& block) {
  std::unordered_set<std::uint32_t> seen;
  for (std::size_t j = block.begin; j < block.end; ++j) {
    for (std::uint64_t e = view.begin_of(j) + 1; e < view.end_of(j); ++e) {
      seen.insert(static_cast<std::uint32_t>(model::index_of(view.touchpoint[e - 1]) << 16U |
                                             model::index_of(view.touchpoint[e])));
    }
  }
  return {seen.begin(), seen.end()};
}

}  // namespace

OccurringPairs::OccurringPairs(const journey::JourneyView& view, const std::vector<Block>& blocks,
                               const Execution& run)
    : touchpoints_(view.touchpoints) {
  std::vector<std::vector<std::uint32_t>> found(blocks.size());
  tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
    if (!run.stop.stop_requested()) found[b] = pairs_in(view, blocks[b]);
  });
  run.check_cancelled();
  for (const auto& part : found) pairs_.insert(pairs_.end(), part.begin(), part.end());
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
  if (touchpoints_ <= kMostForTable) table_.resize(touchpoints_ * touchpoints_);
  for (std::uint32_t n = 0; n < pairs_.size(); ++n) {
    if (table_.empty()) {
      number_.emplace(pairs_[n], n);
    } else {
      table_[(pairs_[n] >> 16U) * touchpoints_ + (pairs_[n] & 0xFFFFU)] = n;
    }
  }
}

OccurringPairs::Lookup OccurringPairs::lookup() const {
  Lookup look;
  look.touchpoints_ = touchpoints_;
  look.table_ = table_.empty() ? nullptr : table_.data();
  look.number_ = &number_;
  return look;
}

PairNumbers number_pairs(const journey::JourneyView& view, const std::vector<Block>& blocks,
                         const Execution& run) {
  if (view.touchpoints <= kMostForAllPairs) return AllPairs(view.touchpoints);
  return OccurringPairs(view, blocks, run);
}

}  // namespace parcours::analysis
