#include "experience/recognise.h"

#include <gtest/gtest.h>

#include "support/snapshot_builder.h"

namespace parcours::experience {
namespace {

using testing::hours;
using testing::SnapshotBuilder;

Repository repository(const std::string& when) {
  return parse_repository(parse_yaml(
      "{repository: r, touchpoints: [{touchpoint: call, interactions: [{id: hit, grade: 1" +
          (when.empty() ? "" : ", when: [" + when + "]") + "}]}]}",
      "r.yaml"));
}

std::string error_of(const std::string& when) {
  try {
    static_cast<void>(repository(when));
  } catch (const Error& error) {
    return error.message().text();
  }
  return "no error";
}

// One journey with calls that differ, after an order; and a journey with a call alone.
journey::Snapshot calls() {
  SnapshotBuilder log;
  log.journey("ana").event("order", hours(0), {.channel = "web"});
  log.event("call", hours(1),
            {.channel = "phone", .score = 3, .value = 10, .properties = {{"wait", " 30 "}}});
  log.event("call", hours(4), {.channel = "Phone", .properties = {{"wait", "300.0"}}});
  log.event("order", hours(30)).event("call", hours(31), {.properties = {{"wait", "long"}}});
  log.journey("bob").event("call", hours(2), {.channel = "chat", .score = 8});
  return log.build(hours(50));
}

// Which of the four calls are recognised, as "1" and "0".
std::string hits(const std::string& when) {
  const journey::Snapshot snapshot = calls();
  const Recognised recognised = recognise(repository(when), snapshot, {});
  std::string out;
  std::uint64_t occurrences = 0;
  for (std::size_t e = 0; e < snapshot.touchpoint.size(); ++e) {
    const bool hit = !recognised.set(recognised.set_of_event[e]).empty();
    occurrences += hit ? 1 : 0;
    if (snapshot.touchpoint[e] == snapshot.touchpoint_of("call")) {
      out += hit ? '1' : '0';
    } else {
      EXPECT_FALSE(hit);
    }
  }
  EXPECT_EQ(recognised.interactions[0].occurrences, occurrences);
  return out;
}

TEST(Recognise, WithoutConditionEveryEventOfTheTouchpoint) {
  EXPECT_EQ(hits(""), "1111");
}

TEST(Recognise, Properties) {
  EXPECT_EQ(hits("{property: wait, is: 30}"), "1000");   // blanks do not count
  EXPECT_EQ(hits("{property: wait, is: 300}"), "0100");  // 300.0 is 300
  EXPECT_EQ(hits("{property: wait, is_not: 30}"), "0110");
  EXPECT_EQ(hits("{property: wait, in: [30, long]}"), "1010");
  EXPECT_EQ(hits("{property: wait, above: 30}"), "0100");  // "long" is no number
  EXPECT_EQ(hits("{property: wait, at_least: 30, below: 300}"), "1000");
  EXPECT_EQ(hits("{property: wait, present: true}"), "1110");
  EXPECT_EQ(hits("{property: wait, absent: true}"), "0001");
  EXPECT_EQ(hits("{property: wait, present: false}"), "0001");
  EXPECT_EQ(hits("{property: unknown, is: 1}"), "0000");
  EXPECT_EQ(hits("{property: unknown, absent: true}"), "1111");
}

TEST(Recognise, ChannelScoreAndValue) {
  EXPECT_EQ(hits("{channel: phone}"), "1100");
  EXPECT_EQ(hits("{channel: [chat, phone]}"), "1101");
  EXPECT_EQ(hits("{score: 3}"), "1000");
  EXPECT_EQ(hits("{score: {at_most: 8, above: 3}}"), "0001");
  EXPECT_EQ(hits("{score: {absent: true}}"), "0110");
  EXPECT_EQ(hits("{value: {at_least: 10}}"), "1000");
  EXPECT_EQ(hits("{channel: phone}, {score: {present: true}}"), "1000");  // all must hold
}

TEST(Recognise, WaitingAndRepeats) {
  EXPECT_EQ(hits("{waited: {longer_than: 1h, since: order}}"), "0100");
  EXPECT_EQ(hits("{waited: {shorter_than: 61m, since: order}}"), "1010");
  EXPECT_EQ(hits("{waited: {longer_than: 2h}}"), "0100");  // since the event before
  EXPECT_EQ(hits("{waited: {longer_than: 1ms, since: call}}"), "0110");
  EXPECT_EQ(hits("{repeated: {within: 3h}}"), "0100");  // both ends included
  EXPECT_EQ(hits("{repeated: {within: 179m}}"), "0000");
  EXPECT_EQ(hits("{repeated: {within: 30h, at_least: 3}}"), "0010");
}

TEST(Recognise, SeveralInteractionsOfOneEvent) {
  const Repository two = parse_repository(parse_yaml(R"(
repository: r
touchpoints:
  - touchpoint: order
    interactions: [{id: ordered, grade: 1}]
  - touchpoint: "c*"
    interactions: [{id: any, grade: -1}, {id: phone, grade: 2, when: [{channel: phone}]}]
)",
                                                     "r.yaml"));
  const Recognised recognised = recognise(two, calls(), {});
  const auto of = [&](std::size_t event) {
    const auto set = recognised.set(recognised.set_of_event[event]);
    return std::vector<std::uint16_t>(set.begin(), set.end());
  };
  EXPECT_EQ(of(0), (std::vector<std::uint16_t>{0}));
  EXPECT_EQ(of(1), (std::vector<std::uint16_t>{1, 2}));
  EXPECT_EQ(of(5), (std::vector<std::uint16_t>{1}));
  EXPECT_EQ(recognised.interactions[1].attainable, 2);
}

TEST(Recognise, NamesWhatTheDataDoNotKnow) {
  const Recognised recognised =
      recognise(repository("{property: wai, above: 3}, {waited: {longer_than: 1h, since: ordr}}"),
                calls(), {});
  ASSERT_EQ(recognised.notices.size(), 2U);
  EXPECT_NE(recognised.notices[0].en.find("did you mean 'order'?"), std::string::npos);
  EXPECT_NE(recognised.notices[1].fr.find("«\u00a0wait\u00a0»"), std::string::npos);
}

TEST(Repository, MistakesAreNamed) {
  EXPECT_EQ(error_of("{property: x}"), "the condition on 'x' compares with nothing");
  EXPECT_EQ(error_of("{is: 3}"), "the condition says nothing to look at");
  EXPECT_EQ(error_of("{channel: a, score: 3}"),
            "the condition looks at both 'channel' and 'score'");
  EXPECT_EQ(error_of("{channel: a, above: 3}"), "'above' does not go with 'channel'");
  EXPECT_EQ(error_of("{waited: {since: a}}"), "'waited' needs 'longer_than' or 'shorter_than'");
  EXPECT_EQ(error_of("{repeated: {at_least: 2}}"), "the repeated has no 'within'");
  EXPECT_EQ(error_of("{repeated: {within: 1h, at_least: 1}}"),
            "'at_least' must be a whole number from 2 to 100");
  EXPECT_EQ(error_of("{score: {below: low}}"), "'below' must be a number, not 'low'");
  EXPECT_EQ(error_of("{propertyy: x, is: 3}"), "a condition has no 'propertyy'");
}

TEST(Repository, GradesAndNamesAreChecked) {
  const auto error = [](const std::string& entry) {
    try {
      static_cast<void>(
          parse_repository(parse_yaml("repository: r\ntouchpoints:\n" + entry, "r.yaml")));
    } catch (const Error& e) {
      return std::to_string(e.where().line) + ": " + e.message().text();
    }
    return std::string("no error");
  };
  const std::string a = "  - {touchpoint: a, interactions: [{id: x, grade: 1}]}\n";
  EXPECT_EQ(error(a), "no error");
  EXPECT_EQ(error(a + a), "4: there are two interactions 'x'");
  EXPECT_EQ(error(a + "  - {touchpoint: a, interactions: [{id: y, grade: 1}]}\n"),
            "4: 'a' has an entry already");
  EXPECT_EQ(error("  - {touchpoint: a, interactions: [{id: x, grade: 0}]}\n"),
            "3: a grade is not 0");
  EXPECT_EQ(error("  - {touchpoint: a, interactions: [{id: x, grade: 4}]}\n"),
            "3: 'grade' must be a whole number from -3 to 3");
  EXPECT_EQ(error("  - {touchpoint: a, interactions: [{id: x, grade: 2, attainable: 1}]}\n"),
            "3: what is attainable (1) lies below the grade (2)");
  EXPECT_EQ(error("  - {touchpoint: a, interactions: []}\n"), "3: 'interactions' lists nothing");
  EXPECT_EQ(error("  - {touchpoint: a, interactions: 3}\n").substr(0, 31),
            "3: 'interactions' must be a lis");
  std::string many = "  - {touchpoint: a, interactions: [{id: x, grade: 1}";
  for (int i = 0; i < 64; ++i) many += ", {id: x" + std::to_string(i) + ", grade: 1}";
  EXPECT_EQ(error(many + "]}\n"), "3: 'a' has 65 interactions; at most 64 are read");
}

TEST(Repository, WrittenTextReadsBackEqual) {
  const Repository all = repository(
      "{property: p, is: '1', is_not: \"no\", in: [a, 'null'], below: 1.5, above: -1, at_least: 0, "
      "at_most: 1, present: true, absent: true}, {channel: x}, {score: 3}, {value: {below: 0.1}}, "
      "{waited: {longer_than: 90m, shorter_than: 3d, since: \"web.*\"}}, {repeated: {within: 7d}}");
  EXPECT_EQ(all.touchpoints[0].interactions[0].when.size(), 15U);
  EXPECT_EQ(parse_repository(parse_yaml(repository_text(all), "again")), all);
}

}  // namespace
}  // namespace parcours::experience
