// What the miner finds in small logs, written as words of letters.
#include "design/discovery.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "design/model_reduce.h"

namespace parcours::design {
namespace {

struct Lived {
  std::string word;
  std::uint64_t times = 1;
};

Discovered found_in(const std::vector<Lived>& log, double noise = 0) {
  const std::vector<std::string> names = {"a", "b", "c", "d", "e", "f", "g", "h"};
  TraceLog traces;
  for (const Lived& one : log) {
    std::vector<ActivityCode> codes;
    for (const char c : one.word) codes.push_back(static_cast<ActivityCode>(c - 'a'));
    traces.add(codes, one.times);
  }
  return discover_model(traces, names, {.noise = noise});
}

std::string text_of(const std::vector<Lived>& log, double noise = 0) {
  return model_text(found_in(log, noise).model);
}

TEST(Discovery, EachCutIsFound) {
  EXPECT_EQ(text_of({{"a"}, {"b"}}), "choice(a, b)");
  EXPECT_EQ(text_of({{"ab"}}), "sequence(a, b)");
  EXPECT_EQ(text_of({{"ab"}, {"ba"}}), "parallel(a, b)");
  EXPECT_EQ(text_of({{"ab"}, {"abcab"}}), "loop(sequence(a, b), c)");
  EXPECT_EQ(text_of({{"aab"}}), "sequence(loop(a), b)");
}

// The example of Leemans, Fahland and van der Aalst.
TEST(Discovery, CutsAreFoundInsideEachOther) {
  EXPECT_EQ(text_of({{"abcd"}, {"acbd"}, {"abcefbcd"}, {"acbefcbd"}, {"abcefcbd"}, {"acbefbcd"}}),
            "sequence(a, loop(parallel(b, c), sequence(e, f)), d)");
  EXPECT_EQ(text_of({{"abc"}, {"acb"}, {"ade"}, {"aed"}}),
            "sequence(a, choice(parallel(b, c), parallel(d, e)))");
}

TEST(Discovery, WhatIsLeftOutTogetherStandsTogether) {
  EXPECT_EQ(text_of({{"abcd"}, {"ad"}}), "sequence(a, optional(sequence(b, c)), d)");
  EXPECT_EQ(text_of({{"abcd"}, {"acd"}, {"abd"}, {"ad"}}),
            "sequence(a, optional(b), optional(c), d)");
}

TEST(Discovery, WithoutACutWhatIsFoundAllowsTheLog) {
  EXPECT_EQ(text_of({{""}, {"ab"}}), "optional(sequence(a, b))");
  // c is in each sequence once, anywhere.
  EXPECT_EQ(text_of({{"cab"}, {"acb"}, {"abc"}}), "parallel(sequence(a, b), c)");
  // a b over and over.
  EXPECT_EQ(text_of({{"ab"}, {"abab"}, {"ababab"}}), "loop(sequence(a, b))");
}

TEST(Discovery, RareFollowersLeaveTheLog) {
  const std::vector<Lived> log = {{"abcd", 98}, {"acdb", 1}, {"dabc", 1}};
  EXPECT_EQ(text_of(log, 0.2), "sequence(a, b, c, d)");
  EXPECT_NE(text_of(log), "sequence(a, b, c, d)");
  const Discovered found = found_in(log, 0.2);
  EXPECT_EQ(found.noisy_cuts, 1U);
  EXPECT_EQ(text_of({{"ab", 95}, {"b", 5}}, 0.1), "sequence(a, b)");
  EXPECT_EQ(text_of({{"ab", 95}, {"b", 5}}, 0.01), "sequence(optional(a), b)");
  EXPECT_EQ(text_of({{"ab", 95}, {"aab", 5}}, 0.1), "sequence(a, b)");
}

TEST(Discovery, TheOrderOfTheLogDoesNotMatter) {
  EXPECT_EQ(text_of({{"cab"}, {"acb", 3}, {"abc"}, {"dab"}}),
            text_of({{"dab"}, {"abc"}, {"acb", 2}, {"cab"}, {"acb"}}));
}

TEST(Discovery, NoEventsAreAnError) {
  EXPECT_THROW((void)found_in({{""}}), Error);
  EXPECT_THROW((void)found_in({}), Error);
}

TEST(ModelReduce, SaysTheSameInFewerParts) {
  const auto short_of = [](const std::string& text) {
    return model_text(reduced(parse_model(text, "m")));
  };
  EXPECT_EQ(short_of("sequence(a, sequence(b, silent))"), "sequence(a, b)");
  EXPECT_EQ(short_of("loop(optional(a))"), "optional(loop(a))");
  EXPECT_EQ(short_of("choice(c, choice(silent, a), optional(b))"), "choice(silent, a, b, c)");
  EXPECT_EQ(short_of("loop(silent, a)"), "optional(loop(a))");
  EXPECT_EQ(short_of("parallel(b, parallel(a, silent))"), "parallel(a, b)");
  EXPECT_EQ(short_of("optional(parallel(optional(b), optional(a)))"),
            "parallel(optional(a), optional(b))");
  EXPECT_EQ(short_of("loop(loop(a))"), "loop(a)");
  EXPECT_EQ(short_of("sequence(silent)"), "silent");
}

}  // namespace
}  // namespace parcours::design
