// The footprint of a model is that of its language: every sequence up to eight events is tried on
// small random models (support/model_language.h).

#include <gtest/gtest.h>

#include <algorithm>

#include "design/footprint.h"
#include "support/model_language.h"

namespace parcours::testing {
namespace {

using namespace design;

// Four leaves need no more: a loop around a sequence of four, twice.
constexpr std::size_t kLeaves = 4;
constexpr std::size_t kLongest = 8;

Footprint seen_in(const ProcessModel& model) {
  const std::size_t n = model.activities.size();
  const AlignmentCosts costs = unit_costs(model, 0);
  Footprint seen{.first = ActivitySet(n),
                 .last = ActivitySet(n),
                 .follows = std::vector<ActivitySet>(n, ActivitySet(n))};
  std::vector<std::vector<LivedLabel>> open = {{}};
  while (!open.empty()) {
    const std::vector<LivedLabel> word = open.back();
    open.pop_back();
    if (least_cost(model, costs, word, Ending::Open) > 0) continue;  // nor will a longer one do
    if (least_cost(model, costs, word, Ending::Finished) == 0) {
      if (word.empty()) {
        seen.skippable = true;
      } else {
        seen.first[word.front()] = true;
        seen.last[word.back()] = true;
      }
      for (std::size_t i = 1; i < word.size(); ++i) seen.follows[word[i - 1]][word[i]] = true;
    }
    if (word.size() == kLongest) continue;
    for (LivedLabel next = 0; next < n; ++next) {
      open.push_back(word);
      open.back().push_back(next);
    }
  }
  return seen;
}

TEST(Footprint, IsThatOfTheLanguage) {
  std::mt19937_64 random(7);
  std::size_t pairs = 0;
  for (int world = 0; world < 1'000; ++world) {
    const ProcessModel model = random_model(random, kLeaves, kLeaves);
    const Footprint read = footprint_of(model);
    const Footprint seen = seen_in(model);
    ASSERT_EQ(read.first, seen.first) << model_text(model);
    ASSERT_EQ(read.last, seen.last) << model_text(model);
    ASSERT_EQ(read.follows, seen.follows) << model_text(model);
    ASSERT_EQ(read.skippable, seen.skippable) << model_text(model);
    for (const ActivitySet& of : read.follows) {
      pairs += static_cast<std::size_t>(std::ranges::count(of, true));
    }
  }
  EXPECT_GT(pairs, 1000U);  // the models are not trivial
}

}  // namespace
}  // namespace parcours::testing
