// Time to event: measured by the engine, shaped here.

#include <cmath>

#include "analysis/time_to_event.h"
#include "base/said_numbers.h"
#include "workspace/question.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::Quartiles;
using analysis::ShareEstimate;
using analysis::ShareTime;
using analysis::SurvivalStep;
using analysis::TimeToEvent;
using analysis::TimeToEventSpec;

std::int64_t whole(double us) {
  return std::llround(us);
}

void write_bounds(JsonWriter& json, const std::optional<analysis::Bounds>& bounds) {
  json.key("interval");
  if (bounds) {
    json.open_array().value(bounds->low).value(bounds->high).close_array();
  } else {
    json.null();
  }
}

void write_quartiles(JsonWriter& json, const Quartiles& quartiles) {
  json.key("quartiles").open_array();
  for (const ShareTime& q : quartiles) {
    json.open_object().member("share", q.share).member("at_us", q.at_us);
    json.member("low_us", q.low_us).member("high_us", q.high_us).close_object();
  }
  json.close_array();
}

// The names of the outcomes; the one without a name is "ended without".
std::vector<std::optional<std::string>> outcome_names(const journey::Snapshot& s,
                                                      const TimeToEventSpec& spec) {
  std::vector<std::optional<std::string>> names;
  for (const model::TouchpointId id : spec.rule.outcomes) {
    names.emplace_back(s.touchpoint_names[model::index_of(id)]);
  }
  names.resize(spec.rule.causes());
  return names;
}

void write_counts(JsonWriter& json, const TimeToEvent& a) {
  json.key("base").open_object().member("journeys", a.journeys);
  json.member("without_origin", a.without_origin).member("started", a.started);
  json.member("running", a.running).member("quiet", a.quiet).member("beyond", a.beyond);
  json.close_object();
}

void write_waits(JsonWriter& json, const TimeToEvent& a) {
  const auto& bounds = a.curves.mean_bounds_us;
  json.member("mean_us", whole(a.curves.mean_us));
  json.member("mean_low_us", bounds ? std::optional(whole(bounds->low)) : std::nullopt);
  json.member("mean_high_us", bounds ? std::optional(whole(bounds->high)) : std::nullopt);
  const bool any = a.finished.journeys != 0;
  json.key("finished").open_object().member("journeys", a.finished.journeys);
  json.member("median_us", any ? std::optional(whole(a.finished.median_us)) : std::nullopt);
  json.member("threshold_us", any ? std::optional(whole(a.finished.threshold_us)) : std::nullopt);
  json.close_object().key("stalled").open_object().member("waiting", a.waiting);
  json.member("journeys", a.stalled).close_object();
}

void write_step(JsonWriter& json, const SurvivalStep& step) {
  json.open_object().member("at_us", step.at_us).member("at_risk", step.at_risk);
  json.member("censored", step.censored).member("remaining", step.remaining.share);
  write_bounds(json, step.remaining.bounds);
  json.key("outcomes").open_array();
  for (const SurvivalStep::Cause& cause : step.causes) {
    json.open_object().member("events", cause.events).member("share", cause.incidence.share);
    write_bounds(json, cause.incidence.bounds);
    json.close_object();
  }
  json.close_array().close_object();
}

std::string json_of(const Subject& subject, const TimeToEventSpec& spec, const TimeToEvent& a) {
  JsonWriter json = begin_answer(subject);
  write_counts(json, a);
  json.member("horizon_us", spec.horizon_us).member("until_us", a.curves.until_us);
  json.key("outcomes").open_array();
  const auto names = outcome_names(subject.snapshot(), spec);
  for (std::size_t k = 0; k < names.size(); ++k) {
    json.open_object().member("touchpoint", names[k]).member("journeys", a.had[k]);
    write_quartiles(json, a.curves.causes[k]);
    json.close_object();
  }
  json.close_array();
  write_quartiles(json, a.curves.any);
  write_waits(json, a);
  json.member("event_times", a.curves.event_times).key("steps").open_array();
  for (const SurvivalStep& step : a.curves.steps) write_step(json, step);
  return json.close_array().close_object().take();
}

void add_cells(const ShareEstimate& estimate, std::vector<Cell>& row) {
  row.emplace_back(estimate.share);
  row.push_back(estimate.bounds ? Cell{estimate.bounds->low} : Cell{});
  row.push_back(estimate.bounds ? Cell{estimate.bounds->high} : Cell{});
}

Message said_median(const ShareTime& median) {
  const auto time = [](const std::optional<std::int64_t>& us) {
    return us ? said_duration(*us) : Message::verbatim("?");
  };
  if (!median.at_us) return said("not reached");
  return said("{} ({} to {})", time(median.at_us), time(median.low_us), time(median.high_us));
}

// The number of an outcome, its share and the bounds of that: columns of one outcome.
void add_outcome(const Message& name, std::vector<Message>& columns) {
  columns.push_back(name);
  columns.push_back(said("{} share", name));
  columns.push_back(said("{} low", name));
  columns.push_back(said("{} high", name));
}

Table table_of(const journey::Snapshot& s, const TimeToEventSpec& spec, const TimeToEvent& a) {
  Table table{.columns = {said("time"), said("at risk"), said("censored"), said("waiting"),
                          said("low"), said("high")},
              .rows = {},
              .notes = {}};
  for (const auto& name : outcome_names(s, spec)) {
    add_outcome(name ? Message::verbatim(*name) : said("ended without"), table.columns);
  }
  for (const SurvivalStep& step : a.curves.steps) {
    table.rows.push_back({said_duration(step.at_us), static_cast<std::int64_t>(step.at_risk),
                          static_cast<std::int64_t>(step.censored)});
    add_cells(step.remaining, table.rows.back());
    for (const SurvivalStep::Cause& cause : step.causes) {
      table.rows.back().emplace_back(static_cast<std::int64_t>(cause.events));
      add_cells(cause.incidence, table.rows.back());
    }
  }
  table.notes.push_back(
      said("{} journeys, {} without the origin; {} running and {} over without an outcome, {} "
           "beyond the horizon",
           said_count(a.journeys), said_count(a.without_origin), said_count(a.running),
           said_count(a.quiet), said_count(a.beyond)));
  table.notes.push_back(said("half had an outcome by {}; of the {} that had one alone, by {}",
                             said_median(a.curves.any[1]), said_count(a.finished.journeys),
                             a.finished.journeys != 0 ? said_duration(whole(a.finished.median_us))
                                                      : Message::verbatim("-")));
  table.notes.push_back(said("{} of {} waiting now are stalled: longer than {}",
                             said_count(a.stalled), said_count(a.waiting),
                             said_duration(whole(a.finished.threshold_us))));
  return table;
}

}  // namespace

Answer answer_time_to_event(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const journey::Snapshot& s = subject.snapshot();
  const TimeToEventSpec spec = asked_time_to_event(s, fields);
  fields.finish();
  const TimeToEvent result = analysis::measure_time_to_event(s.view(), spec, input.stop);
  return {.json = json_of(subject, spec, result), .table = table_of(s, spec, result)};
}

}  // namespace parcours::workspace
