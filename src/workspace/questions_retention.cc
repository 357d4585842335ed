// Retention and re-entry: measured by the engine, shaped here.

#include <algorithm>
#include <cmath>

#include "analysis/reentry.h"
#include "analysis/retention.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "experience/intervals.h"
#include "workspace/question.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::CalendarUnit;
using analysis::Reentry;
using analysis::ReentrySpec;
using analysis::Retention;
using analysis::RetentionCohort;
using analysis::RetentionSpec;

std::string date_of(const RetentionSpec& spec, std::int64_t period) {
  return format_instant(analysis::first_day_of(spec.unit, period) * kDayUs).substr(0, 10);
}

void write_share(JsonWriter& json, std::uint64_t part, std::uint64_t whole) {
  json.key("share");
  if (whole == 0) {
    json.null();
  } else {
    json.value(static_cast<double>(part) / static_cast<double>(whole));
  }
  json.key("interval");
  if (const auto interval = experience::wilson_interval(part, whole)) {
    json.open_array().value(interval->low).value(interval->high).close_array();
  } else {
    json.null();
  }
}

void write_cohort(JsonWriter& json, const RetentionSpec& spec, const RetentionCohort& cohort) {
  json.open_object().member("cohort", date_of(spec, cohort.number));
  json.member("customers", cohort.customers).key("cells").open_array();
  for (std::size_t age = 0; age <= spec.periods; ++age) {
    const bool known = age < cohort.returned.size();
    json.open_object().member("age", age);
    json.member("returned", known ? std::optional(cohort.returned[age]) : std::nullopt);
    write_share(json, known ? cohort.returned[age] : 0, known ? cohort.customers : 0);
    json.close_object();
  }
  json.close_array().close_object();
}

std::string json_of(const Subject& subject, const RetentionSpec& spec, const Retention& a) {
  JsonWriter json = begin_answer(subject);
  json.key("base").open_object().member("customers", a.customers);
  json.member("without_start", a.without_start).close_object();
  json.member("period", name_of(spec.unit)).member("zone", spec.zone.name());
  json.key("cohorts").open_array();
  for (const RetentionCohort& cohort : a.cohorts) write_cohort(json, spec, cohort);
  json.close_array().key("ages").open_array();
  for (std::size_t age = 0; age < a.ages.size(); ++age) {
    json.open_object().member("age", age).member("customers", a.ages[age].customers);
    json.member("returned", a.ages[age].returned);
    write_share(json, a.ages[age].returned, a.ages[age].customers);
    json.close_object();
  }
  return json.close_array().close_object().take();
}

Message percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? Message::verbatim("?")
                    : said_percent(static_cast<double>(part) / static_cast<double>(whole));
}

Message heading_of(CalendarUnit unit) {
  return unit == CalendarUnit::Day    ? said("day")
         : unit == CalendarUnit::Week ? said("week")
                                      : said("month");
}

Table table_of(const RetentionSpec& spec, const Retention& a) {
  Table table{.columns = {heading_of(spec.unit), said("customers")}, .rows = {}, .notes = {}};
  for (std::size_t age = 0; age <= spec.periods; ++age) {
    table.columns.push_back(Message::verbatim(std::to_string(age)));
  }
  for (const RetentionCohort& cohort : a.cohorts) {
    table.rows.push_back(
        {date_of(spec, cohort.number), static_cast<std::int64_t>(cohort.customers)});
    for (std::size_t age = 0; age <= spec.periods; ++age) {
      const bool known = age < cohort.returned.size();
      table.rows.back().emplace_back(known ? percent(cohort.returned[age], cohort.customers)
                                           : Message::verbatim("?"));
    }
  }
  table.rows.push_back({said("all"), static_cast<std::int64_t>(a.customers - a.without_start)});
  for (const auto& age : a.ages)
    table.rows.back().emplace_back(percent(age.returned, age.customers));
  table.notes.push_back(said("{} customers, {} without a start; days of {}",
                             said_count(a.customers), said_count(a.without_start),
                             spec.zone.name()));
  table.notes.push_back(said("?: the data end before that period does"));
  return table;
}

std::int64_t whole(double us) {
  return std::llround(us);
}

void write_gaps(JsonWriter& json, const Reentry::Gaps& gaps) {
  const auto time = [&](const char* name, double us) {
    json.member(name, gaps.count != 0 ? std::optional(whole(us)) : std::nullopt);
  };
  json.key("gaps").open_object().member("count", gaps.count);
  time("min_us", static_cast<double>(gaps.min_us));
  time("p10_us", gaps.p10_us);
  time("p25_us", gaps.p25_us);
  time("median_us", gaps.median_us);
  time("p75_us", gaps.p75_us);
  time("p90_us", gaps.p90_us);
  time("max_us", static_cast<double>(gaps.max_us));
  json.close_object();
}

void write_first(JsonWriter& json, const Reentry& a) {
  json.key("first").open_object().member("running", a.in_first).member("again", a.again);
  json.member("away", a.away).member("open", a.open);
  const bool any = a.customers != a.in_first;
  const auto& estimate = a.first.steps.back().causes.front().incidence;
  json.member("share", any ? std::optional(estimate.share) : std::nullopt).key("interval");
  if (any && estimate.bounds) {
    json.open_array().value(estimate.bounds->low).value(estimate.bounds->high).close_array();
  } else {
    json.null();
  }
  json.key("quartiles").open_array();
  for (const analysis::ShareTime& q : a.first.any) {
    json.open_object().member("share", q.share).member("at_us", q.at_us);
    json.member("low_us", q.low_us).member("high_us", q.high_us).close_object();
  }
  json.close_array().close_object();
}

std::string json_of(const Subject& subject, const ReentrySpec& spec, const Reentry& a) {
  JsonWriter json = begin_answer(subject);
  json.key("base").open_object().member("customers", a.customers);
  json.member("journeys", a.journeys).member("joined", a.joined).close_object();
  json.member("within_us", spec.within_us).key("by_journeys").open_array();
  for (const Reentry::Share& one : a.by_journeys) {
    json.open_object().member("journeys", one.journeys).member("customers", one.customers);
    write_share(json, one.customers, a.customers);
    json.close_object();
  }
  json.close_array();
  write_gaps(json, a.gaps);
  write_first(json, a);
  return json.close_object().take();
}

Table table_of(const ReentrySpec& spec, const Reentry& a) {
  Table table{
      .columns = {said("journeys"), said("customers"), said("share")}, .rows = {}, .notes = {}};
  for (const Reentry::Share& one : a.by_journeys) {
    table.rows.push_back({static_cast<std::int64_t>(one.journeys),
                          static_cast<std::int64_t>(one.customers),
                          percent(one.customers, a.customers)});
  }
  const auto time = [](double us) { return said_duration(whole(us)); };
  table.notes.push_back(said("{} customers, {} journeys, {} of them begun while another was open",
                             said_count(a.customers), said_count(a.journeys),
                             said_count(a.joined)));
  if (a.gaps.count != 0) {
    table.notes.push_back(
        said("{} times between visits: half up to {}, nine in ten up to {}, {} to {}",
             said_count(a.gaps.count), time(a.gaps.median_us), time(a.gaps.p90_us),
             said_duration(a.gaps.min_us), said_duration(a.gaps.max_us)));
  }
  const Message span =
      spec.within_us ? said("within {}", said_duration(*spec.within_us)) : said("so far");
  const double share = a.first.steps.back().causes.front().incidence.share;
  table.notes.push_back(
      said("came again {}: {}; not: {}; may still: {}; in the first visit: {}; estimated {}", span,
           said_count(a.again), said_count(a.away), said_count(a.open), said_count(a.in_first),
           a.customers == a.in_first ? Message::verbatim("-") : said_percent(share)));
  return table;
}

// A cohort as answers write it: the first day of its period.
std::int64_t cohort_of(const RetentionSpec& spec, const Node& node) {
  const auto written = parse_iso_time(scalar_text(node, said("a cohort")));
  if (!written || written->has_offset || written->precision != Precision::Day) {
    throw Error(ErrorCode::BadQuery, said("a cohort is the first day of its period"), node.place,
                said("for example 2025-03-01"));
  }
  const std::int64_t day = written->at_us / kDayUs - (written->at_us % kDayUs < 0 ? 1 : 0);
  return analysis::period_of_day(spec.unit, day);
}

}  // namespace

Answer answer_retention(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const journey::Snapshot& s = subject.snapshot();
  const RetentionSpec spec = asked_retention(s, fields);
  fields.finish();
  const Retention result = analysis::measure_retention(s.view(), spec, input.stop);
  return {.json = json_of(subject, spec, result), .table = table_of(spec, result)};
}

Answer answer_reentry(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const ReentrySpec spec = reentry_spec_of(fields);
  fields.finish();
  const Reentry result = analysis::measure_reentry(subject.snapshot().view(), spec, input.stop);
  return {.json = json_of(subject, spec, result), .table = table_of(spec, result)};
}

journey::JourneySet retention_set(const journey::Snapshot& s, Fields& fields) {
  using enum analysis::RetentionState;
  RetentionSpec spec = retention_spec_of(s, fields);
  const std::string state =
      fields.choice_or("state", {"without_start", "started", "returned", "away"}, "started");
  analysis::RetentionChoice choice{.state = state == "without_start" ? WithoutStart
                                            : state == "returned"    ? Returned
                                            : state == "away"        ? Away
                                                                     : Started};
  const Node* cohort = fields.find("cohort");
  if (cohort != nullptr && !cohort->is_null()) choice.cohort = cohort_of(spec, *cohort);
  constexpr auto kMost = static_cast<std::int64_t>(analysis::kMaxRetentionPeriods);
  const std::int64_t age = fields.integer_or("age", -1, -1, kMost);
  if (age >= 0) choice.age = static_cast<std::size_t>(age);
  spec.periods = std::max<std::size_t>(1, choice.age.value_or(1));
  return analysis::journeys_in_retention(s.view(), spec, choice);
}

journey::JourneySet reentry_set(const journey::Snapshot& s, Fields& fields) {
  using enum analysis::ReentryState;
  const ReentrySpec spec = reentry_spec_of(fields);
  const std::string state = fields.choice_or(
      "state", {"customers", "gap", "joined", "running", "again", "away", "open"}, "customers");
  analysis::ReentryChoice choice{.state = state == "gap"       ? Gap
                                          : state == "joined"  ? Joined
                                          : state == "running" ? InFirst
                                          : state == "again"   ? Again
                                          : state == "away"    ? Away
                                          : state == "open"    ? Open
                                                               : Journeys};
  choice.journeys =
      static_cast<std::uint64_t>(fields.integer_or("journeys", 0, 0, std::int64_t{1} << 40));
  return analysis::journeys_in_reentry(s.view(), spec, choice);
}

}  // namespace parcours::workspace
