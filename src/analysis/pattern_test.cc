#include "analysis/pattern.h"

#include <gtest/gtest.h>

#include "support/snapshot_builder.h"

namespace parcours::analysis {
namespace {

using testing::hours;
using testing::Still;

journey::Snapshot searches() {
  testing::SnapshotBuilder builder;
  builder.journey("ana")
      .event("search", hours(0), {.score = 0.5, .value = 10, .properties = {{"results", "0"}}})
      .event("call", hours(1), {.properties = {{"reason", "no result"}}});
  builder.journey("bob")
      .event("search", hours(0), {.score = -0.5, .properties = {{"results", "12"}}})
      .event("call", hours(1));
  builder.journey("chloe")
      .event("search", hours(0), {.value = 5, .properties = {{"results", "0.0"}}})
      .event("call", hours(1), {.properties = {{"reason", "bill"}}});
  builder.journey("dan").event("search", hours(0), {.properties = {{"results", "many"}}});
  return builder.build(hours(9));
}

std::uint64_t matching(const std::string& text) {
  return measure_pattern(searches(), {parse_pattern(text)}).matching;
}

TEST(Pattern, NumbersAreComparedAsNumbers) {
  EXPECT_EQ(matching("search{results=0}"), 2U);
  EXPECT_EQ(matching("search{results!=0}"), 2U);  // 12 and "many"
  EXPECT_EQ(matching("search{results<9}"), 2U);
  EXPECT_EQ(matching("search{results>=12}"), 1U);
  EXPECT_EQ(matching("search{results<=0, results>=0}"), 2U);
  EXPECT_EQ(matching("search{results>0}"), 1U);
}

TEST(Pattern, TextsArePresentOrAbsent) {
  EXPECT_EQ(matching("call{reason=no result}"), 1U);
  EXPECT_EQ(matching("call{reason=\"no result\"}"), 1U);
  EXPECT_EQ(matching("call{reason!=bill}"), 1U);  // an event without a reason is none of both
  EXPECT_EQ(matching("call{reason absent}"), 1U);
  EXPECT_EQ(matching("call{reason present}"), 2U);
  EXPECT_EQ(matching("search{results=0} -> call{reason=bill}"), 1U);
}

TEST(Pattern, ScoresAndValuesAreNumbers) {
  EXPECT_EQ(matching("search{score<0}"), 1U);
  EXPECT_EQ(matching("search{score present}"), 2U);
  EXPECT_EQ(matching("search{value absent}"), 2U);
  EXPECT_EQ(matching("search{value>=5, value<10}"), 1U);
  EXPECT_EQ(matching("{value=10}"), 1U);
}

TEST(Pattern, NegationsHaveConditions) {
  EXPECT_EQ(matching("^ -> !search{results=0} -> call"), 1U);
  EXPECT_EQ(matching("search -> !call{reason present} -> $"), 2U);
}

TEST(Pattern, ListsThePropertiesThatItReads) {
  const Pattern pattern =
      parse_pattern("^ -> !x{c=1} -> a{b=1, a present} -> (d{\"e e\" absent} | f) -> !g{h>2} -> $");
  EXPECT_EQ(properties_read(pattern), (std::vector<std::string>{"a", "b", "c", "e e", "h"}));
}

TEST(Pattern, NamesTheNearestProperty) {
  try {
    (void)matching("search -> call{raeson=bill}");
    FAIL() << "the property does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.where().column, 16U);
    EXPECT_EQ(error.where().length, 6U);
    EXPECT_EQ(error.hint().text(), "did you mean 'reason'?");
  }
}

}  // namespace
}  // namespace parcours::analysis
