#include "analysis/percentile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

namespace parcours::analysis {
namespace {

double by_definition(std::vector<std::int64_t> values, double p) {
  std::sort(values.begin(), values.end());
  const double position = p * static_cast<double>(values.size() - 1);
  const auto rank = static_cast<std::size_t>(position);
  const std::size_t next = std::min(rank + 1, values.size() - 1);
  return static_cast<double>(values[rank]) +
         (position - static_cast<double>(rank)) * static_cast<double>(values[next] - values[rank]);
}

TEST(Percentile, AgreesWithSortingForEverySizeAndShape) {
  std::mt19937_64 random(3);
  for (const std::size_t n : {1U, 2U, 3U, 10U, 4096U, 4097U, 50'000U}) {
    for (int shape = 0; shape < 4; ++shape) {
      std::vector<std::int64_t> values(n);
      for (auto& v : values) {
        const auto r = static_cast<std::int64_t>(random() >> 2U);
        v = shape == 0 ? r % 10 : shape == 1 ? r : shape == 2 ? -(r % 1'000'000) : r % 86'400'000;
      }
      std::array<PercentileRequest, 6> wanted = {
          {{0, 0}, {0.1, 0}, {0.25, 0}, {0.5, 0}, {0.9, 0}, {1, 0}}};
      std::vector<std::int64_t> work = values;
      exact_percentiles(work, wanted);
      for (const auto& request : wanted) {
        EXPECT_DOUBLE_EQ(request.value, by_definition(values, request.p)) << n << " " << request.p;
      }
    }
  }
}

}  // namespace
}  // namespace parcours::analysis
