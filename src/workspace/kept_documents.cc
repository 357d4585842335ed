// Documents held against the others that are kept, and votes on designs.

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "base/text.h"
#include "experience/guide.h"
#include "workspace/document_export.h"
#include "workspace/document_shelf.h"

namespace parcours::workspace {
namespace {

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::vector<std::string> names_of(const std::vector<store::DocumentVersion>& documents) {
  std::vector<std::string> names;
  for (const store::DocumentVersion& one : documents) names.push_back(one.name);
  return names;
}

// What is voted for stands in the design.
void check_target(const VoteFor& vote, const std::vector<Votable>& targets) {
  std::vector<std::string> stages;
  std::vector<std::string> touchpoints;  // of the stage
  for (const auto& [target, title] : targets) {
    if (target == vote) return;
    if (target.touchpoint.empty()) stages.push_back(target.stage);
    if (target.stage == vote.stage) touchpoints.push_back(target.touchpoint);
  }
  if (touchpoints.empty()) {
    throw Error(ErrorCode::BadInput, said("there is no stage '{}'", shortened(vote.stage, 60)), {},
                suggest_name(vote.stage, stages));
  }
  touchpoints.erase(touchpoints.begin());  // that of the stage itself
  throw Error(
      ErrorCode::BadInput,
      said("'{}' is no touchpoint of stage '{}'", shortened(vote.touchpoint, 60), vote.stage), {},
      suggest_name(vote.touchpoint, touchpoints));
}

VotingStep voting_step(const store::DocumentStep& kept) {
  VotingStep step = step_of(kept.step, kept.text);
  step.author = kept.author;
  step.at_us = kept.taken_us;
  return step;
}

bool is_for_the_same(const design::Population& a, const design::Population& b) {
  return a.segment == b.segment && a.typology == b.typology;
}

}  // namespace

void DocumentShelf::check_guide(const Node& root) {
  const experience::Guide guide = experience::parse_guide(root);
  const std::vector<std::string> names = names_of(store_.newest("repositories"));
  if (names.empty()) return;
  const auto kept = repository(guide.repository);
  if (!kept) {
    const Node* at = root.find("repository");
    throw Error(ErrorCode::BadInput,
                said("no repository '{}' is kept", shortened(guide.repository, 60)),
                at == nullptr ? root.place : at->place, suggest_name(guide.repository, names));
  }
  (void)experience::parse_guide(root, &kept->content);
}

std::vector<Message> DocumentShelf::notices_of_design(const design::Design& design) {
  std::vector<Message> notices;
  if (!design.process.empty()) {
    const std::vector<std::string> names = names_of(store_.newest("processes"));
    if (std::ranges::find(names, design.process) == names.end()) {
      notices.push_back(said("no process '{}' is kept: {}", shortened(design.process, 60),
                             suggest_name(design.process, names)));
    }
  }
  if (!design.population) return notices;
  for (const store::DocumentVersion& other : store_.newest("designs")) {
    if (other.name == design.name) continue;
    const design::Design theirs = design::parse_design(parse_yaml(other.text, other.name));
    if (!theirs.population || !is_for_the_same(*theirs.population, *design.population)) continue;
    notices.push_back(said("the design '{}' is for the same segment and typology", other.name));
  }
  return notices;
}

std::vector<Message> DocumentShelf::notices_of_perimeter(const design::Perimeter& perimeter) {
  std::vector<Message> notices;
  const std::vector<std::string> kept = names_of(store_.newest("designs"));
  for (const std::string& name : perimeter.designs) {
    if (std::ranges::find(kept, name) != kept.end()) continue;
    notices.push_back(
        said("no design '{}' is kept: {}", shortened(name, 60), suggest_name(name, kept)));
  }
  if (kept.empty() || !notices.empty()) return notices;
  std::vector<std::string> stages;
  for (const std::string& name : perimeter.designs.empty() ? kept : perimeter.designs) {
    const auto read = design(name);
    for (const design::Stage& stage : read->content.stages) stages.push_back(stage.id);
  }
  for (const std::string& id : perimeter.stages) {
    if (std::ranges::find(stages, id) != stages.end()) continue;
    notices.push_back(
        said("no design looked at has the stage '{}': {}", id, suggest_name(id, stages)));
  }
  return notices;
}

std::vector<Message> DocumentShelf::check_among_kept(std::string_view kind, const std::string& text,
                                                     const std::string& source) {
  check(kind, text, source);
  if (kind == "guides") check_guide(parse_yaml(text, source));
  if (kind == "perimeters") {
    return notices_of_perimeter(design::parse_perimeter(parse_yaml(text, source)));
  }
  if (kind == "designs") return notices_of_design(design::parse_design(parse_yaml(text, source)));
  return notices_of(kind, text, source);
}

Voting DocumentShelf::voting(std::string_view design) {
  const StoredDocument document = get("designs", design, 0);
  std::vector<VotingStep> steps;
  for (const store::DocumentStep& kept : store_.steps("designs", design)) {
    steps.push_back(voting_step(kept));
  }
  Voting voting = voting_of(steps);
  const design::Design read = design::parse_design(parse_yaml(document.text, document.name));
  for (const design::Stage& stage : read.stages) {
    voting.targets.push_back(
        {.target = {.stage = stage.id, .touchpoint = {}}, .title = stage.title});
    for (const design::PlannedTouchpoint& one : stage.touchpoints) {
      voting.targets.push_back(
          {.target = {.stage = stage.id, .touchpoint = one.pattern.text()}, .title = one.title});
    }
  }
  return voting;
}

Voting DocumentShelf::take_step(std::string_view design, const VotingStep& step) {
  const std::scoped_lock lock(steps_mutex_);
  const Voting before = voting(design);
  check_step(step, before);
  for (const VoteFor& vote : step.votes) check_target(vote, before.targets);
  store_.add_step({.kind = "designs",
                   .name = std::string(design),
                   .author = step.author,
                   .step = name_of(step.kind),
                   .text = step_text(step),
                   .taken_us = now_us()});
  return voting(design);
}

}  // namespace parcours::workspace
