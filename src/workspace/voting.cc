#include "workspace/voting.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/document.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/json_writer.h"
#include "workspace/question.h"

namespace parcours::workspace {
namespace {

using Kind = VotingStep::Kind;

[[noreturn]] void refuse(ErrorCode code, Message message, Message hint = {}) {
  throw Error(code, std::move(message), {}, std::move(hint));
}

void check_votes(const VotingStep& step, const Voting& before) {
  if (step.votes.size() > before.votes_each) {
    refuse(ErrorCode::BadInput,
           said("{} votes are given; everybody has {}", step.votes.size(), before.votes_each),
           said("take some back"));
  }
  std::set<VoteFor> seen;
  for (const VoteFor& vote : step.votes) {
    if (seen.insert(vote).second) continue;
    refuse(ErrorCode::BadInput, said("two votes are for '{}'", vote.stage),
           said("one vote for each that matters"));
  }
  const bool known =
      std::ranges::find(before.ballots, step.author, &Ballot::voter) != before.ballots.end();
  if (!known && before.ballots.size() >= kMostVoters) {
    refuse(ErrorCode::TooLarge, said("{} people have voted; no more can", kMostVoters));
  }
}

void count(Voting& voting) {
  std::map<VoteFor, std::vector<std::string>> by_target;
  for (const Ballot& ballot : voting.ballots) {
    for (const VoteFor& vote : ballot.votes) by_target[vote].push_back(ballot.voter);
  }
  voting.counts.clear();
  for (auto& [target, voters] : by_target) {
    voting.counts.push_back({.target = target, .voters = std::move(voters)});
  }
  std::ranges::stable_sort(voting.counts, [](const VoteCount& a, const VoteCount& b) {
    return a.voters.size() > b.voters.size();
  });
}

void take(const VotingStep& step, Voting& voting) {
  if (step.kind == Kind::Open) {
    voting = {.round = voting.round + 1,
              .open = true,
              .facilitator = step.author,
              .votes_each = step.votes_each,
              .opened_us = step.at_us,
              .closed_us = 0,
              .ballots = {},
              .counts = {},
              .targets = {},
              .steps = voting.steps};
  } else if (step.kind == Kind::Close) {
    voting.open = false;
    voting.closed_us = step.at_us;
  } else {
    const auto own = std::ranges::find(voting.ballots, step.author, &Ballot::voter);
    if (own == voting.ballots.end()) {
      voting.ballots.push_back({.voter = step.author, .votes = step.votes, .cast_us = step.at_us});
    } else {
      own->votes = step.votes;
      own->cast_us = step.at_us;
    }
  }
}

void write_votes(JsonWriter& json, const std::vector<VoteFor>& votes) {
  json.key("votes").open_array();
  for (const VoteFor& vote : votes) {
    json.open_object().member("stage", vote.stage).member("touchpoint", vote.touchpoint);
    json.close_object();
  }
  json.close_array();
}

void write_instant(JsonWriter& json, std::string_view name, std::int64_t at_us) {
  json.key(name);
  if (at_us == 0) {
    json.null();
  } else {
    json.value(format_instant(at_us));
  }
}

}  // namespace

std::string name_of(Kind kind) {
  return kind == Kind::Open ? "open" : kind == Kind::Close ? "close" : "vote";
}

void check_step(const VotingStep& step, const Voting& before) {
  if (step.author.empty() || step.author.size() > 100) {
    refuse(ErrorCode::BadInput, said("a vote needs the name of who gives it"),
           said("write your name, 100 bytes at most"));
  }
  if (step.kind == Kind::Open) {
    if (before.open) {
      refuse(ErrorCode::Conflict, said("{} has opened a vote already", before.facilitator),
             said("it is closed first"));
    }
    if (step.votes_each < 1 || step.votes_each > kMostVotesEach) {
      refuse(ErrorCode::BadInput, said("'{}' is {}; it must lie in {} … {}", "votes_each",
                                       step.votes_each, 1, kMostVotesEach));
    }
    return;
  }
  if (!before.open) {
    refuse(ErrorCode::Conflict, said("no vote is open"), said("who leads the workshop opens one"));
  }
  if (step.kind == Kind::Vote) return check_votes(step, before);
  if (step.author != before.facilitator) {
    refuse(ErrorCode::Conflict, said("{} has opened the vote, and closes it", before.facilitator));
  }
}

Voting voting_of(const std::vector<VotingStep>& steps) {
  Voting voting;
  for (const VotingStep& step : steps) {
    ++voting.steps;
    try {
      check_step(step, voting);
    } catch (const Error&) {
      continue;
    }
    take(step, voting);
  }
  count(voting);
  return voting;
}

std::string voting_json(const Voting& voting) {
  JsonWriter json;
  json.open_object().member("round", voting.round).member("open", voting.open);
  json.member("facilitator", voting.facilitator).member("votes_each", voting.votes_each);
  write_instant(json, "opened", voting.opened_us);
  write_instant(json, "closed", voting.closed_us);
  json.key("counts").open_array();
  for (const VoteCount& count : voting.counts) {
    json.open_object().member("stage", count.target.stage);
    json.member("touchpoint", count.target.touchpoint).member("votes", count.voters.size());
    json.key("voters").open_array();
    for (const std::string& voter : count.voters) json.value(voter);
    json.close_array().close_object();
  }
  json.close_array().key("ballots").open_array();
  for (const Ballot& ballot : voting.ballots) {
    json.open_object().member("voter", ballot.voter);
    write_instant(json, "cast", ballot.cast_us);
    write_votes(json, ballot.votes);
    json.close_object();
  }
  json.close_array().key("targets").open_array();
  for (const Votable& one : voting.targets) {
    json.open_object().member("stage", one.target.stage);
    json.member("touchpoint", one.target.touchpoint);
    write_local(json, "title", one.title);
    json.close_object();
  }
  return json.close_array().member("steps", voting.steps).close_object().take();
}

std::string step_text(const VotingStep& step) {
  JsonWriter json;
  json.open_object();
  if (step.kind == Kind::Open) json.member("votes_each", step.votes_each);
  if (step.kind == Kind::Vote) write_votes(json, step.votes);
  return json.close_object().take();
}

VotingStep step_of(const std::string& kind, const std::string& text) {
  VotingStep step{.kind = kind == "open"    ? Kind::Open
                          : kind == "close" ? Kind::Close
                                            : Kind::Vote,
                  .author = {}};
  const Node root = parse_json(text, "votes");
  Fields fields(root, said("vote"));
  if (fields.has("votes_each")) {
    step.votes_each =
        static_cast<std::uint64_t>(fields.integer_or("votes_each", 1, 1, kMostVotesEach));
  }
  for (const Node& item : fields.items("votes")) {
    Fields vote(item, said("vote"));
    step.votes.push_back(
        {.stage = vote.text("stage"), .touchpoint = vote.text_or("touchpoint", "")});
  }
  return step;
}

}  // namespace parcours::workspace
