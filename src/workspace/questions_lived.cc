// Summary, transitions and variants: measured by the engine, shaped here.

#include <algorithm>
#include <cmath>

#include "analysis/open_times.h"
#include "analysis/summary.h"
#include "analysis/transitions.h"
#include "analysis/variants.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "workspace/question.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

std::int64_t cell(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

Message duration(double us) {
  return said_duration(static_cast<std::int64_t>(us));
}

// Durations leave the program as whole microseconds.
std::int64_t whole(double us) {
  return std::llround(us);
}

// What a journey is, as of "customer", "case" or "gap:30m".
Message said_unit(const std::string& journeys_by) {
  if (journeys_by == "customer") return said("customer");
  return journeys_by == "case" ? said("case") : Message::verbatim(journeys_by);
}

struct ChannelCount {
  std::uint64_t events = 0;
  std::uint64_t journeys = 0;
};

std::vector<ChannelCount> count_channels(const journey::JourneyView& view) {
  std::vector<ChannelCount> counts(view.channels);
  std::vector<std::uint64_t> last(view.channels, 0);
  for (std::size_t j = 0; j < view.journeys(); ++j) {
    for (std::uint64_t e = view.begin_of(j); e < view.end_of(j); ++e) {
      const std::size_t c = model::index_of(view.channel[e]);
      ++counts[c].events;
      if (last[c] == j + 1) continue;
      last[c] = j + 1;
      ++counts[c].journeys;
    }
  }
  return counts;
}

void write_summary_lists(JsonWriter& json, const QuestionInput& input, const journey::Snapshot& s) {
  const std::vector<analysis::TouchpointCount> touchpoints =
      analysis::count_touchpoints(s.view(), input.stop);
  json.key("touchpoint_list").open_array();
  for (std::size_t t = 0; t < touchpoints.size(); ++t) {
    const analysis::TouchpointCount& count = touchpoints[t];
    if (count.events == 0) continue;
    json.open_object().member("touchpoint", s.touchpoint_names[t]);
    json.member("events", count.events).member("journeys", count.journeys);
    json.member("starts", count.starts).member("ends", count.ends).close_object();
  }
  json.close_array().key("channel_list").open_array();
  const std::vector<ChannelCount> channels = count_channels(s.view());
  for (std::size_t c = 0; c < channels.size(); ++c) {
    if (channels[c].events == 0) continue;
    json.open_object().member("channel", s.channel_names[c]);
    json.member("events", channels[c].events).member("journeys", channels[c].journeys);
    json.close_object();
  }
  json.close_array().key("lifecycle_list").open_array();
  for (const auto& [state, events] : input.events.lifecycles()) {
    json.open_object().member("lifecycle", state).member("events", events).close_object();
  }
  json.close_array().key("properties").open_array();
  for (const std::string& name : input.events.property_names()) json.value(name);
  json.close_array();
}

}  // namespace

Answer answer_summary(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  fields.finish();
  const journey::Snapshot& s = subject.snapshot();
  const analysis::Summary sum = analysis::measure_summary(s.view(), input.stop);

  Answer answer;
  JsonWriter json = begin_answer(subject);
  json.member("events", sum.events).member("journeys", sum.journeys);
  json.member("customers", sum.customers).member("touchpoints", sum.touchpoints);
  json.member("channels", sum.channels).member("variants", sum.variants);
  json.key("from");
  if (sum.events == 0) {
    json.null().key("to").null();
  } else {
    json.value(format_instant(sum.from_us)).member("to", format_instant(sum.to_us));
  }
  json.key("ties").open_object().member("pairs", sum.tied_pairs);
  json.member("events", sum.tied_events).member("journeys", sum.tied_journeys).close_object();
  json.key("running").open_object().member("journeys", sum.running);
  json.member("quiet_us", s.running_rule.quiet_us);
  json.member("declared", s.running_rule.quiet_is_declared).close_object();
  json.member("journeys_by", subject.published->journeys_by);
  json.member("ignored_events", subject.published->snapshot.ignored_events);
  write_summary_lists(json, input, s);
  answer.json = json.close_object().take();

  answer.table = {.columns = {said("figure"), said("value")}, .rows = {}, .notes = {}};
  auto& rows = answer.table.rows;
  rows.push_back({said("events"), cell(sum.events)});
  rows.push_back({said("journeys"), cell(sum.journeys)});
  rows.push_back({said("customers"), cell(sum.customers)});
  rows.push_back({said("touchpoints"), cell(sum.touchpoints)});
  rows.push_back({said("channels"), cell(sum.channels)});
  rows.push_back({said("variants"), cell(sum.variants)});
  if (sum.events != 0) {
    rows.push_back({said("from"), format_instant(sum.from_us)});
    rows.push_back({said("to"), format_instant(sum.to_us)});
  }
  rows.push_back({said("running journeys"), cell(sum.running)});
  rows.push_back({said("tied events"), cell(sum.tied_events)});
  rows.push_back({said("journeys with ties"), cell(sum.tied_journeys)});
  answer.table.notes = {
      said("journeys by {}; running = last event less than {} before the end of the data",
           said_unit(subject.published->journeys_by), said_duration(s.running_rule.quiet_us))};
  if (!s.running_rule.quiet_is_declared) {
    answer.table.notes.push_back(
        said("this time is an estimate: the 99th percentile of the gaps inside journeys"));
  }
  return answer;
}

Answer answer_transitions(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const auto limit = static_cast<std::size_t>(fields.integer_or("limit", 1'000, 1, 1'000'000));
  const std::optional<OpeningHours> hours = opening_hours_of(fields);
  fields.finish();
  const journey::Snapshot& s = subject.snapshot();
  journey::JourneyView view = s.view();
  std::vector<std::int64_t> open;
  if (hours) {
    open = analysis::open_times(view, *hours, input.stop);
    view.at_us = open;
  }
  const analysis::TransitionGraph graph = analysis::measure_transitions(view, {}, input.stop);
  const auto name = [&](model::TouchpointId t) { return s.touchpoint_names[model::index_of(t)]; };

  Answer answer;
  JsonWriter json = begin_answer(subject);
  std::uint64_t total = 0;
  for (const analysis::Transition& edge : graph.edges) total += edge.occurrences;
  json.key("base").open_object().member("events", s.view().events());
  json.member("journeys", s.view().journeys()).member("transitions", total);
  json.member("indirect", subject.indirect()).member("open_hours", hours.has_value());
  json.close_object().key("touchpoints").open_array();
  for (std::size_t t = 0; t < graph.touchpoints.size(); ++t) {
    const analysis::TouchpointCount& count = graph.touchpoints[t];
    if (count.events == 0) continue;
    json.open_object().member("touchpoint", s.touchpoint_names[t]);
    json.member("events", count.events).member("journeys", count.journeys);
    json.member("starts", count.starts).member("ends", count.ends);
    json.member("running", count.running).close_object();
  }
  json.close_array().key("edges").open_array();
  answer.table.columns = {said("from"),     said("to"),        said("occurrences"),
                          said("journeys"), said("customers"), said("share of from"),
                          said("median"),   said("mean"),      said("p90")};
  const std::size_t shown = std::min(limit, graph.edges.size());
  std::uint64_t shown_occurrences = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    const analysis::Transition& e = graph.edges[i];
    shown_occurrences += e.occurrences;
    const double of_from = share(e.occurrences, graph.touchpoints[model::index_of(e.from)].events);
    const double of_to = share(e.occurrences, graph.touchpoints[model::index_of(e.to)].events);
    json.open_object().member("from", name(e.from)).member("to", name(e.to));
    json.member("occurrences", e.occurrences).member("journeys", e.journeys);
    json.member("customers", e.customers).member("share_of_from", of_from);
    json.member("share_of_to", of_to).member("min_us", e.min_us).member("p10_us", whole(e.p10_us));
    json.member("p25_us", whole(e.p25_us))
        .member("median_us", whole(e.median_us))
        .member("mean_us", whole(e.mean_us));
    json.member("p75_us", whole(e.p75_us))
        .member("p90_us", whole(e.p90_us))
        .member("max_us", e.max_us);
    json.close_object();
    answer.table.rows.push_back({name(e.from), name(e.to), cell(e.occurrences), cell(e.journeys),
                                 cell(e.customers), of_from, duration(e.median_us),
                                 duration(e.mean_us), duration(e.p90_us)});
  }
  json.close_array().key("other").open_object().member("edges", graph.edges.size() - shown);
  json.member("occurrences", total - shown_occurrences).close_object();
  answer.json = json.close_object().take();
  answer.table.notes.push_back(
      said("{} transitions of {} kinds in {} journeys; other: {} kinds, {} transitions",
           said_count(total), said_count(graph.edges.size()), said_count(s.view().journeys()),
           said_count(graph.edges.size() - shown), said_count(total - shown_occurrences)));
  if (subject.indirect()) answer.table.notes.push_back(left_out_note());
  return answer;
}

Answer answer_variants(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const analysis::VariantSpec spec = asked_variants(fields);
  fields.finish();
  const journey::Snapshot& s = subject.snapshot();
  const analysis::VariantResult result = analysis::measure_variants(s, spec, input.stop);

  Answer answer;
  JsonWriter json = begin_answer(subject);
  json.key("base").open_object().member("journeys", result.journeys);
  json.member("finished", result.journeys - result.running).member("running", result.running);
  json.member("variants", result.variants).close_object();
  json.key("variants").open_array();
  answer.table.columns = {said("rank"),   said("journeys"),   said("running"),
                          said("share"),  said("cumulative"), said("median duration"),
                          said("variant")};
  std::uint64_t covered = 0;
  for (std::size_t i = 0; i < result.described.size(); ++i) {
    const analysis::Variant& v = result.described[i];
    covered += v.journeys;
    json.open_object().member("rank", i + 1).key("touchpoints");
    write_names(json, s, v.touchpoints);
    json.member("journeys", v.journeys).member("running", v.running);
    json.member("share", share(v.journeys, result.journeys));
    json.member("cumulative_share", share(covered, result.journeys));
    json.member("median_duration_us", whole(v.median_duration_us)).close_object();
    answer.table.rows.push_back({cell(i + 1), cell(v.journeys), cell(v.running),
                                 share(v.journeys, result.journeys),
                                 share(covered, result.journeys), duration(v.median_duration_us),
                                 sequence_text(s, v.touchpoints)});
  }
  json.close_array().key("other").open_object().member("variants", result.other_variants);
  json.member("journeys", result.other_journeys).close_object();
  answer.json = json.close_object().take();
  answer.table.notes.push_back(
      said("{} variants of {} journeys ({} still running); other: {} variants, {} journeys",
           said_count(result.variants), said_count(result.journeys), said_count(result.running),
           said_count(result.other_variants), said_count(result.other_journeys)));
  return answer;
}

}  // namespace parcours::workspace
