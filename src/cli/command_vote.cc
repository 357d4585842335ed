#include <fmt/format.h>

#include "base/instant.h"
#include "cli/commands.h"
#include "cli/table_text.h"

namespace parcours::cli {
namespace {

// "order", or "order/web.paid": a stage, or a touchpoint of it.
workspace::VoteFor target_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return {.stage = text, .touchpoint = {}};
  return {.stage = text.substr(0, slash), .touchpoint = text.substr(slash + 1)};
}

void show(const workspace::Voting& voting, const VoteCommand& command, Surroundings& around) {
  if (command.format == Format::Json) {
    return around.console.out(workspace::voting_json(voting) + "\n");
  }
  if (voting.round == 0) {
    return around.console.out(
        said("there was no vote on '{}' yet\n", command.design).text(around.language));
  }
  workspace::Table table{.columns = {said("stage"), said("touchpoint"), said("votes"), said("of")},
                         .rows = {},
                         .notes = {}};
  for (const workspace::VoteCount& count : voting.counts) {
    table.rows.push_back({count.target.stage, count.target.touchpoint,
                          static_cast<std::int64_t>(count.voters.size()),
                          fmt::format("{}", fmt::join(count.voters, ", "))});
  }
  table.notes.push_back(
      voting.open
          ? said("round {}, opened by {}: {} votes each, {} have voted", voting.round,
                 voting.facilitator, voting.votes_each, voting.ballots.size())
          : said("round {}, opened by {} and closed: {} votes each, {} have voted", voting.round,
                 voting.facilitator, voting.votes_each, voting.ballots.size()));
  around.console.out(command.format == Format::Csv ? csv_text(table)
                                                   : table_text(table, around.language));
}

}  // namespace

void run_vote(const VoteCommand& command, Surroundings& around) {
  const auto workspace = open_existing(command.data, around);
  if (command.verb == VoteCommand::Verb::Show) {
    return show(workspace->voting(command.design), command, around);
  }
  using Kind = workspace::VotingStep::Kind;
  workspace::VotingStep step{.kind = command.verb == VoteCommand::Verb::Open    ? Kind::Open
                                     : command.verb == VoteCommand::Verb::Close ? Kind::Close
                                                                                : Kind::Vote,
                             .author = command.author,
                             .votes_each = command.votes_each};
  for (const std::string& target : command.targets) step.votes.push_back(target_of(target));
  show(workspace->take_step(command.design, step), command, around);
}

}  // namespace parcours::cli
