#include "workspace/asked_pattern.h"

#include <algorithm>

#include "analysis/pattern_program.h"
#include "base/error.h"
#include "workspace/held_column.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

// A column of the published snapshot for the events of the subject, whose journeys keep some of
// their events in the same order.
journey::TextColumn of_subject(const Subject& subject, const journey::TextColumn& column,
                               MemoryBudget& memory) {
  const journey::Snapshot& all = subject.published->snapshot;
  const journey::Snapshot& own = subject.snapshot();
  if (&own == &all) return column;
  ColumnLease taken{.codes = memory.take(own.event_id.size() * sizeof(std::uint32_t))};
  std::vector<std::uint32_t> code(own.event_id.size());
  for (std::uint32_t j = 0; j < own.running.size(); ++j) {
    std::uint64_t from = all.first_event[subject.published_index(j)];
    for (std::uint64_t e = own.first_event[j]; e < own.first_event[j + 1]; ++e) {
      while (all.event_id[from] != own.event_id[e]) ++from;
      code[e] = column.code[from];
    }
  }
  return held_column({.code = std::move(code), .texts = column.texts}, std::move(taken));
}

}  // namespace

journey::Snapshot with_properties(const PropertySource& from, const Subject& subject,
                                  const std::vector<std::string>& read, std::stop_token stop) {
  journey::Snapshot snapshot = subject.snapshot();
  if (read.empty()) return snapshot;
  for (const std::string& name : from.events.property_names()) {
    if (snapshot.properties.contains(name)) continue;
    journey::TextColumn& column = snapshot.properties[name];
    if (std::find(read.begin(), read.end(), name) == read.end()) continue;
    column = of_subject(subject, subject.published->property(from.events, from.memory, name, stop),
                        from.memory);
  }
  return snapshot;
}

AskedPattern asked_pattern(const PropertySource& from, const Subject& subject, const Node& text,
                           std::stop_token stop) {
  try {
    AskedPattern asked{.spec = pattern_spec_of(text), .snapshot = {}};
    asked.snapshot =
        with_properties(from, subject, analysis::properties_read(asked.spec.pattern), stop);
    (void)analysis::PatternProgram(asked.spec.pattern, asked.snapshot);
    return asked;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::BadQuery) throw;
    Place place = error.where();
    place.source = text.place.source;
    throw Error(error.code(), error.message(), place, error.hint());
  }
}

}  // namespace parcours::workspace
