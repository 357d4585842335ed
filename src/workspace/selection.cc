#include "workspace/selection.h"

#include <algorithm>

#include "base/error.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/touchpoint_pattern.h"
#include "workspace/asked_pattern.h"
#include "workspace/question_memory.h"
#include "workspace/question_specs.h"
#include "workspace/selected_copy.h"

namespace parcours::workspace {
namespace {

// Journeys that start in [from, to).
journey::JourneySet started_within(const journey::Snapshot& s, std::optional<std::int64_t> from,
                                   std::optional<std::int64_t> to) {
  journey::JourneySet found;
  for (std::uint32_t j = 0; j + 1 < s.first_event.size(); ++j) {
    const std::int64_t start = s.at_us[s.first_event[j]];
    if ((!from || start >= *from) && (!to || start < *to)) found.push_back(j);
  }
  return found;
}

void filter_events(Subject& subject, const std::vector<std::string>& patterns, const Node& node,
                   MemoryBudget& memory) {
  const journey::Snapshot& whole = subject.published->snapshot;
  std::vector<std::uint8_t> wanted(whole.touchpoint_names.size(), 0);
  for (const std::string& text : patterns) {
    const design::TouchpointPattern pattern(text);
    bool any = false;
    for (std::size_t t = 0; t < wanted.size(); ++t) {
      if (!pattern.matches(whole.touchpoint_names[t])) continue;
      wanted[t] = 1;
      any = true;
    }
    if (!any) {
      throw Error(ErrorCode::BadQuery, said("no touchpoint is '{}'", shortened(text, 60)),
                  node.place, suggest_name(text, whole.touchpoint_names));
    }
  }
  const MemoryBudget::Lease marks = memory.take(whole.touchpoint.size());
  std::vector<std::uint8_t> keep(whole.touchpoint.size());
  std::uint64_t kept = 0;
  for (std::size_t e = 0; e < keep.size(); ++e) {
    keep[e] = wanted[model::index_of(whole.touchpoint[e])];
    kept += keep[e];
  }
  const std::uint64_t journeys = std::min<std::uint64_t>(kept, whole.running.size());
  subject.held.push_back(memory.take(memory_of_copy(whole, kept, journeys)));
  subject.filtered = copy_of_events(whole, keep, subject.filtered_origin);
}

Message what_is(const Published& published) {
  const journey::Snapshot& snapshot = published.snapshot;
  return said("number {}, {}: {} events, {} journeys, {} touchpoints", snapshot.id,
              published.origin, said_count(snapshot.touchpoint.size()),
              said_count(snapshot.running.size()), said_count(snapshot.touchpoint_names.size()));
}

}  // namespace

void Subject::choose(const journey::JourneySet& of_snapshot, MemoryBudget& memory) {
  journey::JourneySet of_base = of_snapshot;
  if (journeys) {
    for (std::uint32_t& j : of_base) j = (*journeys)[j];
  }
  const journey::JourneyView view = base().view();
  std::uint64_t events = 0;
  for (const std::uint32_t j : of_base) events += view.length_of(j);
  held.push_back(memory.take(memory_of_copy(base(), events, of_base.size())));
  chosen = copy_of_journeys(base(), of_base);
  journeys = std::move(of_base);
}

Subject subject_of(const Node* select, const Selecting& with, std::stop_token stop) {
  Subject subject;
  with.trace.begin(said("snapshot"));
  if (select == nullptr || select->is_null()) {
    subject.published = with.snapshots.get({}, stop);
    with.trace.tell(what_is(*subject.published));
    return subject;
  }
  Fields fields(*select, said("selection"));
  JourneyChoice choice;
  const std::string by = fields.text_or("journeys_by", "");
  if (!by.empty()) choice.rule = journey_rule_of(by);

  const Node* events = fields.find("events");
  std::vector<std::string> patterns;
  if (events != nullptr) {
    Fields filter(*events, said("filter of events"));
    choice.lifecycle = filter.text_or("lifecycle", "");
    patterns = filter.texts("touchpoints");
    filter.finish();
  }
  const auto from = instant_of(fields, "from");
  const auto to = instant_of(fields, "to");
  const Node* pattern = fields.find("pattern");
  const Node* set = fields.find("set");
  fields.finish();

  subject.published = with.snapshots.get(choice, stop);
  with.trace.tell(what_is(*subject.published));
  with.trace.begin(said("select"));
  subject.lifecycle = choice.lifecycle;
  if (!patterns.empty()) filter_events(subject, patterns, *events, with.memory);
  if (from || to) subject.choose(started_within(subject.snapshot(), from, to), with.memory);
  if (pattern != nullptr) {
    const AskedPattern asked = asked_pattern({with.events, with.memory}, subject, *pattern, stop);
    subject.choose(
        analysis::journeys_in_pattern(asked.snapshot, asked.spec, analysis::PatternState::Matching),
        with.memory);
  }
  if (set != nullptr) subject.choose(with.resolve(subject, *set), with.memory);
  with.trace.tell(said("{} events, {} journeys", said_count(subject.snapshot().touchpoint.size()),
                       said_count(subject.snapshot().running.size())));
  return subject;
}

model::TouchpointId touchpoint_of(const journey::Snapshot& snapshot, const Node& node) {
  const std::string name = scalar_text(node, said("a touchpoint"));
  const model::TouchpointId code = snapshot.touchpoint_of(name);
  if (code == model::kNoTouchpoint) {
    throw Error(ErrorCode::BadQuery, said("there is no touchpoint '{}'", shortened(name, 60)),
                node.place, suggest_name(name, snapshot.touchpoint_names));
  }
  return code;
}

std::vector<model::TouchpointId> touchpoints_of(const journey::Snapshot& snapshot,
                                                const Node& list) {
  if (!list.is_sequence()) {
    throw Error(ErrorCode::BadQuery, said("touchpoints must be a list of names"), list.place);
  }
  std::vector<model::TouchpointId> codes;
  for (const Node& item : list.items) codes.push_back(touchpoint_of(snapshot, item));
  return codes;
}

}  // namespace parcours::workspace
