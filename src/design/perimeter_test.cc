#include "design/perimeter.h"

#include <gtest/gtest.h>

namespace parcours::design {
namespace {

Perimeter parse(const std::string& text) {
  return parse_perimeter(parse_yaml(text, "p.yaml"));
}

// The error of a text, as "line: message (hint)".
std::string error_of(const std::string& text) {
  try {
    static_cast<void>(parse(text));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
           error.hint().text() + ")";
  }
  return "no error";
}

TEST(Perimeter, WrittenTextReadsBackEqual) {
  const Perimeter all = parse(R"(perimeter: retail-2026
title: {en: Retail, fr: Vente au détail}
designs: [maison-lumen]
segments:
  - {id: private, title: Private customers, recognised_by: {property: segment, in: [gold, "no"]}}
  - {id: callers, recognised_by: {pattern: 'phone.call[2..]'}}
stages: [order, deliver]
channels: [web, "on"]
levels:
  - {measure: satisfaction, current: 6.8, source: "survey of 2025", target: 7.5, by: 2026-12-31}
  - {measure: promise, stage: deliver, target: 0.95}
left_out:
  - {what: Business customers, why: {en: Another team's, fr: "C'est une autre équipe"}}
)");
  EXPECT_EQ(all.segments[0].recognised_by->values, (std::vector<std::string>{"gold", "no"}));
  EXPECT_EQ(all.levels[1].measure, LevelOf::Promise);
  EXPECT_FALSE(all.levels[1].current.has_value());
  EXPECT_EQ(all.left_out[0].why.fr, "C'est une autre équipe");
  EXPECT_EQ(parse(perimeter_text(all)), all);
  EXPECT_EQ(parse(perimeter_text(parse("perimeter: p"))), parse("perimeter: p"));
}

TEST(Perimeter, MistakesAreToldWithTheirPlace) {
  const auto with = [](const std::string& line) {
    return error_of("perimeter: p\nstages: [order]\n" + line);
  };
  EXPECT_EQ(with("chanels: [web]"), "3: a perimeter has no 'chanels' (did you mean 'channels'?)");
  EXPECT_EQ(with("channels: [web, web]"), "3: 'web' stands here twice ()");
  EXPECT_EQ(with("segments: [{id: a}, {id: a}]"), "3: there are two segments 'a' ()");
  EXPECT_EQ(with("levels: [{measure: promises, target: 1}]"),
            "3: there is no measure 'promises' (did you mean 'promise'?)");
  EXPECT_EQ(with("levels: [{measure: reach, target: 7}]"),
            "3: 'target' is 7; it must lie in 0 … 1 ()");
  EXPECT_EQ(with("levels: [{measure: cx, stage: ordr, target: 1}]"),
            "3: stage 'ordr' is not among those looked at (did you mean 'order'?)");
  EXPECT_EQ(with("levels: [{measure: cx, current: 1, target: 2}]"),
            "3: the level of today does not say where it comes from (add 'source', or leave "
            "'current' out: it can be measured)");
  EXPECT_EQ(with("levels: [{measure: cx, target: 2}, {measure: cx, target: 3}]"),
            "3: the level of 'cx' is said twice ()");
  EXPECT_EQ(with("levels: [{measure: cx, target: 2, by: 2026-13-01}]"),
            "3: '2026-13-01' is no day (write days as 2025-12-25)");
  EXPECT_EQ(with("left_out: [{what: x}]").substr(0, 2), "3:");
}

}  // namespace
}  // namespace parcours::design
