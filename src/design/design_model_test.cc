#include "design/design_model.h"

#include <gtest/gtest.h>

#include "design/conformance.h"
#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;

constexpr const char* kShop = R"(design: shop
stages:
  - id: inform
    phase: before
    optional: true
    touchpoints: [{touchpoint: "web.*", channels: [web]}, {touchpoint: ad.mail, channels: []}]
  - id: order
    phase: during
    moment_of_truth: {importance: 1}
    touchpoints: [{touchpoint: placed, channels: [web, store]}]
  - {id: use, phase: after, contact: none}
  - id: help
    phase: after
    touchpoints: [{touchpoint: call, channels: [phone]}]
loop: {from: help, to: order}
)";

Design shop() {
  return parse_design(parse_yaml(kShop, "d.yaml"));
}

struct Event {
  std::string touchpoint;
  std::string channel;
};

// Journeys held against the shop.
struct Held {
  explicit Held(const std::vector<std::vector<Event>>& journeys,
                const ConformancePrices& prices = {}) {
    testing::SnapshotBuilder log;
    for (std::size_t j = 0; j < journeys.size(); ++j) {
      log.journey("c" + std::to_string(j));
      for (const Event& event : journeys[j]) {
        log.event(event.touchpoint, hours(1), {.channel = event.channel});
      }
    }
    const journey::Snapshot snapshot = log.build(hours(9));
    design = model_of(shop(), snapshot.touchpoint_names, snapshot.channel_names, prices);
    lived = lived_journeys(snapshot.view(), design.table);
    result = measure_conformance(lived, Aligner(design.model, design.costs));
  }
  [[nodiscard]] std::int64_t cost(std::size_t journey) const {
    return result.variants[result.variant_of[journey]].cost;
  }

  DesignModel design;
  LivedJourneys lived;
  Conformance result;
};

TEST(DesignModel, StagesInOrderWithWhatMayBeLeftOut) {
  const DesignModel model = model_of(shop(), {"placed"}, {""});
  EXPECT_EQ(model_text(model.model),
            "sequence(optional(loop(inform)), loop(sequence(loop(order), optional(loop(use)), "
            "loop(help))))");
  EXPECT_EQ(model.costs.designed_only, (std::vector<std::int64_t>{10, 30, 10, 10}));
}

TEST(DesignModel, ContactsComeOnceOrMoreAndTheLoopLeadsBack) {
  const Held held({{{"web.home", "web"}, {"web.faq", "web"}, {"placed", "web"}, {"call", "phone"}},
                   {{"placed", "store"}, {"call", "phone"}, {"placed", "web"}, {"call", "phone"}}});
  EXPECT_EQ(held.result.fitting, 2U);
}

TEST(DesignModel, AnotherChannelIsASubstituteAndNoChannelIsNone) {
  const Held held({{{"placed", "phone"}, {"call", "phone"}},  // ordered by phone
                   {{"placed", ""}, {"call", "phone"}},       // nobody says where
                   {{"call", "phone"}},                       // a moment of truth is missing
                   {{"ad.mail", "mail"}, {"placed", "web"}, {"call", "phone"}},  // nobody meant it
                   {{"other", "web"}, {"placed", "web"}, {"call", "phone"}}});   // not judged
  EXPECT_EQ(held.cost(0), 3);
  EXPECT_EQ(held.cost(1), 0);
  EXPECT_EQ(held.cost(2), 30);
  EXPECT_EQ(held.cost(3), 10);
  EXPECT_EQ(held.cost(4), 0);
  EXPECT_EQ(held.lived.not_judged, 1U);
  EXPECT_EQ(held.result.activities[1].journeys_substituted, 1U);
}

TEST(DesignModel, AcceptedDeviationsCostNothing) {
  const std::vector<std::vector<Event>> journeys = {{{"placed", "phone"}, {"call", "phone"}},
                                                    {{"placed", "chat"}, {"call", "phone"}},
                                                    {{"placed", "web"}}};
  const Held some(journeys, {.accepted = {{MoveKind::Substituted, 1, "Phone"},
                                          {MoveKind::DesignedOnly, 3, ""}}});
  EXPECT_EQ(some.cost(0), 0);
  EXPECT_EQ(some.cost(1), 3);
  EXPECT_EQ(some.cost(2), 0);
  EXPECT_EQ(some.result.fitting, 2U);
}

TEST(DesignModel, ADesignDeclaresWhatItAccepts) {
  const Design design = parse_design(parse_yaml(R"(design: d
stages:
  - {id: order, phase: during, touchpoints: [{touchpoint: placed, channels: [web]}]}
  - {id: pay, phase: after, touchpoints: [paid]}
accepted:
  - {deviation: substituted, stage: order, channel: Phone, reason: Since the strike}
  - {deviation: missed, stage: pay}
)",
                                                "d.yaml"));
  EXPECT_EQ(parse_design(parse_yaml(design_text(design), "again")), design);
  const DesignModel model = model_of(design, {"placed", "paid"}, {"web", "phone", "chat"},
                                     {.accepted = {{.kind = MoveKind::LivedOnly, .stage = 1}}});
  EXPECT_EQ(model.costs.designed_only, (std::vector<std::int64_t>{10, 0}));
  for (std::size_t l = 0; l < model.labels.size(); ++l) {
    const ContactLabel& label = model.labels[l];
    EXPECT_EQ(model.costs.lived_only[l], label.stage == 1 ? 0 : 10);
    if (label.stage == 1) continue;
    EXPECT_EQ(model.costs.stands_for[l].at(0).cost, label.channel == "chat" ? 3 : 0);
  }
}

TEST(DesignModel, AcceptedDeviationsAreReadWithTheirMistakes) {
  const auto error_of = [](const std::string& accepted) {
    try {
      (void)parse_design(parse_yaml(
          "design: d\nstages: [{id: pay, phase: after, touchpoints: [paid]}]\naccepted: " +
              accepted + "\n",
          "d.yaml"));
    } catch (const Error& error) {
      return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
             error.hint().text() + ")";
    }
    return std::string("no error");
  };
  EXPECT_EQ(error_of("[{deviation: mised, stage: pay}]"),
            "3: there is no deviation 'mised' (did you mean 'missed'?)");
  EXPECT_EQ(error_of("[{deviation: missed, stage: pya}]"),
            "3: there is no stage 'pya' (did you mean 'pay'?)");
  EXPECT_EQ(error_of("[{deviation: missed, stage: pay, channel: web}]"),
            "3: what is missed came on no channel ()");
  EXPECT_EQ(error_of("[{deviation: missed, stage: pay}, {deviation: missed, stage: pay}]"),
            "3: this deviation is accepted already ()");
  EXPECT_EQ(error_of("[{deviation: missed, stge: pay}]"),
            "3: a deviation has no 'stge' (did you mean 'stage'?)");
  EXPECT_EQ(error_of("pay"), "3: 'accepted' must be a list of deviations ()");
}

}  // namespace
}  // namespace parcours::design
