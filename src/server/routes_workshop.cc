// What several people do on one document at the same time: votes, and what is new.

#include "base/instant.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "server/routes.h"
#include "workspace/document_shelf.h"

namespace parcours::server {
namespace {

const std::string& document_name(const Request& request) {
  return request.target.segments.at(3);
}

// Votes are on designs.
void check_votable(const Request& request) {
  const std::string& kind = request.target.segments.at(2);
  if (kind == "designs") return;
  throw Error(ErrorCode::BadQuery, said("there are no votes on '{}'", shortened(kind, 60)), {},
              said("votes are on the stages and touchpoints of designs"));
}

Response voting_response(const workspace::Voting& voting) {
  return json_response(200, workspace::voting_json(voting));
}

workspace::VotingStep step_in(const Node& body) {
  using Kind = workspace::VotingStep::Kind;
  Fields fields(body, said("vote"));
  (void)fields.required("step");
  const std::string step = fields.choice_or("step", {"open", "vote", "close"}, "vote");
  workspace::VotingStep out{.kind = step == "open"    ? Kind::Open
                                    : step == "close" ? Kind::Close
                                                      : Kind::Vote,
                            .author = fields.text_or("author", "")};
  if (out.kind == Kind::Open) {
    (void)fields.required("votes_each");
    out.votes_each = static_cast<std::uint64_t>(
        fields.integer_or("votes_each", 1, 1, workspace::kMostVotesEach));
  }
  if (out.kind == Kind::Vote) {
    (void)fields.required("votes");
    for (const Node& item : fields.items("votes")) {
      Fields vote(item, said("vote"));
      out.votes.push_back(
          {.stage = vote.text("stage"), .touchpoint = vote.text_or("touchpoint", "")});
      vote.finish();
    }
  }
  fields.finish();
  return out;
}

}  // namespace

Response get_activity(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {});
  const std::string& kind = request.target.segments.at(2);
  const std::string& name = document_name(request);
  const auto newest = desk.workspace.document(kind, name, 0);
  JsonWriter json;
  json.open_object().member("version", newest.version).member("author", newest.author);
  json.member("saved", format_instant(newest.saved_us));
  json.member("remarks", desk.workspace.remarks(kind, name).size());
  json.member("votes", kind == "designs" ? desk.workspace.voting(name).steps : 0);
  return json_response(200, json.close_object().take());
}

Response get_voting(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_parameters(request, {});
  check_votable(request);
  return voting_response(desk.workspace.voting(document_name(request)));
}

Response take_voting_step(const Request& request, Desk& desk, const std::stop_token& /*stop*/) {
  check_votable(request);
  const Node body = json_body(request);
  return voting_response(desk.workspace.take_step(document_name(request), step_in(body)));
}

}  // namespace parcours::server
