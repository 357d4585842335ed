#include "analysis/percentile.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

namespace parcours::analysis {
namespace {

// A monotone bin for a non-negative distance from the minimum: exponent and five bits of mantissa,
// so that heavy tails still spread over many bins.
constexpr unsigned kMantissaBits = 5;
constexpr std::size_t kBins = (64U - kMantissaBits + 1U) << kMantissaBits;

std::size_t bin_of(std::uint64_t distance) {
  const auto width = static_cast<unsigned>(std::bit_width(distance));
  if (width <= kMantissaBits) return distance;
  const unsigned shift = width - kMantissaBits - 1;
  return (std::size_t{shift} << kMantissaBits) + (distance >> shift);
}

// The two order statistics around a request, answered from a small sorted or selected range.
double interpolated(std::int64_t low, std::int64_t high, double fraction) {
  const auto base = static_cast<double>(low);
  return base + fraction * static_cast<double>(high - low);
}

void by_selection(std::span<std::int64_t> values, std::span<PercentileRequest> requests) {
  const std::size_t n = values.size();
  std::size_t from = 0;
  for (PercentileRequest& request : requests) {
    const double position = request.p * static_cast<double>(n - 1);
    const auto rank = static_cast<std::size_t>(position);
    const auto at = [&](std::size_t k) { return values.begin() + static_cast<std::ptrdiff_t>(k); };
    std::nth_element(at(from), at(rank), values.end());
    const std::int64_t low = values[rank];
    const std::int64_t high = rank + 1 < n ? *std::min_element(at(rank + 1), values.end()) : low;
    request.value = interpolated(low, high, position - static_cast<double>(rank));
    from = rank;
  }
}

// Order statistics by their bin: only the values of bins that are asked for are looked at closely.
class BinnedValues {
 public:
  explicit BinnedValues(std::span<const std::int64_t> values) : values_(values) {
    least_ = *std::min_element(values.begin(), values.end());
    for (const std::int64_t value : values) ++count_[bin_of(distance(value))];
  }

  std::int64_t order_statistic(std::size_t rank) {
    std::size_t bin = 0;
    std::size_t before = 0;
    while (before + count_[bin] <= rank) before += count_[bin++];
    if (bin != loaded_) load(bin);
    const auto at = members_.begin() + static_cast<std::ptrdiff_t>(rank - before);
    std::nth_element(members_.begin(), at, members_.end());
    return *at;
  }

 private:
  [[nodiscard]] std::uint64_t distance(std::int64_t value) const {
    return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(least_);
  }
  void load(std::size_t bin) {
    members_.clear();
    for (const std::int64_t value : values_) {
      if (bin_of(distance(value)) == bin) members_.push_back(value);
    }
    loaded_ = bin;
  }

  std::span<const std::int64_t> values_;
  std::int64_t least_ = 0;
  std::array<std::size_t, kBins> count_{};
  std::vector<std::int64_t> members_;
  std::size_t loaded_ = kBins;
};

}  // namespace

void exact_percentiles(std::span<std::int64_t> values, std::span<PercentileRequest> requests) {
  constexpr std::size_t kSmall = 4096;
  if (values.empty()) {
    for (PercentileRequest& request : requests) request.value = 0;
    return;
  }
  if (values.size() <= kSmall) return by_selection(values, requests);
  BinnedValues binned(values);
  for (PercentileRequest& request : requests) {
    const double position = request.p * static_cast<double>(values.size() - 1);
    const auto rank = static_cast<std::size_t>(position);
    const std::int64_t low = binned.order_statistic(rank);
    const std::int64_t high = rank + 1 < values.size() ? binned.order_statistic(rank + 1) : low;
    request.value = interpolated(low, high, position - static_cast<double>(rank));
  }
}

}  // namespace parcours::analysis
