#include "analysis/pattern.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "analysis/pattern_bits.h"
#include "analysis/pattern_program.h"
#include "analysis/pattern_scan.h"
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

// Journeys of 1 to 80 events of a few touchpoints, many at one instant, some with a score.
journey::Snapshot random_journeys(std::mt19937_64& random) {
  testing::SnapshotBuilder builder;
  std::int64_t last = 0;
  for (int j = 0; j < 25; ++j) {
    builder.journey(std::to_string(j), random() % 3 == 0 ? Still::Running : Still::Over);
    auto now = static_cast<std::int64_t>(random() % 100);
    for (std::size_t left = 1 + random() % 80; left > 0; --left) {
      now += static_cast<std::int64_t>(random() % 4);
      const std::string name(1, static_cast<char>('a' + random() % 4));
      builder.event(name, hours(now), {.score = random() % 2 == 0 ? 0.5 : -0.5});
    }
    last = std::max(last, now);
  }
  return builder.build(hours(last + 5));
}

std::string random_step(std::mt19937_64& random) {
  const std::string name(1, static_cast<char>('a' + random() % 4));
  return random() % 5 == 0 ? name + "{score<0}" : name;
}

// A chain of steps, with neighbours, negations and limits.
std::string random_chain(std::mt19937_64& random) {
  std::string text = random_step(random);
  for (std::size_t more = random() % 4; more > 0; --more) {
    if (random() % 4 == 0) {
      text += " ->> ";
    } else {
      text += " -> ";
      if (random() % 3 == 0) text += "!" + random_step(random) + " -> ";
      if (random() % 4 == 0) text += "within " + std::to_string(1 + random() % 9) + "h ";
    }
    text += random_step(random);
  }
  if (random() % 3 == 0) text += " within " + std::to_string(1 + random() % 30) + "h";
  return text;
}

TEST(Pattern, AllEventsAtOnceAgreeWithOneByOne) {
  std::mt19937_64 random(11);
  std::size_t taken = 0;
  std::size_t occurrences = 0;
  std::size_t open = 0;
  for (int i = 0; i < 1'500; ++i) {
    const journey::Snapshot snapshot = random_journeys(random);
    const journey::JourneyView view = snapshot.view();
    const std::string text = random_chain(random);
    SCOPED_TRACE(text);
    const PatternProgram program(parse_pattern(text), snapshot);
    PatternBits bits(program, view);
    PatternScan scan(program, view);
    for (std::size_t j = 0; j < view.journeys(); ++j) {
      if (!bits.takes(j)) continue;
      ++taken;
      const auto at_once = bits.walk(j);
      const auto one_by_one = scan.walk(j);
      ASSERT_EQ(at_once.size(), one_by_one.size()) << j;
      for (std::size_t k = 0; k < at_once.size(); ++k) {
        ASSERT_EQ(at_once[k].start_us, one_by_one[k].start_us);
        ASSERT_EQ(at_once[k].end_us, one_by_one[k].end_us);
      }
      occurrences += at_once.size();
      if (!at_once.empty()) continue;
      ASSERT_EQ(bits.in_progress(j), scan.in_progress(j)) << j;
      open += bits.in_progress(j) ? 1 : 0;
    }
  }
  EXPECT_GT(taken, 20'000U);
  EXPECT_GT(occurrences, 20'000U);
  EXPECT_GT(open, 500U);
}

}  // namespace
}  // namespace parcours::analysis
