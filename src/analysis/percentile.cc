#include "analysis/percentile.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "analysis/log_bins.h"

namespace parcours::analysis {
namespace {

constexpr std::size_t kFewValues = 4096;
constexpr unsigned kMantissaBits = 5;
constexpr std::size_t kBins = (std::size_t{63} << kMantissaBits) + 1;  // as LogBins::count

void by_selection(std::span<std::int64_t> values, std::span<PercentileRequest> requests) {
  const std::size_t n = values.size();
  std::size_t from = 0;
  for (PercentileRequest& request : requests) {
    const RankBetween rank = rank_of(request.p, n);
    const auto at = [&](std::size_t k) { return values.begin() + static_cast<std::ptrdiff_t>(k); };
    std::nth_element(at(from), at(rank.low), values.end());
    const std::int64_t low = values[rank.low];
    const std::int64_t high =
        rank.high > rank.low ? *std::min_element(at(rank.high), values.end()) : low;
    request.value = interpolated(low, high, rank.fraction);
    from = rank.low;
  }
}

// Order statistics by their bin: one pass counts the bins, a second one gathers the values of those
// bins that hold a wanted rank, and only these are looked at closely.
class BinnedValues {
 public:
  explicit BinnedValues(std::span<const std::span<const std::int64_t>> parts) : parts_(parts) {
    // Durations are never negative: then their bins need no shift, and the least is not looked for.
    std::int64_t signs = 0;
    for_each([&](std::int64_t value) { signs |= value; });
    if (signs < 0) for_each([&](std::int64_t value) { least_ = std::min(least_, value); });
    for_each([&](std::int64_t value) { ++count_[bins_.of(distance(value))]; });
  }

  // Ranks must rise.
  void gather(std::span<const std::size_t> ranks) {
    std::size_t bin = 0;
    std::size_t before = 0;
    std::size_t gathered = 0;
    for (const std::size_t rank : ranks) {
      while (before + count_[bin] <= rank) before += count_[bin++];
      if (!groups_.empty() && groups_.back().bin == bin) continue;
      groups_.push_back({.bin = bin, .before = before, .begin = gathered, .next = gathered});
      group_of_[bin] = static_cast<std::uint8_t>(groups_.size());
      gathered += count_[bin];
    }
    members_.resize(gathered);
    for_each([&](std::int64_t value) {
      const std::uint8_t group = group_of_[bins_.of(distance(value))];
      if (group != 0) members_[groups_[group - 1U].next++] = value;
    });
  }

  std::int64_t order_statistic(std::size_t rank) {
    std::size_t g = 0;
    while (g + 1 < groups_.size() && groups_[g + 1].before <= rank) ++g;
    const Group& group = groups_[g];
    const auto begin = members_.begin() + static_cast<std::ptrdiff_t>(group.begin);
    const auto at = begin + static_cast<std::ptrdiff_t>(rank - group.before);
    std::nth_element(begin, at, members_.begin() + static_cast<std::ptrdiff_t>(group.next));
    return *at;
  }

 private:
  // A wanted bin: how many values stand before it, and where its own are gathered.
  struct Group {
    std::size_t bin;
    std::size_t before;
    std::size_t begin;
    std::size_t next;
  };

  template <typename Work>
  void for_each(const Work& work) const {
    for (const std::span<const std::int64_t> part : parts_) {
      for (const std::int64_t value : part) work(value);
    }
  }

  [[nodiscard]] std::int64_t distance(std::int64_t value) const { return value - least_; }

  LogBins bins_{kMantissaBits};
  std::span<const std::span<const std::int64_t>> parts_;
  std::int64_t least_ = 0;  // 0 if no value is below
  std::array<std::uint32_t, kBins> count_{};
  std::array<std::uint8_t, kBins> group_of_{};  // place in groups_ + 1
  std::vector<Group> groups_;
  std::vector<std::int64_t> members_;
};

}  // namespace

RankBetween rank_of(double p, std::size_t n) {
  const double position = p * static_cast<double>(n - 1);
  const auto low = static_cast<std::size_t>(position);
  return {.low = low,
          .high = std::min(low + 1, n - 1),
          .fraction = position - static_cast<double>(low)};
}

double interpolated(std::int64_t low, std::int64_t high, double fraction) {
  return static_cast<double>(low) + fraction * static_cast<double>(high - low);
}

void exact_percentiles(std::span<std::int64_t> values, std::span<PercentileRequest> requests) {
  if (values.size() <= kFewValues && !values.empty()) return by_selection(values, requests);
  const std::span<const std::int64_t> whole = values;
  exact_percentiles(std::span(&whole, 1), requests);
}

void exact_percentiles(std::span<const std::span<const std::int64_t>> parts,
                       std::span<PercentileRequest> requests) {
  std::size_t n = 0;
  for (const auto& part : parts) n += part.size();
  if (n == 0) {
    for (PercentileRequest& request : requests) request.value = 0;
    return;
  }
  constexpr std::size_t kMostValues = std::numeric_limits<std::uint32_t>::max();
  constexpr std::size_t kMostRequests = 100;
  if (n <= kFewValues || n > kMostValues || requests.size() > kMostRequests) {
    std::vector<std::int64_t> values;
    values.reserve(n);
    for (const auto& part : parts) values.insert(values.end(), part.begin(), part.end());
    return by_selection(values, requests);
  }
  std::vector<std::size_t> ranks;
  for (const PercentileRequest& request : requests) {
    const RankBetween rank = rank_of(request.p, n);
    ranks.push_back(rank.low);
    ranks.push_back(rank.high);
  }
  std::sort(ranks.begin(), ranks.end());
  BinnedValues binned(parts);
  binned.gather(ranks);
  for (PercentileRequest& request : requests) {
    const RankBetween rank = rank_of(request.p, n);
    const std::int64_t low = binned.order_statistic(rank.low);
    const std::int64_t high = binned.order_statistic(rank.high);
    request.value = interpolated(low, high, rank.fraction);
  }
}

}  // namespace parcours::analysis
