// Funnels: measured by the engine, shaped here.

#include <cmath>

#include "analysis/funnel.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "experience/intervals.h"
#include "workspace/asked_funnel.h"
#include "workspace/grouping.h"
#include "workspace/question.h"

namespace parcours::workspace {
namespace {

using analysis::FunnelOrder;
using analysis::FunnelResult;
using analysis::FunnelSpec;
using analysis::FunnelStep;
using analysis::FunnelUnit;

std::int64_t cell(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// The shares of one step, as parts of wholes.
struct Shares {
  std::uint64_t begun = 0;   // All that entered, at whichever step.
  std::uint64_t came = 0;    // Of `before`, those that came to the step …
  std::uint64_t before = 0;  // … that may not be left out before it; at the first, of the base.
};

Shares shares_of(const FunnelSpec& spec, const FunnelResult& result, std::size_t k) {
  Shares shares;
  for (const FunnelStep& step : result.steps) shares.begun += step.entered;
  const FunnelStep& step = result.steps[k];
  if (k == 0) {
    // Attempts are no part of the journeys; those that begin one are.
    shares.came = step.journeys;
    shares.before = result.journeys;
    return shares;
  }
  std::size_t before = k - 1;
  while (spec.is_optional(before)) --before;
  shares.came = step.reached - step.entered;
  shares.before = result.steps[before].reached;
  return shares;
}

std::uint64_t went_on(const FunnelStep& step) {
  return step.reached - step.in_progress - step.dropped - step.excluded;
}

void write_step(JsonWriter& json, const FunnelStep& step, const Shares& shares) {
  json.member("reached", step.reached).member("entered", step.entered);
  json.member("journeys", step.journeys).member("customers", step.customers);
  json.member("share", share(step.reached, shares.begun));
  json.member("step_share", share(shares.came, shares.before)).key("interval");
  if (const auto interval = experience::wilson_interval(shares.came, shares.before)) {
    json.open_array().value(interval->low).value(interval->high).close_array();
  } else {
    json.null();
  }
  json.member("in_progress", step.in_progress).member("dropped", step.dropped);
  json.member("excluded", step.excluded);
}

// The same steps group by group, one after the other in the table.
void add_groups(JsonWriter& json, Table& table, const Grouping& grouping, const FunnelSpec& spec,
                const std::vector<FunnelResult>& results) {
  json.key("groups").open_array();
  for (std::size_t g = 0; g < results.size(); ++g) {
    const FunnelResult& result = results[g];
    write_group(json.open_object().key("group"), grouping.groups[g]);
    json.member("journeys", result.journeys).key("steps").open_array();
    std::vector<Cell> row = {said_group(grouping.groups[g]), cell(result.journeys)};
    for (std::size_t k = 0; k < result.steps.size(); ++k) {
      const Shares shares = shares_of(spec, result, k);
      write_step(json.open_object(), result.steps[k], shares);
      json.close_object();
      row.insert(row.end(), {cell(result.steps[k].reached), share(shares.came, shares.before)});
    }
    json.close_array().close_object();
    table.rows.push_back(std::move(row));
  }
  json.close_array();
}

// A touchpoint's name or the pattern; in any order, a step is so many of them done.
Message step_name(const journey::Snapshot& s, const FunnelSpec& spec, std::size_t k) {
  if (spec.order == FunnelOrder::Any) return said("any {}", k + 1);
  const auto pattern = spec.patterns.find(k);
  if (pattern != spec.patterns.end()) return Message::verbatim(pattern->second.text);
  return Message::verbatim(s.touchpoint_names[model::index_of(spec.steps[k])]);
}

void write_name(JsonWriter& json, const FunnelSpec& spec, std::size_t k, const Message& name) {
  const bool is_pattern = spec.patterns.contains(k);
  const bool is_named = !is_pattern && spec.order != FunnelOrder::Any;
  json.key("touchpoint");
  is_named ? json.value(name.text()) : json.null();
  json.key("pattern");
  is_pattern ? json.value(name.text()) : json.null();
  json.member("optional", spec.is_optional(k));
}

Message window_note(const FunnelSpec& spec, std::uint64_t journeys) {
  if (!spec.window_us) return said("{} journeys; no window", said_count(journeys));
  return said("{} journeys; window {} from the first step", said_count(journeys),
              said_duration(*spec.window_us));
}

Cell waited(double us, std::size_t k) {
  if (k == 0) return {};
  return said_duration(static_cast<std::int64_t>(us));
}

void add_steps(JsonWriter& json, Table& table, const AskedFunnel& asked,
               const FunnelResult& result) {
  json.key("steps").open_array();
  table.columns = {said("step"),     said("touchpoint"),     said("reached"),     said("customers"),
                   said("share"),    said("of step before"), said("in progress"), said("dropped"),
                   said("excluded"), said("median"),         said("p90")};
  const bool entered_anywhere = asked.spec.entry == analysis::FunnelEntry::Any;
  const bool by_attempts = asked.spec.unit == FunnelUnit::Attempts;
  if (entered_anywhere) table.columns.push_back(said("entered here"));
  if (by_attempts) table.columns.push_back(said("journeys"));
  if (!asked.spec.optional.empty()) table.columns.push_back(said("optional, then on"));
  for (std::size_t k = 0; k < result.steps.size(); ++k) {
    const FunnelStep& step = result.steps[k];
    const Shares shares = shares_of(asked.spec, result, k);
    const Message name = step_name(*asked.snapshot, asked.spec, k);
    const bool optional = asked.spec.is_optional(k);
    write_name(json.open_object(), asked.spec, k, name);
    write_step(json, step, shares);
    json.key("went_on");
    optional ? json.value(went_on(step)) : json.null();
    json.member("median_us", std::llround(step.median_us))
        .member("p90_us", std::llround(step.p90_us))
        .close_object();
    std::vector<Cell> row = {cell(k + 1),
                             name,
                             cell(step.reached),
                             cell(step.customers),
                             share(step.reached, shares.begun),
                             share(shares.came, shares.before),
                             cell(step.in_progress),
                             cell(step.dropped),
                             cell(step.excluded),
                             waited(step.median_us, k),
                             waited(step.p90_us, k)};
    if (entered_anywhere) row.emplace_back(cell(step.entered));
    if (by_attempts) row.emplace_back(cell(step.journeys));
    if (!asked.spec.optional.empty()) row.push_back(optional ? Cell{cell(went_on(step))} : Cell{});
    table.rows.push_back(std::move(row));
  }
  json.close_array();
}

}  // namespace

Answer answer_funnel(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const AskedFunnel asked = asked_funnel(input, subject, fields);
  const FunnelSpec& spec = asked.spec;
  const Node* by = fields.find("by");
  const auto most = static_cast<std::size_t>(fields.integer_or("groups", 10, 1, 1'000));
  fields.finish();
  const journey::JourneyView view = asked.snapshot->view();
  const FunnelResult result = analysis::measure_funnel(view, spec, input.stop);

  Answer answer;
  JsonWriter json = begin_answer(subject);
  json.key("base").open_object().member("journeys", result.journeys).close_object();
  json.member("within_us", spec.window_us);
  json.member("count", spec.unit == FunnelUnit::Attempts ? "attempts" : "journeys");
  add_steps(json, answer.table, asked, result);
  if (by == nullptr || by->is_null()) {
    json.key("groups").null();
  } else {
    const Grouping grouping = group_journeys(journey_values(input, subject, *by), most);
    answer.table = {};
    answer.table.columns = {said("group"), said("journeys")};
    for (std::size_t k = 0; k < spec.steps.size(); ++k) {
      answer.table.columns.push_back(step_name(*asked.snapshot, spec, k));
      answer.table.columns.push_back(said("of step before"));
    }
    add_groups(json, answer.table, grouping, spec,
               analysis::measure_funnel_by(
                   view, spec, {.of_journey = grouping.of_journey, .count = grouping.groups.size()},
                   input.stop));
  }
  answer.json = json.close_object().take();
  if (spec.unit == FunnelUnit::Attempts) {
    answer.table.notes.push_back(said("counted are attempts, not journeys"));
  }
  answer.table.notes.push_back(window_note(spec, result.journeys));
  return answer;
}

}  // namespace parcours::workspace
