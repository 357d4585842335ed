#include "design/persona.h"

#include <gtest/gtest.h>

#include "base/instant.h"
#include "design/persona_size.h"

namespace parcours::design {
namespace {

Personas parse(const std::string& text) {
  return parse_personas(parse_yaml(text, "p.yaml"));
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

TEST(Personas, WrittenTextReadsBackEqual) {
  const Personas all = parse(R"(personas:
  - id: planner
    title: {en: "The planner", fr: "La prévoyante"}
    share: 0.34
    recognised_by: {property: persona, in: [planner, "no"]}
    story: "She: \"compares\"\nfor weeks"
    behaviour:
      - Comes back
      - {claim: {en: Compares, fr: Compare}, evidence: observed, source: "paths from product.view"}
    context: [{claim: Renovates, evidence: reported, source: interviews of March}]
    expects: [{en: Dates, fr: Des dates}]
  - id: store
    recognised_by: {pattern: 'store.visit{channel="store"} -> order.placed within 7d'}
  - id: unknown
)");
  ASSERT_EQ(all.personas.size(), 3U);
  EXPECT_EQ(all.personas[0].behaviour[0].evidence, Evidence::Assumed);
  EXPECT_EQ(all.personas[0].behaviour[1].evidence, Evidence::Observed);
  EXPECT_EQ(all.personas[0].recognised_by->values, (std::vector<std::string>{"planner", "no"}));
  EXPECT_FALSE(all.personas[2].recognised_by.has_value());
  EXPECT_EQ(parse(personas_text(all)), all);
}

TEST(Personas, MistakesAreToldWithTheirPlace) {
  EXPECT_EQ(error_of("personas: []"), "1: 'personas' must be a list of personas ()");
  EXPECT_EQ(error_of("personas: [{id: a}, {id: a}]"), "1: there are two personas 'a' ()");
  EXPECT_EQ(error_of("personas:\n  - id: a\n    behavior: [x]"),
            "3: a persona has no 'behavior' (did you mean 'behaviour'?)");
  EXPECT_EQ(error_of("personas:\n  - id: a\n    share: 1.2"),
            "3: 'share' is 1.2; it must lie in 0 … 1 ()");
  EXPECT_EQ(error_of("personas:\n  - {id: a, share: 0.7}\n  - {id: b, share: 0.7}"),
            "3: the shares add up to 1.4 here, more than all journeys ()");
  EXPECT_EQ(error_of("personas:\n  - id: a\n    expects:\n      - {claim: x, evidence: observed}"),
            "4: the claim is observed, and does not say where (add 'source', or leave the evidence "
            "out: it is assumed then)");
  EXPECT_EQ(error_of("personas:\n  - id: a\n    recognised_by: {property: p}"),
            "3: no value of 'p' tells which journeys (add 'is: VALUE' or 'in: [VALUE, …]')");
  EXPECT_EQ(error_of("personas:\n  - id: a\n    recognised_by: {property: p, is: x, in: [y]}"),
            "3: 'in' does not go here (for example {property: segment, is: gold} or {pattern: "
            "'store.* -> order.*'})");
  EXPECT_EQ(error_of("personas:\n  - id: a\n    recognised_by: {}").substr(0, 58),
            "3: journeys are recognised by a property or by a pattern, ");
  EXPECT_NE(error_of("personas:\n  - id: a\n    recognised_by: {pattern: 'a -> '}")
                .find("3: the pattern, at its character "),
            std::string::npos);
}

// Journeys of three customers, by the day on which each begins; `of` are the persona's.
struct World {
  std::vector<std::uint64_t> first_event{0};
  std::vector<model::TouchpointId> touchpoint;
  std::vector<std::int64_t> at_us;
  std::vector<std::uint32_t> customer;
  journey::JourneySet of;

  void add(std::uint32_t whose, std::int64_t day, bool of_persona) {
    if (of_persona) of.push_back(static_cast<std::uint32_t>(customer.size()));
    customer.push_back(whose);
    touchpoint.push_back(model::TouchpointId{0});
    at_us.push_back(day * kDayUs);
    first_event.push_back(touchpoint.size());
  }
  [[nodiscard]] PersonaSize measured(std::int64_t end_day) const {
    journey::JourneyView view;
    view.first_event = first_event;
    view.touchpoint = touchpoint;
    view.at_us = at_us;
    view.customer = customer;
    view.touchpoints = 1;
    view.data_end_us = end_day * kDayUs;
    return measure_persona(view, of,
                           {Zone::utc(), analysis::CalendarUnit::Day, 0, view.data_end_us});
  }
};

TEST(PersonaSize, CountsCustomersOnceAPeriod) {
  World world;
  world.add(1, 0, true);
  world.add(1, 0, false);  // the same customer, the same day: of the persona by the other one
  world.add(1, 2, false);
  world.add(2, 0, false);
  world.add(2, 1, true);
  world.add(3, 2, true);
  const PersonaSize size = world.measured(4);
  EXPECT_EQ(size.journeys, 3U);
  EXPECT_EQ(size.all.customers, 3U);
  EXPECT_EQ(size.all.of, 3U);
  ASSERT_EQ(size.periods.size(), 3U);
  EXPECT_EQ(size.periods[0].share.customers, 1U);
  EXPECT_EQ(size.periods[0].share.of, 2U);
  EXPECT_EQ(size.periods[1].share.customers, 1U);
  EXPECT_EQ(size.periods[1].share.of, 1U);
  EXPECT_EQ(size.periods[2].share.customers, 1U);
  EXPECT_EQ(size.periods[2].share.of, 2U);
  // Nobody began a journey on the last whole day.
  EXPECT_FALSE(size.drift.has_value());
}

TEST(PersonaSize, LastWholePeriodAgainstThoseBefore) {
  World world;
  for (std::uint32_t c = 0; c < 200; ++c) world.add(c, c % 2, c % 10 == 0);
  for (std::uint32_t c = 200; c < 300; ++c) world.add(c, 2, c % 2 == 0);
  world.add(300, 3, true);  // of a day that the data do not hold whole
  const PersonaSize size = world.measured(3);
  ASSERT_TRUE(size.drift.has_value());
  EXPECT_EQ(size.drift->number, 2);
  EXPECT_EQ(size.drift->last.customers, 50U);
  EXPECT_EQ(size.drift->last.of, 100U);
  EXPECT_EQ(size.drift->before.customers, 20U);
  EXPECT_EQ(size.drift->before.of, 200U);
  EXPECT_DOUBLE_EQ(size.drift->difference.value, 0.4);
  // Newcombe's score interval of 50/100 and 20/200.
  EXPECT_NEAR(size.drift->difference.bounds.low, 0.291883, 1e-6);
  EXPECT_NEAR(size.drift->difference.bounds.high, 0.502112, 1e-6);
  EXPECT_TRUE(size.drift->drifts());
}

TEST(PersonaSize, WithoutJourneysNothingIsSaid) {
  const PersonaSize size = World{}.measured(3);
  EXPECT_EQ(size.all.of, 0U);
  EXPECT_FALSE(size.all.estimate().has_value());
  EXPECT_FALSE(size.drift.has_value());
}

}  // namespace
}  // namespace parcours::design
