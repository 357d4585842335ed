#include "design/alignment.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace parcours::design {
namespace {

// Labels are the activities in the order of the text, then x and y.
struct Aligned {
  explicit Aligned(const std::string& text) : model(parse_model(text, "m")) {
    costs = unit_costs(model, 2);
  }

  Alignment align(const std::string& letters, Ending ending = Ending::Finished) {
    std::vector<LivedLabel> lived;
    for (const char c : letters) lived.push_back(label(c));
    return Aligner(model, costs).align(lived, ending);
  }
  [[nodiscard]] LivedLabel label(char c) const {
    const auto found = std::ranges::find(model.activities, std::string(1, c));
    const auto place = static_cast<std::size_t>(found - model.activities.begin());
    return static_cast<LivedLabel>(found == model.activities.end() ? place + (c == 'y' ? 1 : 0)
                                                                   : place);
  }
  // Moves as text: a synchronous, (a) missed, +a lived alone, a:b an a that stands for b.
  std::string text(const std::string& letters, Ending ending = Ending::Finished) {
    std::string out;
    for (const Move& move : align(letters, ending).moves) {
      if (!out.empty()) out += ' ';
      const std::string event = move.event == kNone ? "" : letters.substr(move.event, 1);
      const std::string activity = move.activity == kNone ? "" : model.activities[move.activity];
      switch (move.kind) {
        case MoveKind::Synchronous:
          out += activity;
          break;
        case MoveKind::Substituted:
          out += event + ":" + activity;
          break;
        case MoveKind::LivedOnly:
          out += "+" + event;
          break;
        case MoveKind::DesignedOnly:
          out += "(" + activity + ")";
          break;
      }
    }
    return out;
  }

  ProcessModel model;
  AlignmentCosts costs;
};

TEST(Alignment, MovesAreSaidInOrder) {
  Aligned line("sequence(a, b, c)");
  EXPECT_EQ(line.text("abc"), "a b c");
  EXPECT_EQ(line.text("axc"), "a (b) +x c");
  EXPECT_EQ(line.text(""), "(a) (b) (c)");
  EXPECT_EQ(line.align("axc").cost, 2);
  EXPECT_EQ(line.text("abbc"), "a b +b c");  // the first is the designed one
}

TEST(Alignment, SilentPartsCostNothingAndAreNoMoves) {
  Aligned model("sequence(optional(a), loop(b), choice(silent, sequence(c, silent)), silent)");
  for (const char* const fits : {"b", "abbb", "bc", "abc"}) {
    EXPECT_EQ(model.align(fits).cost, 0) << fits;
    EXPECT_EQ(model.align(fits).moves.size(), std::string(fits).size()) << fits;
    EXPECT_FALSE(model.align(fits).ambiguous) << fits;
  }
}

TEST(Alignment, PartsSideBySideInterleave) {
  Aligned model("sequence(a, parallel(sequence(b, c), loop(d, e)), f)");
  EXPECT_EQ(model.align("abdcf").cost, 0);
  EXPECT_EQ(model.align("adebdcf").cost, 0);
  EXPECT_EQ(model.text("acdbf"), "a (b) c d +b f");
  EXPECT_EQ(model.text("axdbf"), "a +x d b (c) f");
}

TEST(Alignment, AnOpenJourneyMissesNothingAtItsEnd) {
  Aligned model("sequence(a, parallel(b, sequence(c, d)), e)");
  EXPECT_EQ(model.text("ac"), "a c (b) (d) (e)");
  EXPECT_EQ(model.text("ac", Ending::Open), "a c");
  EXPECT_EQ(model.text("ad", Ending::Open), "a (c) d");
  EXPECT_EQ(model.text("", Ending::Open), "");
  EXPECT_EQ(Aligner(model.model, model.costs).designed_alone(Ending::Open), 0);
}

TEST(Alignment, ASubstituteIsCheaperThanMissingAndExtra) {
  Aligned model("sequence(a, b, c)");
  model.costs.lived_only.assign(model.costs.lived_only.size(), 10);
  model.costs.designed_only = {10, 30, 10};  // b is a moment of truth
  model.costs.stands_for[model.label('x')] = {
      {.activity = 1, .kind = MoveKind::Substituted, .cost = 3}};
  EXPECT_EQ(model.text("axc"), "a x:b c");
  EXPECT_EQ(model.align("axc").cost, 3);
  EXPECT_EQ(model.align("ac").cost, 30);
  EXPECT_EQ(model.text("axbc"), "a +x b c");
}

TEST(Alignment, AChoiceAmongEqualsIsSaid) {
  Aligned swapped("sequence(a, b)");
  EXPECT_TRUE(swapped.align("ba").ambiguous);  // either of the two may be the one kept
  EXPECT_EQ(swapped.text("ba"), "(a) b +a");
  EXPECT_FALSE(swapped.align("ab").ambiguous);
  EXPECT_FALSE(swapped.align("axb").ambiguous);
  EXPECT_TRUE(swapped.align("aab").ambiguous);
  Aligned either("choice(a, b)");
  EXPECT_TRUE(either.align("").ambiguous);
  EXPECT_EQ(either.text(""), "(a)");
  either.costs.designed_only = {2, 1};
  EXPECT_FALSE(either.align("").ambiguous);
  EXPECT_EQ(either.text(""), "(b)");
}

TEST(Alignment, SharedLabelsAreSearched) {
  Aligned model("parallel(sequence(a, b), sequence(a, c))");
  EXPECT_EQ(model.align("aacb").cost, 0);
  EXPECT_EQ(model.align("abac").cost, 0);
  EXPECT_EQ(model.align("abc").cost, 1);
  EXPECT_EQ(model.text("ab", Ending::Open), "a b");
  EXPECT_TRUE(model.align("aa").is_optimal());
}

TEST(Alignment, FitnessIsOfWhatNothingAlignedWouldCost) {
  Aligned model("sequence(a, b, c)");
  const Aligner aligner(model.model, model.costs);
  const std::vector<LivedLabel> lived = {model.label('a'), model.label('x'), model.label('c')};
  const std::int64_t alone = aligner.lived_alone(lived) + aligner.designed_alone(Ending::Finished);
  EXPECT_EQ(alone, 6);
  EXPECT_DOUBLE_EQ(fitness_of(2, alone), 1.0 - 2.0 / 6.0);
  EXPECT_DOUBLE_EQ(fitness_of(0, 0), 1.0);
}

TEST(Alignment, CostsOutOfBoundsAreRefused) {
  Aligned model("a");
  model.costs.lived_only[0] = -1;
  EXPECT_THROW(model.align("a"), Error);
  model.costs.lived_only[0] = kMaxMoveCost + 1;
  EXPECT_THROW(model.align("a"), Error);
  model.costs = unit_costs(model.model, 0);
  model.costs.stands_for[0][0].activity = 7;
  EXPECT_THROW(model.align("a"), Error);
  model.costs = unit_costs(model.model, 0);
  model.costs.stands_for[0][0].cost = 1;
  EXPECT_THROW(model.align("a"), Error);
}

}  // namespace
}  // namespace parcours::design
