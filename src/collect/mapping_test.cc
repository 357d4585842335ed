#include "collect/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "base/instant.h"
#include "collect/touchpoint_rules.h"

namespace parcours::collect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kFull = R"(mapping: shop
source: {rank: 10}
file: {format: csv, separator: ";", encoding: latin-1, header: [a, "b c"]}
columns:
  customer: [customer_id, e-mail]
  case: episode
  time: {column: time, format: "%d/%m/%Y %H:%M", zone: Europe/Paris, day: end}
  activity: {columns: [a, b], join: " - "}
  channel: {constant: web}
  id: event_id
  lifecycle: "lifecycle:transition"
  score: {column: score, scale: [0, 10]}
  verbatim: comment
  value: amount
properties: [reason, "with \"quote\" and \\"]
journeys: {by: gap, gap: 30m, quiet: 30d, closes: [contract.cancelled]}
touchpoints:
  - {exact: A_SUBMITTED, to: application.submitted}
  - {prefix: "W_", to: "work.{rest}", channel: store}
  - {pattern: '^T\d+ (.*)$', to: '$1'}
  - {column: reason, value: late, to: call.late}
  - {prefix: X_, ignore: true}
)";

Mapping read(std::string_view text) {
  return parse_mapping(parse_yaml(text, "m.yaml"));
}

std::string message(std::string_view text) {
  try {
    static_cast<void>(read(text));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::BadInput);
    return error.what();
  }
  return "no error";
}

TEST(Mapping, ReadsEveryPart) {
  const Mapping m = read(kFull);
  EXPECT_EQ(m.name, "shop");
  EXPECT_EQ(m.rank, 10);
  EXPECT_EQ(m.file.format, FileOptions::Format::Csv);
  EXPECT_EQ(m.file.csv.separator, ';');
  EXPECT_EQ(m.file.csv.encoding, Encoding::Latin1);
  EXPECT_THAT(m.file.csv.names, ElementsAre("a", "b c"));
  EXPECT_THAT(m.customer, ElementsAre("customer_id", "e-mail"));
  EXPECT_EQ(m.time.zone, "Europe/Paris");
  EXPECT_EQ(m.time.day, TimeColumn::Day::End);
  EXPECT_EQ(m.activity.join, " - ");
  EXPECT_EQ(m.constant_channel, "web");
  EXPECT_EQ(m.scale, (Scale{.least = 0, .most = 10}));
  EXPECT_EQ(m.journeys.gap_us, 30 * kMinuteUs);
  EXPECT_EQ(m.journeys.quiet_us, 30 * kDayUs);
  EXPECT_EQ(m.touchpoints.size(), 5U);
}

TEST(Mapping, ShortFormsMeanTheDefaults) {
  const Mapping m = read("{mapping: s, columns: {customer: c, time: t, activity: a, score: s}}");
  EXPECT_EQ(m.time.format, "iso");
  EXPECT_EQ(m.time.zone, "UTC");
  EXPECT_EQ(m.rank, 100);
  EXPECT_FALSE(m.scale);
  EXPECT_FALSE(m.properties);
  EXPECT_EQ(m.journeys.by, JourneyRule::By::Customer);
}

TEST(Mapping, TextReadsBackToTheSame) {
  const std::string once = mapping_text(read(kFull));
  EXPECT_EQ(mapping_text(read(once)), once);
  EXPECT_THAT(once, HasSubstr("{by: gap, gap: 30m, quiet: 30d, closes: [contract.cancelled]}"));
  const Mapping again = read(once);
  EXPECT_EQ(again.properties, read(kFull).properties);
  EXPECT_EQ(again.touchpoints[2].pattern, "^T\\d+ (.*)$");
}

TEST(Mapping, MistakesAreAnsweredWithTheirPlace) {
  const auto with = [](const std::string& columns) {
    return message("mapping: s\ncolumns: {customer: c, time: t, activity: a}\n" + columns);
  };
  EXPECT_THAT(message("mapping: s\n"), HasSubstr("no 'columns'"));
  EXPECT_THAT(message("mapping: s\ncolumns: {time: t, activity: a}"), HasSubstr("no 'customer'"));
  EXPECT_THAT(with("journeys: {by: case}"), HasSubstr("m.yaml:3:"));
  EXPECT_THAT(with("journeys: {by: gap}"), HasSubstr("need 'gap'"));
  EXPECT_THAT(with("jurneys: {by: gap}"), HasSubstr("did you mean 'journeys'"));
  EXPECT_THAT(with("touchpoints: [{pattern: '(', to: x}]"), HasSubstr("not a regular expression"));
  EXPECT_THAT(with("touchpoints: [{pattern: 'a', to: $1}]"), HasSubstr("does not catch"));
  EXPECT_THAT(with("touchpoints: [{to: x}]"), HasSubstr("needs a condition"));
  EXPECT_THAT(with("file: {separator: ab}"), HasSubstr("'separator' cannot be"));
  const auto time = [](const std::string& node) {
    return message("mapping: s\ncolumns: {customer: c, activity: a, time: " + node + "}");
  };
  EXPECT_THAT(time("{column: t, zone: Europe/Pari}"), HasSubstr("did you mean 'Europe/Paris'"));
  EXPECT_THAT(time("{column: t, format: '%Q'}"), HasSubstr("unknown '%Q'"));
  EXPECT_THAT(time("{column: t, format: isoo}"), HasSubstr("not a time format"));
}

TEST(Mapping, MissingColumnIsNamedWithTheNearest) {
  const Mapping m = read("mapping: s\ncolumns:\n  customer: custmer_id\n  time: t\n  activity: a");
  const std::vector<std::string> columns = {"customer_id", "t", "a"};
  try {
    check_columns(m, columns);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("m.yaml:3:13"));
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'customer_id'"));
  }
}

TEST(TouchpointRules, FirstMatchWinsAndAllConditionsHold) {
  const TouchpointRules rules(read(kFull).touchpoints);
  EXPECT_THAT(rules.property_columns(), ElementsAre("reason"));
  const auto recognise = [&](std::string_view name, std::string_view reason) {
    const std::vector<std::string_view> properties = {reason};
    return rules.recognise(name, properties);
  };
  EXPECT_EQ(recognise("A_SUBMITTED", "late").name, "application.submitted");
  EXPECT_EQ(recognise("W_Calling", ""),
            (RecognisedTouchpoint{"work.Calling", "store", TouchpointRule::Use::Keep}));
  EXPECT_EQ(recognise("T02 Check", "").name, "Check");
  EXPECT_EQ(recognise("call", "late").name, "call.late");
  EXPECT_EQ(recognise("call", "early").name, "call");
  EXPECT_EQ(recognise("X_1", "").use, TouchpointRule::Use::Ignore);
}

}  // namespace
}  // namespace parcours::collect
