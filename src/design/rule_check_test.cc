#include "design/rule_check.h"

#include <gtest/gtest.h>

#include <random>

#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::hours;
using testing::SnapshotBuilder;
using testing::Still;

constexpr const char* kStages = R"(design: shop
stages:
  - {id: order, phase: during, touchpoints: [placed, {touchpoint: paid, channels: [web]}]}
  - {id: deliver, phase: after, touchpoints: [sent, delivered]}
)";

Design with_rules(const std::string& rules) {
  return parse_design(parse_yaml(std::string(kStages) + "rules:\n" + rules, "d.yaml"));
}

ObservanceCount count(const std::string& rule, const SnapshotBuilder& log, std::int64_t end_us) {
  return measure_rules(with_rules("  - " + rule + "\n"), log.build(end_us)).at(0);
}

SnapshotBuilder paid_and_sent() {
  SnapshotBuilder log;
  log.journey("ana").event("paid", hours(0)).event("sent", hours(48));
  log.journey("bob").event("paid", hours(0)).event("sent", hours(49));
  log.journey("cleo").event("sent", hours(1)).event("paid", hours(2));
  log.journey("dan", Still::Running).event("paid", hours(60));
  log.journey("eve", Still::Running).event("paid", hours(10));
  log.journey("finn").event("placed", hours(3));
  // The second payment waits, though the first was answered.
  log.journey("gil").event("paid", hours(0)).event("sent", hours(1)).event("paid", hours(2));
  return log;
}

TEST(RuleCheck, WhatMustFollowIsPendingWhileItsTimeRuns) {
  const ObservanceCount found = count(
      "{id: r, kind: follows, first: paid, then: sent, within: 48h}", paid_and_sent(), hours(100));
  EXPECT_EQ(found, (ObservanceCount{.not_concerned = 1, .kept = 1, .broken = 4, .pending = 1}));
  EXPECT_DOUBLE_EQ(*found.broken_share(), 0.8);
  EXPECT_LT(found.interval()->low, 0.8);
  // Without a limit a running journey may always do it yet.
  EXPECT_EQ(count("{id: r, kind: follows, first: paid, then: sent}", paid_and_sent(), hours(100)),
            (ObservanceCount{.not_concerned = 1, .kept = 2, .broken = 2, .pending = 2}));
}

TEST(RuleCheck, WhatMustPrecedeIsKnownAtOnce) {
  EXPECT_EQ(count("{id: r, kind: precedes, first: paid, then: sent, within: 48h}", paid_and_sent(),
                  hours(100)),
            (ObservanceCount{.not_concerned = 3, .kept = 2, .broken = 2, .pending = 0}));
}

TEST(RuleCheck, NeverTogetherMayMeanWithinATime) {
  EXPECT_EQ(count("{id: r, kind: never-together, first: paid, then: sent, within: 1h}",
                  paid_and_sent(), hours(100)),
            (ObservanceCount{.not_concerned = 1, .kept = 4, .broken = 2, .pending = 0}));
  // Of itself: it does not come twice.
  EXPECT_EQ(
      count("{id: r, kind: never-together, first: paid, then: paid}", paid_and_sent(), hours(100)),
      (ObservanceCount{.not_concerned = 1, .kept = 5, .broken = 1, .pending = 0}));
}

TEST(RuleCheck, AStageMeansItsEventsAndAChannelOnlyThatOne) {
  SnapshotBuilder log;
  log.journey("ana").event("paid", hours(0), {.channel = "Web"}).event("delivered", hours(1));
  log.journey("bob").event("placed", hours(0), {.channel = "phone"}).event("delivered", hours(1));
  EXPECT_EQ(count("{id: r, kind: follows, first: {stage: order, channel: web}, then: {stage: "
                  "deliver}}",
                  log, hours(9)),
            (ObservanceCount{.not_concerned = 1, .kept = 1, .broken = 0, .pending = 0}));
  EXPECT_EQ(count("{id: r, kind: precedes, first: {touchpoint: 'p*', channel: phone}, then: "
                  "delivered}",
                  log, hours(9)),
            (ObservanceCount{.not_concerned = 0, .kept = 1, .broken = 1, .pending = 0}));
}

// The definition, by looking at all pairs of events.
struct Definition {
  const Rule& rule;
  const Design& design;
  const journey::Snapshot& snapshot;
  StageBinding binding = bind_stages(design, snapshot.touchpoint_names, snapshot.channel_names);

  [[nodiscard]] bool is(const RuleEvent& event, std::uint64_t e) const {
    const std::string& channel = snapshot.channel_names[model::index_of(snapshot.channel[e])];
    if (!event.channel.empty() && event.channel != channel) return false;
    if (event.stage.empty()) {
      return event.touchpoint.matches(
          snapshot.touchpoint_names[model::index_of(snapshot.touchpoint[e])]);
    }
    return binding.of(snapshot.touchpoint[e], snapshot.channel[e]).stage ==
           *design.stage_of(event.stage);
  }
  [[nodiscard]] bool near(std::uint64_t a, std::uint64_t b) const {
    return !rule.within_us || snapshot.at_us[b] - snapshot.at_us[a] <= *rule.within_us;
  }
  [[nodiscard]] Observance of(std::size_t j) const {
    const std::uint64_t begin = snapshot.first_event[j];
    const std::uint64_t end = snapshot.first_event[j + 1];
    const bool running = snapshot.running[j] != 0;
    bool concerned = false;
    bool broken = false;
    bool pending = false;
    for (std::uint64_t e = begin; e < end; ++e) {
      bool answered = false;
      if (rule.kind == RuleKind::Follows && is(rule.first, e)) {
        concerned = true;
        for (std::uint64_t o = e + 1; o < end; ++o) answered |= is(rule.then, o) && near(e, o);
        if (answered) continue;
        const bool still =
            !rule.within_us || snapshot.data_end_us - snapshot.at_us[e] <= *rule.within_us;
        // Something may have come too late: then it is broken whatever comes.
        bool late = false;
        for (std::uint64_t o = e + 1; o < end; ++o) late |= is(rule.then, o);
        (running && still && !late ? pending : broken) = true;
      } else if (rule.kind == RuleKind::Precedes && is(rule.then, e)) {
        concerned = true;
        for (std::uint64_t o = begin; o < e; ++o) answered |= is(rule.first, o) && near(o, e);
        broken |= !answered;
      } else if (rule.kind == RuleKind::NeverTogether) {
        concerned |= is(rule.first, e) || is(rule.then, e);
        for (std::uint64_t o = e + 1; o < end; ++o) {
          const bool both =
              (is(rule.first, e) && is(rule.then, o)) || (is(rule.then, e) && is(rule.first, o));
          broken |= both && near(e, o);
        }
      }
    }
    if (!concerned) return Observance::NotConcerned;
    if (broken) return Observance::Broken;
    return pending ? Observance::Pending : Observance::Kept;
  }
};

SnapshotBuilder random_log(std::mt19937& random) {
  static const std::vector<std::string> kTouchpoints = {"placed", "paid", "sent", "noise"};
  static const std::vector<std::string> kChannels = {"", "web", "phone"};
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  SnapshotBuilder log;
  for (std::uint32_t j = 0; j < 8; ++j) {
    log.journey("c" + std::to_string(j), below(2) == 0 ? Still::Running : Still::Over);
    std::int64_t at_us = hours(below(6));
    for (std::uint32_t e = below(7); e > 0; --e) {
      log.event(kTouchpoints[below(4)], at_us, {.channel = kChannels[below(3)]});
      at_us += hours(below(4));
    }
  }
  return log;
}

TEST(RuleCheck, IsItsDefinitionOnSmallWorlds) {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random()) % n; };
  static const std::vector<std::string> kEvents = {"placed",
                                                   "sent",
                                                   "'p*'",
                                                   "{stage: order}",
                                                   "{stage: deliver}",
                                                   "{touchpoint: paid, channel: web}"};
  std::array<std::uint64_t, kObservances> met{};
  for (int world = 0; world < 2'000; ++world) {
    std::string rules;
    for (int r = 0; r < 3; ++r) {
      const std::uint32_t first = below(6);
      const std::uint32_t then = (first + 1 + below(5)) % 6;
      const char* kind = std::array{"follows", "precedes", "never-together"}[below(3)];
      rules += "  - {id: r" + std::to_string(r) + ", kind: " + kind + ", first: " + kEvents[first] +
               ", then: " + kEvents[then] +
               (below(3) == 0 ? "" : ", within: " + std::to_string(1 + below(6)) + "h") + "}\n";
    }
    const Design design = with_rules(rules);
    const journey::Snapshot snapshot = random_log(random).build(hours(20 + below(10)));
    const std::vector<ObservanceCount> counts = measure_rules(design, snapshot);
    EXPECT_EQ(counts, measure_rules(design, snapshot, {{}, 3}));
    for (std::size_t r = 0; r < 3; ++r) {
      const Definition definition{design.rules[r], design, snapshot};
      ObservanceCount naive;
      std::array<journey::JourneySet, kObservances> sets;
      for (std::uint32_t j = 0; j < snapshot.running.size(); ++j) {
        const Observance state = definition.of(j);
        naive.add(state);
        ++met[static_cast<std::size_t>(state)];
        sets[static_cast<std::size_t>(state)].push_back(j);
      }
      ASSERT_EQ(counts[r], naive) << rule_text(design.rules[r]);
      for (std::size_t s = 0; s < kObservances; ++s) {
        EXPECT_EQ(journeys_of_rule(design, snapshot, r, static_cast<Observance>(s)), sets[s]);
      }
    }
  }
  for (const std::uint64_t journeys : met) EXPECT_GT(journeys, 500U);  // all of them occur
}

std::string error_of(const std::string& rules) {
  try {
    static_cast<void>(with_rules(rules));
  } catch (const Error& error) {
    return std::to_string(error.where().line) + ": " + error.message().text() + " (" +
           error.hint().text() + ")";
  }
  return "no error";
}

TEST(Rules, WrittenTextReadsBackEqual) {
  const Design design = with_rules(R"(
  - {id: sent-soon, title: {en: Sent soon, fr: Vite expédié}, kind: follows, first: paid, then: {stage: deliver}, within: 2d}
  - {id: paid-first, kind: precedes, first: {touchpoint: "p*", channel: web}, then: sent}
  - {id: once, kind: never-together, first: placed, then: placed, within: 1h}
)");
  ASSERT_EQ(design.rules.size(), 3U);
  EXPECT_EQ(design.rules[0].within_us, 2 * kDayUs);
  EXPECT_EQ(parse_design(parse_yaml(design_text(design), "again")), design);
}

TEST(Rules, MistakesAreNamedWithTheirPlace) {
  EXPECT_EQ(error_of("  - {id: r, kind: folows, first: paid, then: sent}\n"),
            "6: there is no kind of rule 'folows' (did you mean 'follows'?)");
  EXPECT_EQ(error_of("  - {id: r, kind: follows, first: {stage: ordr}, then: sent}\n"),
            "6: there is no stage 'ordr' (did you mean 'order'?)");
  EXPECT_EQ(error_of("  - {id: r, kind: follows, first: paid, then: paid}\n").substr(0, 46),
            "6: 'first' and 'then' are the same events (no ");
  EXPECT_EQ(error_of("  - {id: r, kind: follows, first: paid, than: sent}\n"),
            "6: a rule has no 'than' (did you mean 'then'?)");
  EXPECT_EQ(error_of("  - {id: r, kind: follows, first: {channel: web}, then: sent}\n"),
            "6: a rule's event is of a touchpoint or of a stage (write order.placed, or {stage: "
            "order})");
  EXPECT_EQ(error_of("  - {id: r, kind: follows, first: paid, then: sent, within: 0h}\n"),
            "6: 'within' must be above zero ()");
  EXPECT_EQ(error_of("  - {id: r, kind: follows, first: paid, then: sent}\n"
                     "  - {id: r, kind: precedes, first: paid, then: sent}\n"),
            "7: there are two rules 'r' ()");
  EXPECT_EQ(error_of("  r: {kind: follows}\n"), "6: 'rules' must be a list of rules ()");
}

}  // namespace
}  // namespace parcours::design
