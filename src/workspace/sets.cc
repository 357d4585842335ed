#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "analysis/path_flow.h"
#include "analysis/transitions.h"
#include "base/error.h"
#include "base/instant.h"
#include "experience/canvas.h"
#include "workspace/asked_funnel.h"
#include "workspace/asked_pattern.h"
#include "workspace/canvas_question.h"
#include "workspace/grouping.h"
#include "workspace/mined_process.h"
#include "workspace/question.h"
#include "workspace/question_memory.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using journey::JourneySet;

JourneySet running_journeys(const journey::Snapshot& s) {
  JourneySet found;
  for (std::uint32_t j = 0; j < s.running.size(); ++j) {
    if (s.running[j] != 0) found.push_back(j);
  }
  return found;
}

// Journeys that are over and whose last event lies in [from, to).
JourneySet ended_journeys(const journey::Snapshot& s, Fields& fields) {
  const auto from = instant_of(fields, "from");
  const auto to = instant_of(fields, "to");
  JourneySet found;
  for (std::uint32_t j = 0; j < s.running.size(); ++j) {
    const std::int64_t end_us = s.at_us[s.first_event[j + 1] - 1];
    if (s.running[j] == 0 && (!from || end_us >= *from) && (!to || end_us < *to)) {
      found.push_back(j);
    }
  }
  return found;
}

analysis::PathState path_state_of(const std::string& state) {
  return state == "ended"         ? analysis::PathState::Ended
         : state == "in_progress" ? analysis::PathState::InProgress
         : state == "beyond"      ? analysis::PathState::Beyond
                                  : analysis::PathState::Reached;
}

JourneySet path_set(const journey::Snapshot& s, Fields& fields) {
  const analysis::PathSpec spec = path_spec_of(s, fields);
  std::vector<model::TouchpointId> prefix;
  if (const Node* node = fields.find("prefix")) prefix = touchpoints_of(s, *node);
  const std::string state =
      fields.choice_or("state", {"reached", "ended", "in_progress", "beyond", "other"}, "reached");
  std::vector<model::TouchpointId> shown;
  if (const Node* node = fields.find("shown")) shown = touchpoints_of(s, *node);
  if (state == "other") return analysis::journeys_on_other_paths(s.view(), spec, prefix, shown);
  return analysis::journeys_on_path(s.view(), spec, prefix, path_state_of(state));
}

// {touchpoint}, or {other_than: […]}, at a step.
analysis::FlowPlace flow_place_of(const journey::Snapshot& s, Fields& fields, std::size_t step) {
  analysis::FlowPlace place{.step = step, .touchpoints = {}};
  const Node* others = fields.find("other_than");
  if (others != nullptr && !others->is_null()) {
    place.which = analysis::FlowPlace::Which::NoneOf;
    place.touchpoints = touchpoints_of(s, *others);
  } else if (step != 0) {
    place.touchpoints = {touchpoint_of(s, fields.required("touchpoint"))};
  }
  return place;
}

// A node of a flow at a step, or with `next` a link from it.
JourneySet flow_set(const journey::Snapshot& s, Fields& fields) {
  const auto at =
      static_cast<std::size_t>(fields.integer_or("step", 0, 0, analysis::kMaxPathSteps));
  const analysis::FlowPlace place = flow_place_of(s, fields, at);
  const std::string state =
      fields.choice_or("state", {"reached", "ended", "in_progress", "beyond"}, "reached");
  std::optional<analysis::FlowPlace> next;
  const Node* following = fields.find("next");
  if (following != nullptr && !following->is_null()) {
    Fields of_next(*following, said("set"));
    next = flow_place_of(s, of_next, at + 1);
    of_next.finish();
  }
  const Node& paths = fields.required("paths");
  Fields asked(paths, said("set"));
  const analysis::PathSpec spec = path_spec_of(s, asked);
  asked.finish();
  return analysis::journeys_in_flow(s.view(), spec, place, path_state_of(state), next);
}

JourneySet funnel_set(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const AskedFunnel asked = asked_funnel(input, subject, fields);
  const analysis::FunnelSpec& spec = asked.spec;
  const auto step = static_cast<std::size_t>(fields.integer_or(
      "step", 1, 1, static_cast<std::int64_t>(std::max<std::size_t>(spec.steps.size(), 1))));
  const std::string state =
      fields.choice_or("state", {"reached", "in_progress", "dropped", "excluded"}, "reached");
  const analysis::FunnelState which = state == "in_progress" ? analysis::FunnelState::InProgress
                                      : state == "dropped"   ? analysis::FunnelState::Dropped
                                      : state == "excluded"  ? analysis::FunnelState::Excluded
                                                             : analysis::FunnelState::Reached;
  return analysis::journeys_in_funnel(asked.snapshot->view(), spec, step, which);
}

analysis::TimeToEventState state_named(const std::string& name) {
  using enum analysis::TimeToEventState;
  if (name == "without_origin") return WithoutOrigin;
  if (name == "at_risk") return AtRisk;
  if (name == "had" || name == "ended") return Had;
  if (name == "censored") return Censored;
  if (name == "running") return Running;
  if (name == "quiet") return Quiet;
  if (name == "beyond") return Beyond;
  if (name == "waiting") return Waiting;
  return name == "stalled" ? Stalled : Started;
}

JourneySet time_to_event_set(const journey::Snapshot& s, Fields& fields) {
  constexpr std::int64_t kLongest = std::int64_t{400} * 366 * kDayUs;
  const analysis::TimeToEventSpec spec = time_to_event_spec_of(s, fields);
  const std::string state =
      fields.choice_or("state",
                       {"without_origin", "started", "at_risk", "had", "ended", "censored",
                        "running", "quiet", "beyond", "waiting", "stalled"},
                       "started");
  analysis::TimeToEventChoice choice{.state = state_named(state)};
  const Node* outcome = fields.find("outcome");
  if (state == "ended") {
    // Where it is no outcome, none of the journeys ended so.
    choice.cause = spec.rule.outcomes.size();
  } else if (outcome != nullptr && !outcome->is_null()) {
    const auto found = std::ranges::find(spec.rule.outcomes, touchpoint_of(s, *outcome));
    choice.cause = static_cast<std::size_t>(found - spec.rule.outcomes.begin());
    if (found == spec.rule.outcomes.end()) {
      throw Error(ErrorCode::BadQuery, said("this is none of the outcomes"), outcome->place);
    }
  }
  choice.after_us = fields.integer_or("after_us", -1, -1, kLongest);
  const std::int64_t until_us = fields.integer_or("until_us", -1, -1, kLongest);
  if (until_us >= 0) choice.until_us = until_us;
  return analysis::journeys_in_time_to_event(s.view(), spec, choice);
}

JourneySet pattern_set(const QuestionInput& input, const Subject& subject, Fields& fields) {
  const AskedPattern asked =
      asked_pattern({input.events, input.memory}, subject, fields.required("pattern"), input.stop);
  const std::string state =
      fields.choice_or("state", {"matching", "in_progress", "without"}, "matching");
  const analysis::PatternState which = state == "in_progress" ? analysis::PatternState::InProgress
                                       : state == "without"   ? analysis::PatternState::Without
                                                              : analysis::PatternState::Matching;
  return analysis::journeys_in_pattern(asked.snapshot, asked.spec, which);
}

JourneySet touchpoint_set(const journey::Snapshot& s, Fields& fields,
                          analysis::TouchpointRole role) {
  return analysis::journeys_with_touchpoint(s.view(),
                                            touchpoint_of(s, fields.required("touchpoint")), role);
}

JourneySet all_but(const journey::Snapshot& s, const JourneySet& some) {
  const JourneySet all = journey::all_journeys(s.view());
  JourneySet rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

// The journeys that all of the sets have.
JourneySet common_to(const QuestionInput& input, const Subject& subject, Fields& fields) {
  JourneySet found = journey::all_journeys(subject.snapshot().view());
  const Node& sets = fields.required("sets");
  if (sets.items.empty()) {
    throw Error(ErrorCode::BadQuery, said("'{}' lists nothing", "sets"), sets.place);
  }
  for (const Node& set : sets.items) {
    const JourneySet one = journeys_behind(input, subject, set);
    JourneySet both;
    std::ranges::set_intersection(found, one, std::back_inserter(both));
    found = std::move(both);
  }
  return found;
}

JourneySet set_of_design(const QuestionInput& input, const Subject& subject, const std::string& of,
                         Fields& fields) {
  if (of == "conformance") return conformance_set(input, subject, fields);
  if (of == "persona") return persona_set(input, subject, fields);
  if (of == "discovery") return discovery_set(input, subject, fields);
  if (of == "promise") return promise_set(input, subject, fields);
  if (of == "rule") return rule_set(input, subject, fields);
  if (of == "route") return route_set(input, subject, fields);
  return stage_set(input, subject, fields);
}

}  // namespace

JourneySet journeys_behind(const QuestionInput& input, const Subject& subject, const Node& set) {
  const journey::Snapshot& s = subject.snapshot();
  Fields fields(set, said("set"));
  const std::string of = fields.choice_or(
      "of", {"all",       "running", "touchpoint",     "start",  "end",           "transition",
             "variant",   "path",    "flow",           "funnel", "time_to_event", "retention",
             "reentry",   "pattern", "contact_driver", "stage",  "conformance",   "persona",
             "promise",   "rule",    "group",          "not",    "and",           "ended",
             "discovery", "route"},
      "all");
  const MemoryBudget::Lease held = input.memory.take(memory_of_set(of, s));
  JourneySet found;
  if (of == "all") {
    found = journey::all_journeys(s.view());
  } else if (of == "running") {
    found = running_journeys(s);
  } else if (of == "ended") {
    found = ended_journeys(s, fields);
  } else if (of == "touchpoint") {
    found = touchpoint_set(s, fields, analysis::TouchpointRole::Anywhere);
  } else if (of == "start") {
    found = touchpoint_set(s, fields, analysis::TouchpointRole::Start);
  } else if (of == "end") {
    found = touchpoint_set(s, fields, analysis::TouchpointRole::End);
  } else if (of == "transition") {
    const model::TouchpointId from = touchpoint_of(s, fields.required("from"));
    found =
        analysis::journeys_with_transition(s.view(), from, touchpoint_of(s, fields.required("to")));
  } else if (of == "variant") {
    const analysis::VariantMode mode = variant_mode_of(fields);
    found = analysis::journeys_of_variant(s.view(), mode,
                                          touchpoints_of(s, fields.required("touchpoints")));
  } else if (of == "path") {
    found = path_set(s, fields);
  } else if (of == "flow") {
    found = flow_set(s, fields);
  } else if (of == "funnel") {
    found = funnel_set(input, subject, fields);
  } else if (of == "time_to_event") {
    found = time_to_event_set(s, fields);
  } else if (of == "retention") {
    found = retention_set(s, fields);
  } else if (of == "reentry") {
    found = reentry_set(s, fields);
  } else if (of == "group") {
    found = journeys_of_group(input, subject, fields);
  } else if (of == "and") {
    found = common_to(input, subject, fields);
  } else if (of == "pattern") {
    found = pattern_set(input, subject, fields);
  } else if (of == "contact_driver") {
    found = contact_driver_set(input, s, fields);
  } else if (of == "not") {
    found = all_but(s, journeys_behind(input, subject, fields.required("set")));
  } else {
    found = set_of_design(input, subject, of, fields);
  }
  fields.finish();
  return found;
}

}  // namespace parcours::workspace
