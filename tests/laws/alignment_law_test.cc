// Alignments are the cheapest there are: held against a search that tries everything on the tree
// itself (support/model_language.h), on small random models, costs and sequences.
//
// PARCOURS_ALIGNMENT_WORLDS sets how many; the default takes some seconds.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "support/model_language.h"

namespace parcours::testing {
namespace {

using namespace design;

std::size_t worlds() {
  const char* const said = std::getenv("PARCOURS_ALIGNMENT_WORLDS");
  return said == nullptr ? 20'000 : static_cast<std::size_t>(std::atoll(said));
}

struct AlignmentWorld {
  ProcessModel model;
  AlignmentCosts costs;
  std::vector<LivedLabel> lived;
  Ending ending = Ending::Finished;

  [[nodiscard]] std::string text() const {
    std::string out = model_text(model) + (ending == Ending::Open ? " open" : " finished");
    for (const LivedLabel label : lived) out += " " + std::to_string(label);
    return out;
  }
};

// Activities 3 to 5, labels one more; a third of the worlds has costs of its own and labels that
// stand for other activities.
AlignmentWorld world_number(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  AlignmentWorld world;
  world.model = random_model(random, 7, 3 + random() % 3);
  world.costs = unit_costs(world.model, 1);
  if (random() % 3 == 0) {
    for (std::int64_t& cost : world.costs.lived_only)
      cost = static_cast<std::int64_t>(random() % 4);
    for (std::int64_t& cost : world.costs.designed_only) {
      cost = static_cast<std::int64_t>(random() % 4);
    }
    for (auto& label : world.costs.stands_for) {
      if (world.model.activities.empty() || random() % 2 == 0) continue;
      label.push_back(
          {.activity = static_cast<std::uint32_t>(random() % world.model.activities.size()),
           .kind = MoveKind::Substituted,
           .cost = static_cast<std::int64_t>(random() % 3)});
    }
  }
  const std::size_t events = random() % 8;
  for (std::size_t i = 0; i < events; ++i) {
    world.lived.push_back(static_cast<LivedLabel>(random() % world.costs.lived_only.size()));
  }
  if (random() % 3 == 0) world.ending = Ending::Open;
  return world;
}

TEST(Alignment, NoneIsCheaper) {
  for (std::size_t i = 0; i < worlds(); ++i) {
    const AlignmentWorld world = world_number(i + 1);
    const Aligner aligner(world.model, world.costs);
    const Alignment found = aligner.align(world.lived, world.ending);
    ASSERT_TRUE(found.is_optimal()) << i << ": " << world.text();
    ASSERT_EQ(found.cost, least_cost(world.model, world.costs, world.lived, world.ending))
        << i << ": " << world.text();
    ASSERT_EQ(wrong_with(world.model, world.costs, world.lived, world.ending, found), "")
        << i << ": " << world.text();
  }
}

// Whether there was a choice, and that the fewest moves but synchronous ones were made.
TEST(Alignment, IsAmbiguousWhereAnotherDecidesOtherwise) {
  std::size_t ambiguous = 0;
  for (std::size_t i = 0; i < worlds() / 10; ++i) {
    const AlignmentWorld world = world_number(i + 500'001);
    const Alignment found = Aligner(world.model, world.costs).align(world.lived, world.ending);
    const BestAlignments best =
        best_alignments(world.model, world.costs, world.lived, world.ending);
    const auto deviations = std::ranges::count_if(
        found.moves, [](const Move& move) { return move.kind != MoveKind::Synchronous; });
    ASSERT_EQ(found.cost, best.cost) << world.text();
    ASSERT_EQ(deviations, best.deviations) << world.text();
    ASSERT_EQ(found.ambiguous, best.different > 1) << world.text();
    ambiguous += found.ambiguous ? 1 : 0;
  }
  EXPECT_GT(ambiguous, worlds() / 100);
}

// A line of stations, as a text.
std::string random_line(std::mt19937_64& random) {
  std::string out = "sequence(";
  for (std::size_t i = 1 + random() % 5; i-- > 0;) {
    const auto name = [&] { return std::string(1, static_cast<char>('a' + random() % 4)); };
    std::string station = random() % 3 == 0 ? "choice(" + name() + ", " + name() + ")" : name();
    if (random() % 3 == 0) station = "loop(" + station + ")";
    if (random() % 3 == 0) station = "optional(" + station + ")";
    out += station + (i == 0 ? ")" : ", ");
  }
  return out;
}

// A choice between a line and the same line is none, and allows the same.
TEST(Alignment, ALineIsAlignedAsByTheTables) {
  for (std::size_t i = 0; i < worlds(); ++i) {
    std::mt19937_64 random(i + 1);
    const std::string text = random_line(random);
    const ProcessModel line = parse_model(text, "line");
    const ProcessModel table = parse_model(fmt::format("choice({}, {})", text, text), "table");
    AlignmentCosts costs = unit_costs(line, 1);
    if (i % 3 == 0) {
      for (std::int64_t& cost : costs.lived_only) cost = static_cast<std::int64_t>(random() % 4);
      for (std::int64_t& cost : costs.designed_only) cost = static_cast<std::int64_t>(random() % 4);
      costs.stands_for.back().push_back({.activity = 0,
                                         .kind = MoveKind::Substituted,
                                         .cost = static_cast<std::int64_t>(random() % 3)});
    }
    std::vector<LivedLabel> lived;
    for (std::size_t k = random() % 9; k-- > 0;) {
      lived.push_back(static_cast<LivedLabel>(random() % costs.lived_only.size()));
    }
    const Ending ending = random() % 3 == 0 ? Ending::Open : Ending::Finished;
    const Alignment quick = Aligner(line, costs).align(lived, ending);
    const Alignment found = Aligner(table, costs).align(lived, ending);
    const std::string world = AlignmentWorld{line, costs, lived, ending}.text();
    ASSERT_EQ(quick.cost, found.cost) << world;
    ASSERT_EQ(quick.ambiguous, found.ambiguous) << world;
    ASSERT_EQ(quick.moves, found.moves) << world;
    ASSERT_EQ(quick.cost, least_cost(line, costs, lived, ending)) << world;
    ASSERT_EQ(wrong_with(line, costs, lived, ending, quick), "") << world;
  }
}

TEST(Alignment, WhereTheBudgetEndsTheAnswerIsBounded) {
  for (const std::uint64_t states : {0U, 300U, 2'000U, 20'000U}) {
    for (std::size_t i = 0; i < 1'000; ++i) {
      const AlignmentWorld world = world_number(i + 1);
      const Aligner aligner(world.model, world.costs, {.states = states});
      const Alignment found = aligner.align(world.lived, world.ending);
      const std::int64_t least = least_cost(world.model, world.costs, world.lived, world.ending);
      ASSERT_LE(found.at_least, least) << world.text();
      ASSERT_GE(found.cost, least) << world.text();
      ASSERT_EQ(wrong_with(world.model, world.costs, world.lived, world.ending, found), "")
          << world.text();
    }
  }
}

}  // namespace
}  // namespace parcours::testing
