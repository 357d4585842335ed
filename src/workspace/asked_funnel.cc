#include "workspace/asked_funnel.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/pattern_text.h"
#include "base/error.h"
#include "workspace/asked_pattern.h"
#include "workspace/question_specs.h"
#include "workspace/selection.h"

namespace parcours::workspace {
namespace {

using analysis::FunnelEntry;
using analysis::FunnelOrder;
using analysis::FunnelSpec;
using analysis::FunnelUnit;

const Node& steps_in(Fields& fields) {
  const Node& steps = fields.required("steps");
  if (!steps.is_sequence()) {
    throw Error(ErrorCode::BadQuery, said("touchpoints must be a list of names"), steps.place);
  }
  return steps;
}

// An error in a pattern stands where the question says it.
template <typename Read>
auto at_pattern(const Node& text, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::BadQuery) throw;
    Place place = error.where();
    place.source = text.place.source;
    throw Error(error.code(), error.message(), place, error.hint());
  }
}

analysis::Pattern pattern_of(const Node& text) {
  return at_pattern(text, [&] { return pattern_spec_of(text).pattern; });
}

// A step is a name, or {touchpoint or pattern, within | within_us, optional}: a name alone is
// {name}.
void add_step(const journey::Snapshot& snapshot, const Node& node, FunnelSpec& spec) {
  const std::size_t k = spec.steps.size();
  std::optional<std::int64_t> within_us;
  bool optional = false;
  if (node.kind != Node::Kind::Mapping) {
    spec.steps.push_back(touchpoint_of(snapshot, node));
  } else {
    Fields step(node, said("step"));
    const Node* pattern = step.find("pattern");
    if (pattern != nullptr && !pattern->is_null()) {
      spec.steps.push_back(model::kNoTouchpoint);
      spec.patterns[k] = at_pattern(*pattern, [&] {
        return analysis::funnel_pattern(snapshot, pattern_of(*pattern), pattern->text);
      });
    } else {
      spec.steps.push_back(touchpoint_of(snapshot, step.required("touchpoint")));
    }
    within_us = time_us(step, "within");
    optional = step.flag_or("optional", false);
    step.finish();
  }
  if (k == 0 && within_us) {
    throw Error(ErrorCode::BadQuery, said("no step comes before the first"), node.place,
                said("limit the whole funnel instead: within 30d"));
  }
  if (k == 0 && optional) {
    throw Error(ErrorCode::BadQuery, said("the first step cannot be left out"), node.place,
                said("let journeys enter at any step instead: entry any"));
  }
  if (within_us) spec.step_window_us.resize(k);
  if (within_us || !spec.step_window_us.empty()) spec.step_window_us.push_back(within_us);
  if (optional) spec.optional.resize(k);
  if (optional || !spec.optional.empty()) spec.optional.push_back(optional ? 1 : 0);
}

// What says one thing more than steps, and goes with none of the others.
void check_together(const FunnelSpec& spec, const Place& steps) {
  const bool any_order = spec.order == FunnelOrder::Any;
  if (any_order && !spec.step_window_us.empty()) {
    throw Error(ErrorCode::BadQuery, said("steps in any order have no step before them"), steps,
                said("limit the whole funnel instead: within 30d"));
  }
  if (any_order && !spec.patterns.empty()) {
    throw Error(ErrorCode::BadQuery, said("steps in any order are touchpoints, not patterns"),
                steps, said("leave the order as it is, or name touchpoints"));
  }
  std::vector<Message> said_more;
  if (any_order) said_more.push_back(said("steps in any order"));
  if (!spec.optional.empty()) said_more.push_back(said("optional steps"));
  if (spec.entry == FunnelEntry::Any) said_more.push_back(said("entry at any step"));
  if (spec.unit == FunnelUnit::Attempts) said_more.push_back(said("attempts counted"));
  if (said_more.size() < 2) return;
  throw Error(ErrorCode::BadQuery,
              said("a funnel cannot have both {} and {}", said_more[0], said_more[1]), steps,
              said("leave out one of them"));
}

}  // namespace

FunnelSpec funnel_spec_of(const journey::Snapshot& snapshot, Fields& fields) {
  FunnelSpec spec;
  const Node& steps = steps_in(fields);
  for (const Node& step : steps.items) add_step(snapshot, step, spec);
  spec.window_us = time_us(fields, "within");
  const std::string order = fields.choice_or("order", {"ordered", "strict", "any"}, "ordered");
  spec.order = order == "strict" ? FunnelOrder::Strict
               : order == "any"  ? FunnelOrder::Any
                                 : FunnelOrder::Ordered;
  if (fields.choice_or("entry", {"first", "any"}, "first") == "any") spec.entry = FunnelEntry::Any;
  if (fields.choice_or("count", {"journeys", "attempts"}, "journeys") == "attempts") {
    spec.unit = FunnelUnit::Attempts;
  }
  if (const Node* node = fields.find("ignoring")) {
    spec.ignored = touchpoints_of(snapshot, *node);
    if (spec.order != FunnelOrder::Strict && !spec.ignored.empty()) {
      throw Error(ErrorCode::BadQuery, said("only a strict funnel minds what lies between"),
                  node->place, said("leave out what is ignored, or make the order strict"));
    }
  }
  if (const Node* node = fields.find("excluding")) spec.excluded = touchpoints_of(snapshot, *node);
  check_together(spec, steps.place);
  return spec;
}

AskedFunnel asked_funnel(const QuestionInput& input, const Subject& subject, Fields& fields) {
  std::vector<std::string> read;
  for (const Node& step : steps_in(fields).items) {
    const Node* pattern = step.find("pattern");
    if (pattern == nullptr || pattern->is_null()) continue;
    for (std::string& name : analysis::properties_read(pattern_of(*pattern))) {
      read.push_back(std::move(name));
    }
  }
  auto snapshot = std::make_shared<const journey::Snapshot>(
      with_properties({input.events, input.memory}, subject, read, input.stop));
  FunnelSpec spec = funnel_spec_of(*snapshot, fields);
  return {.snapshot = std::move(snapshot), .spec = std::move(spec)};
}

}  // namespace parcours::workspace
