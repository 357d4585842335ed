#include "workspace/voting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace parcours::workspace {
namespace {

using ::testing::ElementsAre;
using Kind = VotingStep::Kind;

VotingStep open_by(const std::string& author, std::uint64_t each) {
  return {.kind = Kind::Open, .author = author, .votes_each = each};
}
VotingStep vote_by(const std::string& author, std::vector<VoteFor> votes) {
  return {.kind = Kind::Vote, .author = author, .votes = std::move(votes)};
}
VotingStep close_by(const std::string& author) {
  return {.kind = Kind::Close, .author = author};
}

std::string error_of(const VotingStep& step, const Voting& before) {
  try {
    check_step(step, before);
  } catch (const Error& error) {
    return error.message().text();
  }
  return "no error";
}

TEST(Voting, TheLastVotesOfEachCount) {
  const Voting voting =
      voting_of({open_by("lea", 2), vote_by("ana", {{"order", ""}, {"help", ""}}),
                 vote_by("bob", {{"help", "call"}}), vote_by("ana", {{"help", ""}}),
                 vote_by("carl", {{"help", ""}})});
  EXPECT_TRUE(voting.open);
  EXPECT_EQ(voting.round, 1U);
  EXPECT_EQ(voting.facilitator, "lea");
  EXPECT_EQ(voting.steps, 5U);
  ASSERT_EQ(voting.counts.size(), 2U);
  EXPECT_EQ(voting.counts[0].target, (VoteFor{"help", ""}));
  EXPECT_THAT(voting.counts[0].voters, ElementsAre("ana", "carl"));
  EXPECT_EQ(voting.counts[1].target, (VoteFor{"help", "call"}));
  ASSERT_EQ(voting.ballots.size(), 3U);
}

TEST(Voting, WhatCannotBeTakenChangesNothing) {
  const std::vector<VotingStep> steps = {
      vote_by("ana", {{"order", ""}}),        close_by("ana"), open_by("lea", 1), open_by("bob", 3),
      vote_by("ana", {{"a", ""}, {"b", ""}}), close_by("bob")};
  const Voting voting = voting_of(steps);
  EXPECT_TRUE(voting.open);
  EXPECT_EQ(voting.votes_each, 1U);
  EXPECT_TRUE(voting.ballots.empty());
}

TEST(Voting, ANewRoundBeginsEmptyAndAClosedOneStays) {
  std::vector<VotingStep> steps = {open_by("lea", 1), vote_by("ana", {{"order", ""}}),
                                   close_by("lea"), vote_by("bob", {{"order", ""}})};
  const Voting closed = voting_of(steps);
  EXPECT_FALSE(closed.open);
  ASSERT_EQ(closed.counts.size(), 1U);
  EXPECT_THAT(closed.counts[0].voters, ElementsAre("ana"));
  steps.push_back(open_by("bob", 5));
  const Voting again = voting_of(steps);
  EXPECT_EQ(again.round, 2U);
  EXPECT_TRUE(again.counts.empty());
}

TEST(Voting, SaysWhyAStepCannotBeTaken) {
  const Voting none;
  const Voting open = voting_of({open_by("lea", 2)});
  EXPECT_EQ(error_of(vote_by("ana", {}), none), "no vote is open");
  EXPECT_EQ(error_of(open_by("ana", 0), none), "'votes_each' is 0; it must lie in 1 … 20");
  EXPECT_EQ(error_of(open_by("", 3), none), "a vote needs the name of who gives it");
  EXPECT_EQ(error_of(open_by("ana", 3), open), "lea has opened a vote already");
  EXPECT_EQ(error_of(close_by("ana"), open), "lea has opened the vote, and closes it");
  EXPECT_EQ(error_of(vote_by("ana", {{"a", ""}, {"b", ""}, {"c", ""}}), open),
            "3 votes are given; everybody has 2");
  EXPECT_EQ(error_of(vote_by("ana", {{"a", "x"}, {"a", "x"}}), open), "two votes are for 'a'");
  EXPECT_EQ(error_of(vote_by("ana", {{"a", "x"}, {"a", ""}}), open), "no error");
}

TEST(Voting, StepsAreWrittenAndReadBack) {
  const VotingStep vote = vote_by("", {{"order", "say \"yes\""}, {"help", ""}});
  EXPECT_EQ(step_of("vote", step_text(vote)).votes, vote.votes);
  EXPECT_EQ(step_of("open", step_text(open_by("", 4))).votes_each, 4U);
  EXPECT_EQ(step_of("close", step_text(close_by(""))).kind, Kind::Close);
}

}  // namespace
}  // namespace parcours::workspace
