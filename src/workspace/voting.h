#pragma once
// Votes on the moments of truth of a design: a workshop decides what matters most.
//
//   steps (open, vote, close), by number  ->  voting_of  ->  Voting: the round that is open, or the
//   last
//
// Whoever opens a round leads it, says how many votes everybody has, and closes it. A vote is for a
// stage or for one touchpoint of it; who votes again replaces their votes of the round. People go
// by the name they give.

#include <cstdint>
#include <string>
#include <vector>

#include "design/local_text.h"

namespace parcours::workspace {

inline constexpr std::uint64_t kMostVotesEach = 20;
inline constexpr std::size_t kMostVoters = 1000;  ///< Of a round.

/// What a vote is for.
struct VoteFor {
  std::string stage;
  std::string
      touchpoint;  ///< One that the stage claims, as the design writes it; empty: the stage.
  bool operator==(const VoteFor&) const = default;
  auto operator<=>(const VoteFor&) const = default;
};

/// What can be voted for, with its title.
struct Votable {
  VoteFor target;
  design::LocalText title;
};

/// The votes of one person in one round, as they last stood.
struct Ballot {
  std::string voter;
  std::vector<VoteFor> votes;  ///< All different; at most the round's votes each.
  std::int64_t cast_us = 0;
};

/// What somebody does in a voting.
struct VotingStep {
  enum class Kind : std::uint8_t { Open, Vote, Close } kind = Kind::Vote;
  std::string author;
  std::uint64_t votes_each = 0;  ///< Of Open: 1..kMostVotesEach.
  std::vector<VoteFor> votes{};  ///< Of Vote; none takes one's votes back.
  std::int64_t at_us = 0;
};

/// One line of the result.
struct VoteCount {
  VoteFor target;
  std::vector<std::string> voters;  ///< In the order of their first vote of the round.
};

/// The round that is open, or the last one; round 0 if there was none.
struct Voting {
  std::uint64_t round = 0;
  bool open = false;
  std::string facilitator;
  std::uint64_t votes_each = 0;
  std::int64_t opened_us = 0;
  std::int64_t closed_us = 0;     ///< 0 while it is open.
  std::vector<Ballot> ballots;    ///< In the order of their first vote.
  std::vector<VoteCount> counts;  ///< Most votes first, then in the order of stage and touchpoint.
  std::vector<Votable> targets;   ///< Of the newest version: each stage, then its touchpoints.
  std::uint64_t steps = 0;        ///< How many there were in all; grows with every change.
};

/// The state that steps lead to, without targets; steps that could not be taken are left out.
[[nodiscard]] Voting voting_of(const std::vector<VotingStep>& steps);

/// Checks that a step can be taken.
///
/// Errors: Error(BadInput) without an author, or for more votes than the round gives, or twice for
///         one; Error(Conflict) for a vote or an end where no round is open, for an opening where
///         one is, and for an end by another than who opened it; Error(TooLarge).
void check_step(const VotingStep& step, const Voting& before);

/// The state as JSON, as the API gives it.
[[nodiscard]] std::string voting_json(const Voting& voting);

/// A step's own part as JSON, and back. Errors: Error(BadInput) for a text that is none.
[[nodiscard]] std::string step_text(const VotingStep& step);
[[nodiscard]] VotingStep step_of(const std::string& kind, const std::string& text);
[[nodiscard]] std::string name_of(VotingStep::Kind kind);  ///< "open", "vote", "close".

}  // namespace parcours::workspace
