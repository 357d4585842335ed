#pragma once
// The votes of a workspace without a store: any step on any design, as it comes.

#include <vector>

#include "workspace/workspace.h"

namespace parcours::testing {

class FakeVoting : public workspace::Workspace {
 public:
  workspace::Voting voting(std::string_view /*design*/) override {
    return workspace::voting_of(votes);
  }
  workspace::Voting take_step(std::string_view /*design*/,
                              const workspace::VotingStep& step) override {
    votes.push_back(step);
    return workspace::voting_of(votes);
  }

  std::vector<workspace::VotingStep> votes;
};

}  // namespace parcours::testing
