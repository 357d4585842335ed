#include "design/conformance.h"

#include <gtest/gtest.h>
#include <oneapi/tbb/global_control.h>

#include <algorithm>
#include <random>

#include "design/stage_shares.h"
#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;
using testing::Still;

// Journeys as letters; one that is still running ends in ~.
journey::Snapshot log_of(const std::vector<std::string>& journeys) {
  testing::SnapshotBuilder log;
  for (std::size_t j = 0; j < journeys.size(); ++j) {
    const bool open = journeys[j].ends_with('~');
    log.journey("c" + std::to_string(j), open ? Still::Running : Still::Over);
    for (std::size_t i = 0; i < journeys[j].size() - (open ? 1 : 0); ++i) {
      log.event(journeys[j].substr(i, 1), hours(static_cast<std::int64_t>(i)));
    }
  }
  return log.build(hours(100));
}

struct Measured {
  explicit Measured(const std::vector<std::string>& journeys, const std::string& text,
                    std::int64_t cost_of_x = 1)
      : snapshot(log_of(journeys)), model(parse_model(text, "m")) {
    // Labels are the touchpoints of the log.
    AlignmentCosts costs;
    for (const std::string& name : snapshot.touchpoint_names) {
      costs.lived_only.push_back(name == "x" ? cost_of_x : 1);
      costs.stands_for.emplace_back();
      for (std::uint32_t a = 0; a < model.activities.size(); ++a) {
        if (model.activities[a] == name) costs.stands_for.back().push_back({.activity = a});
        if (name == "y" && model.activities[a] == "b") {
          costs.stands_for.back().push_back(
              {.activity = a, .kind = MoveKind::Substituted, .cost = 1});
        }
      }
    }
    costs.designed_only.assign(model.activities.size(), 2);
    aligner.emplace(model, costs);
    lived = lived_journeys(snapshot.view(), labels_of_touchpoints(snapshot.touchpoint_names.size(),
                                                                  snapshot.channel_names.size()));
    result = measure_conformance(lived, *aligner);
  }

  [[nodiscard]] journey::JourneySet set(const ConformanceSet& which) const {
    return journeys_in(lived, *aligner, result, which);
  }
  [[nodiscard]] std::uint32_t label(const std::string& name) const {
    return static_cast<std::uint32_t>(model::index_of(snapshot.touchpoint_of(name)));
  }

  journey::Snapshot snapshot;
  ProcessModel model;
  std::optional<Aligner> aligner;
  LivedJourneys lived;
  Conformance result;
};

TEST(Conformance, EveryNumberIsASetOfJourneys) {
  const Measured m({"abc", "abc", "axc", "ac", "ayc", "a~", "axx~", "", "axbc"},
                   "sequence(a, b, c)");
  const Conformance& r = m.result;
  EXPECT_EQ(r.journeys, 9U);
  EXPECT_EQ(r.fitting, 3U);  // two that did all, one that is on its way
  EXPECT_EQ(r.cost, 3 + 2 + 1 + 2 + 6 + 1);
  EXPECT_EQ(r.cost_at_least, r.cost);
  EXPECT_EQ(r.bounded, 0U);
  const std::vector<CostCount> costs = {{0, 3}, {1, 2}, {2, 2}, {3, 1}, {6, 1}};
  EXPECT_EQ(r.costs, costs);
  EXPECT_EQ(m.set({.of = ConformanceSet::Of::Fitting}), (journey::JourneySet{0, 1, 5}));
  for (const CostCount& count : r.costs) {
    EXPECT_EQ(m.set({.of = ConformanceSet::Of::Cost, .cost = count.cost}).size(), count.journeys);
  }
  EXPECT_EQ(r.activities[1], (ActivityConformance{.done = 3,
                                                  .substituted = 1,
                                                  .missed = 3,
                                                  .journeys_done = 3,
                                                  .journeys_substituted = 1,
                                                  .journeys_missed = 3,
                                                  .journeys_lived_only = 0,
                                                  .journeys_concerned = 7,
                                                  .journeys_fitting = 3}));
  EXPECT_EQ(m.set({.of = ConformanceSet::Of::Missed, .activity = 1}),
            (journey::JourneySet{2, 3, 7}));
  EXPECT_EQ(m.set({.of = ConformanceSet::Of::Substituted, .activity = 1}),
            (journey::JourneySet{4}));
  EXPECT_EQ(m.set({.of = ConformanceSet::Of::Done, .activity = 1}), (journey::JourneySet{0, 1, 8}));
  for (const ContactCount& contact : r.contacts) {
    const DeviationKey key{
        .kind = contact.kind, .label = contact.label, .activity = contact.activity};
    EXPECT_EQ(m.set({.of = ConformanceSet::Of::Contact, .key = key}).size(), contact.journeys);
  }
  EXPECT_EQ(r.contacts.size(), 4U);  // a, b and y for b, c
  std::uint64_t departures = 0;
  for (const Deviation& deviation : r.deviations) {
    departures += deviation.departures;
    EXPECT_EQ(m.set({.of = ConformanceSet::Of::Deviating, .key = deviation.key}).size(),
              deviation.journeys);
    EXPECT_EQ(m.set({.of = ConformanceSet::Of::Departing, .key = deviation.key}).size(),
              deviation.departures);
  }
  EXPECT_EQ(departures + r.fitting, r.journeys);
  const DeviationKey extra{.kind = MoveKind::LivedOnly, .label = m.label("x"), .activity = 0};
  EXPECT_EQ(m.set({.of = ConformanceSet::Of::Deviating, .key = extra}),
            (journey::JourneySet{2, 6, 8}));
  EXPECT_EQ(m.set({.of = ConformanceSet::Of::Departing, .key = extra}),
            (journey::JourneySet{6, 8}));  // the third missed b before
}

// Shares by group add up to those of conformance, and each is that of its journeys alone.
TEST(StageShares, AddUpToConformance) {
  std::mt19937 random(3);
  for (int world = 0; world < 50; ++world) {
    std::vector<std::string> journeys(1 + random() % 30);
    for (std::string& one : journeys) {
      for (std::size_t i = random() % 6; i > 0; --i) one += "abcxy"[random() % 5];
      if (random() % 5 == 0) one += '~';
    }
    const Measured m(journeys, "sequence(a, optional(b), loop(c, x))");
    constexpr std::uint32_t kGroups = 3;
    std::vector<std::uint32_t> group(journeys.size());
    for (std::uint32_t& one : group) {
      const auto drawn = static_cast<std::uint32_t>(random() % (kGroups + 1));
      one = drawn == kGroups ? kNone : drawn;
    }
    const std::size_t activities = m.aligner->activities();
    const auto shares = measure_stage_shares(m.lived, *m.aligner, {.of = group, .groups = kGroups});
    ASSERT_EQ(shares.size(), kGroups * activities);
    for (std::uint32_t a = 0; a < activities; ++a) {
      using Of = ConformanceSet::Of;
      const auto concerned = m.set({.of = Of::Concerned, .activity = a});
      const auto fitting = m.set({.of = Of::FittingAt, .activity = a});
      for (std::uint32_t g = 0; g < kGroups; ++g) {
        const auto in_group = [&](std::uint32_t j) { return group[j] == g; };
        const StageShare expected = {
            .concerned = static_cast<std::uint64_t>(std::ranges::count_if(concerned, in_group)),
            .fitting = static_cast<std::uint64_t>(std::ranges::count_if(fitting, in_group))};
        EXPECT_EQ(shares[g * activities + a], expected) << "world " << world;
      }
    }
    const std::vector<std::uint32_t> one(journeys.size(), 0);
    const auto all = measure_stage_shares(m.lived, *m.aligner, {.of = one, .groups = 1});
    for (std::size_t a = 0; a < activities; ++a) {
      EXPECT_EQ(all[a].concerned, m.result.activities[a].journeys_concerned);
      EXPECT_EQ(all[a].fitting, m.result.activities[a].journeys_fitting);
    }
  }
}

TEST(Conformance, AcceptedDeviationsLeaveTheCount) {
  const Measured m({"abc", "axbc", "xac"}, "sequence(a, b, c)", 0);
  EXPECT_EQ(m.result.fitting, 2U);
  EXPECT_EQ(m.result.cost, 2);
  std::uint64_t accepted = 0;
  for (const Deviation& deviation : m.result.deviations) {
    if (!deviation.accepted) continue;
    accepted += deviation.journeys;
    EXPECT_EQ(deviation.departures, 0U);
  }
  EXPECT_EQ(accepted, 2U);
  EXPECT_EQ(m.result.costs, (std::vector<CostCount>{{0, 2}, {2, 1}}));
}

TEST(Conformance, FitnessAveragesJourneysAndSums) {
  const Measured m({"abc", "abc", "ax"}, "sequence(a, b, c)");
  // ax: b and c missed, x extra: 5 of 2 + 6.
  EXPECT_NEAR(m.result.average_fitness, (1 + 1 + 1 - 5.0 / 8) / 3, 1e-12);
  EXPECT_NEAR(m.result.log_fitness, 1 - 5.0 / (9 + 9 + 8), 1e-12);
}

TEST(Conformance, TheNumberOfThreadsChangesNothing) {
  std::mt19937_64 random(5);
  std::vector<std::string> journeys;
  for (int i = 0; i < 3'000; ++i) {
    std::string letters;
    for (std::size_t k = random() % 8; k-- > 0;) letters += "abcxy"[random() % 5];
    if (random() % 4 == 0) letters += '~';
    journeys.push_back(letters);
  }
  const std::string text = "sequence(a, parallel(b, optional(c)), loop(a))";
  const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
  const Measured alone(journeys, text);
  const tbb::global_control many(tbb::global_control::max_allowed_parallelism, 4);
  const Measured together(journeys, text);
  EXPECT_EQ(alone.result.cost, together.result.cost);
  EXPECT_EQ(alone.result.costs, together.result.costs);
  EXPECT_EQ(alone.result.average_fitness, together.result.average_fitness);
  EXPECT_EQ(alone.result.variant_of, together.result.variant_of);
  EXPECT_EQ(alone.result.activities, together.result.activities);
  ASSERT_EQ(alone.result.deviations.size(), together.result.deviations.size());
  for (std::size_t i = 0; i < alone.result.deviations.size(); ++i) {
    EXPECT_EQ(alone.result.deviations[i].key, together.result.deviations[i].key);
    EXPECT_EQ(alone.result.deviations[i].journeys, together.result.deviations[i].journeys);
    EXPECT_EQ(alone.result.deviations[i].departures, together.result.deviations[i].departures);
  }
}

TEST(LivedJourneys, WhatIsNotJudgedIsLeftOutAndCounted) {
  const journey::Snapshot log = log_of({"axb", "x", "ab"});
  LabelTable table = labels_of_touchpoints(log.touchpoint_names.size(), log.channel_names.size());
  table.cell[model::index_of(log.touchpoint_of("x"))] = LabelTable::kNotJudged;
  const LivedJourneys lived = lived_journeys(log.view(), table);
  EXPECT_EQ(lived.not_judged, 2U);
  const LivedVariants variants = variants_of(lived);
  EXPECT_EQ(variants.first_journey, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(variants.variant_of, (std::vector<std::uint32_t>{0, 1, 0}));
  EXPECT_EQ(variants.journeys, (std::vector<std::uint32_t>{2, 1}));
}

}  // namespace
}  // namespace parcours::design
