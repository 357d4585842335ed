// Patterns: measured by the engine, shaped here.

#include <array>
#include <cmath>

#include "analysis/pattern.h"
#include "base/said_numbers.h"
#include "experience/intervals.h"
#include "workspace/asked_pattern.h"
#include "workspace/question.h"

namespace parcours::workspace {
namespace {

using analysis::PatternResult;
using experience::Interval;

constexpr std::array<const char*, PatternResult::kWanted.size()> kDurations = {
    "p10_us", "p25_us", "median_us", "p75_us", "p90_us"};

std::int64_t cell(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

std::uint64_t without(const PatternResult& result) {
  return result.journeys - result.matching - result.in_progress;
}

std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::string json_of(const Subject& subject, const std::string& text,
                    const analysis::PatternSpec& spec, const PatternResult& result) {
  JsonWriter json = begin_answer(subject);
  json.key("base").open_object().member("journeys", result.journeys);
  json.member("indirect", subject.indirect()).close_object();
  json.member("pattern", text).key("properties").open_array();
  for (const std::string& name : analysis::properties_read(spec.pattern)) json.value(name);
  json.close_array().member("matching", result.matching);
  json.member("share", share(result.matching, result.journeys)).key("interval");
  if (const auto interval = experience::wilson_interval(result.matching, result.journeys)) {
    json.open_array().value(interval->low).value(interval->high).close_array();
  } else {
    json.null();
  }
  json.member("in_progress", result.in_progress).member("without", without(result));
  json.member("occurrences", result.occurrences).key("durations");
  if (result.occurrences == 0) {
    json.null();
  } else {
    json.open_object();
    for (std::size_t i = 0; i < kDurations.size(); ++i) {
      json.member(kDurations[i], static_cast<std::int64_t>(std::llround(result.duration_us[i])));
    }
    json.close_object();
  }
  return json.close_object().take();
}

Table table_of(const Subject& subject, const PatternResult& result) {
  Table table{
      .columns = {said("journeys"), said("count"), said("share"), said("low"), said("high")},
      .rows = {},
      .notes = {}};
  const auto add = [&](const Message& name, std::uint64_t count) {
    const auto interval = experience::wilson_interval(count, result.journeys);
    const auto of_all = share(count, result.journeys);
    table.rows.push_back({name, cell(count), of_all ? Cell{*of_all} : Cell{},
                          interval ? Cell{interval->low} : Cell{},
                          interval ? Cell{interval->high} : Cell{}});
  };
  add(said("matching"), result.matching);
  add(said("in progress"), result.in_progress);
  add(said("without"), without(result));
  const auto duration = [&](std::size_t i) {
    return said_duration(static_cast<std::int64_t>(std::llround(result.duration_us[i])));
  };
  table.notes.push_back(
      result.occurrences == 0
          ? said("{} journeys, no occurrence", said_count(result.journeys))
          : said("{} journeys, {} occurrences; first to last event: median {}, p10 {}, p90 {}",
                 said_count(result.journeys), said_count(result.occurrences), duration(2),
                 duration(0), duration(4)));
  if (subject.indirect()) table.notes.push_back(left_out_note());
  return table;
}

}  // namespace

Answer answer_pattern(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const Node& text = fields.required("pattern");
  fields.finish();
  const AskedPattern asked = asked_pattern({input.events, input.memory}, subject, text, input.stop);
  const PatternResult result = analysis::measure_pattern(asked.snapshot, asked.spec, input.stop);
  return {.json = json_of(subject, text.text, asked.spec, result),
          .table = table_of(subject, result)};
}

}  // namespace parcours::workspace
