#include "analysis/question_text.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/error.h"

namespace parcours::analysis {
namespace {

const std::vector<std::string> kNames = {"signup",      "pay",  "check ticket", "within reach",
                                         "a -> b path", "last", "say \"yes\""};

Question parsed(std::string_view text) {
  return parse_question(text, kNames);
}

Error error_of(std::string_view text) {
  try {
    (void)parsed(text);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error for: " << text;
  return Error(ErrorCode::Internal, Message::verbatim("none"));
}

TEST(QuestionText, FunnelsSplitAtArrowsBetweenBlanks) {
  const auto spec =
      std::get<FunnelSpec>(parsed("funnel signup -> check ticket ->  pay within 1d12h"));
  EXPECT_EQ(spec.steps,
            (std::vector{model::TouchpointId{0}, model::TouchpointId{2}, model::TouchpointId{1}}));
  EXPECT_EQ(spec.window_us, 36LL * 3'600 * 1'000'000);
  EXPECT_FALSE(std::get<FunnelSpec>(parsed("funnel pay")).window_us.has_value());
}

TEST(QuestionText, QuotesKeepWordsOfTheGrammarInNames) {
  const auto spec = std::get<FunnelSpec>(
      parsed(R"(funnel "within reach" -> "a -> b path" -> "say ""yes""" within 2 h)"));
  EXPECT_EQ(spec.steps,
            (std::vector{model::TouchpointId{3}, model::TouchpointId{4}, model::TouchpointId{6}}));
  const auto path = std::get<PathSpec>(parsed("paths from \"last\" last"));
  EXPECT_EQ(path.touchpoint, model::TouchpointId{5});
  EXPECT_EQ(path.occurrence, PathOccurrence::Last);
}

TEST(QuestionText, EveryPartOfAPath) {
  const auto path =
      std::get<PathSpec>(parsed("paths from check ticket last backward steps 3 collapse"));
  EXPECT_EQ(path.anchor, PathAnchor::Touchpoint);
  EXPECT_EQ(path.direction, PathDirection::Backward);
  EXPECT_EQ(path.steps, 3U);
  EXPECT_EQ(path.repeats, PathRepeats::Collapse);
  EXPECT_EQ(std::get<PathSpec>(parsed("paths from end")).direction, PathDirection::Backward);
  EXPECT_EQ(std::get<PathSpec>(parsed("paths from start steps 2")).anchor, PathAnchor::Start);
}

TEST(QuestionText, Variants) {
  EXPECT_EQ(std::get<VariantSpec>(parsed("variants")).limit, 20U);
  const auto spec = std::get<VariantSpec>(parsed("variants set limit 7"));
  EXPECT_EQ(spec.mode, VariantMode::Set);
  EXPECT_EQ(spec.limit, 7U);
}

TEST(QuestionText, ErrorsPointAtTheWordAtFault) {
  struct Expected {
    std::string_view text;
    std::uint32_t column;
    std::uint32_t length;
  };
  const std::vector<Expected> wrong = {{"", 1, 0},
                                       {"   funel signup", 4, 5},
                                       {"funnel", 7, 0},
                                       {"funnel signup -> within 14d", 18, 6},
                                       {"funnel signup -> pai", 18, 3},
                                       {"funnel signup -> check  ticket", 18, 13},
                                       {"funnel signup within", 21, 0},
                                       {"funnel signup within 0d", 22, 2},
                                       {"funnel signup within soon pay", 22, 8},
                                       {"funnel \"signup", 8, 7},
                                       {"paths signup", 7, 6},
                                       {"paths from start backward", 18, 8},
                                       {"paths from pay steps 21", 22, 2},
                                       {"paths from pay collapse steps 2", 25, 5},
                                       {"variants limit none", 16, 4},
                                       {"summary please", 9, 6}};
  for (const Expected& w : wrong) {
    const Error error = error_of(w.text);
    EXPECT_EQ(error.code(), ErrorCode::BadQuery) << w.text;
    EXPECT_EQ(error.where().source, "query") << w.text;
    EXPECT_EQ(error.where().line, 1U) << w.text;
    EXPECT_EQ(error.where().column, w.column) << w.text;
    EXPECT_EQ(error.where().length, w.length) << w.text;
  }
  EXPECT_NE(error_of("funnel signop").hint().text().find("signup"), std::string::npos);
  EXPECT_EQ(error_of("funnel\n  signup -> x").where().line, 2U);
  EXPECT_EQ(error_of("funnel\n  signup -> x").where().column, 13U);
}

}  // namespace
}  // namespace parcours::analysis
