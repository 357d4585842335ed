#include "analysis/shared_pairs.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <set>

namespace parcours::analysis {
namespace {

constexpr std::size_t kMostInTable = 2'048;  // touchpoints

}  // namespace

SharedPairs::SharedPairs(const TwoViews& views, std::span<const CustomerRange> ranges,
                         const Execution& run)
    : touchpoints_(views[0]->touchpoints) {
  if (touchpoints_ <= kMostInTable) {
    mark_in_tables(views, ranges, run);
  } else {
    collect(views, ranges, run);
  }
}

void SharedPairs::mark_in_tables(const TwoViews& views, std::span<const CustomerRange> ranges,
                                 const Execution& run) {
  using Marks = std::vector<std::uint8_t>;
  tbb::enumerable_thread_specific<Marks> threads(
      [&] { return Marks(touchpoints_ * touchpoints_); });
  tbb::parallel_for(std::size_t{0}, ranges.size(), [&](std::size_t r) {
    if (run.stop.stop_requested()) return;
    std::uint8_t* const marks = threads.local().data();
    for (std::size_t s = 0; s < 2; ++s) {
      for_each_pair(*views[s], ranges[r][s],
                    [&](std::size_t from, std::size_t to, std::size_t, std::uint64_t) {
                      marks[from * touchpoints_ + to] = 1;
                    });
    }
  });
  run.check_cancelled();
  table_.assign(touchpoints_ * touchpoints_, ShownPairs::kNone);
  for (std::size_t pair = 0; pair < table_.size(); ++pair) {
    const bool met = std::any_of(threads.begin(), threads.end(),
                                 [&](const Marks& marks) { return marks[pair] != 0; });
    if (!met) continue;
    table_[pair] = static_cast<std::uint32_t>(pairs_.size());
    pairs_.push_back(pair);
  }
}

void SharedPairs::collect(const TwoViews& views, std::span<const CustomerRange> ranges,
                          const Execution& run) {
  tbb::enumerable_thread_specific<std::set<std::uint64_t>> threads;
  tbb::parallel_for(std::size_t{0}, ranges.size(), [&](std::size_t r) {
    if (run.stop.stop_requested()) return;
    for (std::size_t s = 0; s < 2; ++s) {
      for_each_pair(*views[s], ranges[r][s],
                    [&](std::size_t from, std::size_t to, std::size_t, std::uint64_t) {
                      threads.local().insert(from * touchpoints_ + to);
                    });
    }
  });
  run.check_cancelled();
  std::set<std::uint64_t> met;
  for (const auto& one : threads) met.insert(one.begin(), one.end());
  pairs_.assign(met.begin(), met.end());
  for (std::uint32_t n = 0; n < pairs_.size(); ++n) number_.emplace(pairs_[n], n);
}

}  // namespace parcours::analysis
