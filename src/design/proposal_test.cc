#include "design/proposal.h"

#include <gtest/gtest.h>

#include <random>

#include "support/snapshot_builder.h"

namespace parcours::design {
namespace {

using testing::SnapshotBuilder;

std::size_t position(const Design& design, const std::string& touchpoint) {
  for (std::size_t s = 0; s < design.stages.size(); ++s) {
    for (const PlannedTouchpoint& planned : design.stages[s].touchpoints) {
      if (planned.pattern.text() == touchpoint) return s;
    }
  }
  ADD_FAILURE() << touchpoint << " is in no stage";
  return 0;
}

// Applications as in a loan process: two steps at once, most are declined early, some are offered.
journey::Snapshot loans() {
  SnapshotBuilder log;
  std::mt19937 random(3);
  std::int64_t at_us = 0;
  for (int j = 0; j < 400; ++j) {
    log.journey("c" + std::to_string(j));
    const auto next = [&](const char* touchpoint) { log.event(touchpoint, ++at_us); };
    next("submitted"), next("partly submitted");
    if (random() % 2 == 0) {
      next("declined");
      continue;
    }
    next("preaccepted"), next("call"), next("accepted"), next("offer created"), next("offer sent");
    if (random() % 3 == 0) next("reminder");
    next("sent back"), next("checked");
    if (random() % 2 == 0) {
      next("approved"), next("registered"), next("activated");
    } else {
      next("declined");
    }
    if (j == 7) next("fraud");
  }
  return log.build(at_us);
}

TEST(Proposal, FollowsTheTypicalOrder) {
  const journey::Snapshot snapshot = loans();
  const Proposal proposal = propose_design(snapshot, {});
  const Design& design = proposal.design;
  EXPECT_TRUE(design.proposal);
  EXPECT_LE(design.stages.size(), kMaxProposedStages);
  EXPECT_GE(design.stages.size(), 4U);
  // Though half of the journeys are declined at once, submission comes first and approval late.
  EXPECT_EQ(position(design, "submitted"), 0U);
  EXPECT_EQ(position(design, "partly submitted"), 0U);  // one step
  EXPECT_LT(position(design, "preaccepted"), position(design, "sent back"));
  EXPECT_LT(position(design, "sent back"), position(design, "approved"));
  EXPECT_EQ(position(design, "approved"), position(design, "activated"));
  EXPECT_EQ(design.stages.front().phase, PhaseId::Before);
  EXPECT_EQ(design.stages.back().phase, PhaseId::After);
  for (const Stage& stage : design.stages) {
    for (const PlannedTouchpoint& planned : stage.touchpoints) {
      EXPECT_NE(planned.pattern.text(), "fraud");  // one journey
    }
  }
}

TEST(Proposal, IsADesignThatCanBeEdited) {
  const Proposal proposal = propose_design(loans(), {});
  const std::string text = design_text(proposal.design);
  EXPECT_NE(text.find("proposal: true"), std::string::npos);
  EXPECT_EQ(parse_design(parse_yaml(text, "proposal.yaml")), proposal.design);
}

TEST(Proposal, AnswersMeasureWhatTheyFollow) {
  SnapshotBuilder log;
  for (int j = 0; j < 50; ++j) {
    log.journey("c" + std::to_string(j)).event("order", 10 * j, {.channel = "web"});
    log.event("delivery", 10 * j + 1, {.channel = "carrier"});
    log.event("survey", 10 * j + 2, {.channel = "email", .score = 1.0 + j % 5});
  }
  const Proposal proposal = propose_design(log.build(1000), {});
  ASSERT_EQ(proposal.design.stages.size(), 2U);
  const Stage& delivery = proposal.design.stages[1];
  ASSERT_EQ(delivery.measured_by.size(), 1U);
  EXPECT_EQ(delivery.measured_by[0].pattern.text(), "survey");
  EXPECT_EQ(proposal.design.satisfaction.max, 5);
  EXPECT_EQ(*delivery.touchpoints[0].channels, std::vector<std::string>{"carrier"});
}

TEST(Proposal, NeedsContacts) {
  journey::Snapshot empty;
  empty.first_event = {0};
  EXPECT_THROW(static_cast<void>(propose_design(empty, {})), Error);
  SnapshotBuilder one;
  one.journey("ana").event("x", 0);
  const Proposal proposal = propose_design(one.build(1), {});
  ASSERT_EQ(proposal.design.stages.size(), 1U);
  EXPECT_EQ(parse_design(parse_yaml(design_text(proposal.design), "p")), proposal.design);
}

}  // namespace
}  // namespace parcours::design
