#include "design/process_model.h"

#include <gtest/gtest.h>

#include "design/model_blocks.h"

namespace parcours::design {
namespace {

// The error of a text, as "line:column: message (hint)".
std::string error_of(const std::string& text) {
  try {
    static_cast<void>(parse_model(text, "m"));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ":" + std::to_string(error.where().column) + ": " +
           error.message().text() + " (" + error.hint().text() + ")";
  }
  return "no error";
}

TEST(ProcessModel, TextIsReadAndWrittenBack) {
  const std::string text =
      "sequence(register request, loop(sequence(parallel(check ticket, choice(\"a, b\", c)), "
      "decide), again), optional(pay), loop(\"silent\"), choice(x, silent))";
  const ProcessModel model = parse_model(text, "m");
  EXPECT_EQ(model_text(model), text);
  EXPECT_EQ(parse_model(model_text(model), "m"), model);
  EXPECT_EQ(model.activities[2], "a, b");
}

TEST(ProcessModel, BlanksAndLinesDoNotMatter) {
  EXPECT_EQ(model_text(parse_model(" choice ( a ,\n  \"q\\\"\" )\n", "m")), "choice(a, \"q\\\"\")");
}

TEST(ProcessModel, MistakesAreSaidWithTheirPlace) {
  EXPECT_EQ(error_of("sequence(a,\n  chioce(b, c))"),
            "2:3: 'chioce' is no way to put parts together (did you mean 'choice'?)");
  EXPECT_EQ(error_of("sequence(a, "), "1:13: an activity is missing here ()");
  EXPECT_EQ(error_of("sequence(a, b"), "1:14: a parenthesis of 'sequence' is not closed ()");
  EXPECT_EQ(error_of("a, b"), "1:2: the model ends before ', b' ()");
  EXPECT_EQ(error_of("loop(a, b, c)"),
            "1:1: this loop has 3 parts (a loop has two: what is done, and what leads back)");
  EXPECT_EQ(error_of("\"a"), "1:1: the quote is not closed ()");
  EXPECT_EQ(error_of("optional"),
            "1:1: 'optional' needs its parts in parentheses (an activity of that name stands in "
            "quotes)");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "loop(";
  EXPECT_EQ(error_of(deep), "0:0: a model is at most 200 parts deep ()");
}

TEST(ProcessModel, ATreeIsATree) {
  ProcessModel twice;
  const std::uint32_t a = twice.add_activity("a");
  (void)twice.add(PartKind::Sequence, {a, a});
  EXPECT_THROW(check_model(twice), Error);
  ProcessModel loose;
  (void)loose.add_activity("a");
  (void)loose.add_activity("b");
  EXPECT_THROW(check_model(loose), Error);
  ProcessModel later;
  later.parts = {{.kind = PartKind::Sequence, .activity = 0, .parts = {0}}};
  EXPECT_THROW(check_model(later), Error);
  EXPECT_THROW(check_model(ProcessModel{}), Error);
}

TEST(ModelBlocks, OnlyWhatIsParallelMakesBlocks) {
  const ModelBlocks one = blocks_of(parse_model("sequence(a, optional(b), loop(c, d))", "m"));
  ASSERT_EQ(one.blocks.size(), 1U);
  EXPECT_TRUE(one.blocks[0].loops);
  EXPECT_EQ(one.blocks[0].order.size(), one.blocks[0].states);
  const ModelBlocks two =
      blocks_of(parse_model("sequence(a, parallel(b, sequence(c, d)), e)", "m"));
  ASSERT_EQ(two.blocks.size(), 3U);
  EXPECT_FALSE(two.blocks[2].loops);
  EXPECT_EQ(two.blocks[1].activities, (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(two.blocks[2].activities.size(), 5U);
}

}  // namespace
}  // namespace parcours::design
