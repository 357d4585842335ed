// Whether journeys keep to each stage as they used to: measured by the engine, shaped here.

#include <algorithm>
#include <limits>

#include "analysis/calendar_periods.h"
#include "analysis/control_chart.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/said_numbers.h"
#include "base/text.h"
#include "design/stage_shares.h"
#include "workspace/held_design.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::Control;
using analysis::ControlPoint;

constexpr std::size_t kMostPeriods = 5'000;

// Journeys that are over, by the complete period in which they ended.
struct EndedBy {
  std::vector<std::uint32_t> period;    // [journeys]
  std::vector<std::string> first_day;   // [periods]
  std::vector<std::int64_t> begins_us;  // [periods + 1]
  std::optional<std::int64_t> complete_until_us;
  std::size_t early = 0;  // the first periods, in which only short journeys could end
  std::uint64_t counted = 0;
};

std::int64_t end_of(const journey::Snapshot& s, std::size_t j) {
  return s.at_us[s.first_event[j + 1] - 1];
}

// A period that holds the last event of a journey still running may yet lose or gain it.
std::int64_t complete_until(const journey::Snapshot& s) {
  std::int64_t until = s.data_end_us + 1;
  for (std::size_t j = 0; j < s.running.size(); ++j) {
    if (s.running[j] != 0) until = std::min(until, end_of(s, j));
  }
  return until;
}

// Where the data begin, only short journeys can end: until nine in ten journeys could have.
std::int64_t early_until(const journey::Snapshot& s) {
  std::vector<std::int64_t> lasted;
  std::int64_t first_us = s.data_end_us;
  for (std::size_t j = 0; j < s.running.size(); ++j) {
    const std::int64_t start_us = s.at_us[s.first_event[j]];
    first_us = std::min(first_us, start_us);
    if (s.running[j] == 0) lasted.push_back(end_of(s, j) - start_us);
  }
  const auto ninth = lasted.begin() + static_cast<std::ptrdiff_t>(lasted.size() * 9 / 10);
  std::nth_element(lasted.begin(), ninth, lasted.end());
  return first_us + *ninth;
}

EndedBy ended_by(const journey::Snapshot& s, const Calendar& calendar) {
  EndedBy ended;
  ended.period.resize(s.running.size(), design::kNone);
  if (s.running.empty()) return ended;
  ended.complete_until_us = complete_until(s);
  std::int64_t first_us = std::numeric_limits<std::int64_t>::max();
  for (std::size_t j = 0; j < s.running.size(); ++j) {
    if (s.running[j] == 0) first_us = std::min(first_us, end_of(s, j));
  }
  if (first_us >= *ended.complete_until_us) return ended;
  const analysis::CalendarPeriods periods(calendar.zone, calendar.unit, first_us,
                                          *ended.complete_until_us);
  const auto after = std::ranges::upper_bound(periods.begins_us(), *ended.complete_until_us);
  const auto whole = static_cast<std::size_t>(after - periods.begins_us().begin());
  if (whole < 2) return ended;
  if (whole > kMostPeriods) {
    throw Error(ErrorCode::TooLarge, said("{} periods are more than {}", whole - 1, kMostPeriods),
                {}, said("choose longer ones, or journeys of a shorter time"));
  }
  ended.begins_us.assign(periods.begins_us().begin(), after);
  for (std::size_t p = 0; p + 1 < whole; ++p) {
    const std::int64_t day = analysis::first_day_of(
        calendar.unit, periods.first_number() + static_cast<std::int64_t>(p));
    ended.first_day.push_back(format_instant(day * kDayUs).substr(0, 10));
  }
  const std::int64_t early_us = early_until(s);
  while (ended.early + 1 < whole && ended.begins_us[ended.early] < early_us) ++ended.early;
  for (std::size_t j = 0; j < s.running.size(); ++j) {
    if (s.running[j] != 0 || end_of(s, j) >= ended.begins_us.back()) continue;
    ended.period[j] =
        static_cast<std::uint32_t>(periods.number_of(end_of(s, j)) - periods.first_number());
    ++ended.counted;
  }
  return ended;
}

struct StageChart {
  std::vector<analysis::ShareOf> shares;
  std::vector<ControlPoint> points;
};

struct Charts {
  const ReadyDesign& ready;
  const Calendar& calendar;
  EndedBy ended;
  std::vector<StageChart> stages;
};

std::vector<StageChart> charts_of(const std::vector<design::StageShare>& shares, std::size_t stages,
                                  std::size_t early) {
  std::vector<StageChart> charts(stages);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    charts[i % stages].shares.push_back({.hits = shares[i].fitting, .n = shares[i].concerned});
  }
  for (StageChart& chart : charts) chart.points = analysis::control_points(chart.shares, early);
  return charts;
}

void write_alert(JsonWriter& json, const Charts& a, const StageChart& chart) {
  json.key("alert");
  const auto alert = analysis::out_of_control(chart.points);
  if (!alert) {
    json.null();
    return;
  }
  json.open_object().member("side", name_of(alert->side));
  json.member("since", format_instant(a.ended.begins_us[alert->since]));
  json.member("until", format_instant(a.ended.begins_us[alert->last + 1]));
  json.member("periods", alert->periods).close_object();
}

void write_period(JsonWriter& json, const Charts& a, const StageChart& chart, std::size_t p) {
  const analysis::ShareOf& share = chart.shares[p];
  const ControlPoint& point = chart.points[p];
  json.open_object().member("date", a.ended.first_day[p]);
  json.member("from", format_instant(a.ended.begins_us[p]));
  json.member("to", format_instant(a.ended.begins_us[p + 1]));
  json.member("concerned", share.n).member("fitting", share.hits);
  std::optional<double> value;
  if (share.n != 0) value = static_cast<double>(share.hits) / static_cast<double>(share.n);
  json.member("share", value).member("state", name_of(point.state));
  const auto limit = [&](const char* name, double analysis::ControlLimits::* of) {
    json.member(name, point.limits ? std::optional(*point.limits.*of) : std::nullopt);
  };
  limit("centre", &analysis::ControlLimits::centre);
  limit("low", &analysis::ControlLimits::low);
  limit("high", &analysis::ControlLimits::high);
  json.close_object();
}

std::string json_of(const Subject& subject, const Charts& a) {
  const journey::Snapshot& s = subject.snapshot();
  JsonWriter json = begin_answer(subject);
  write_design(json, a.ready.used);
  json.key("base").open_object().member("journeys", s.running.size());
  json.member("running", std::ranges::count(s.view().running, std::uint8_t{1}));
  json.member("counted", a.ended.counted).close_object();
  json.member("period", name_of(a.calendar.unit)).member("zone", a.calendar.zone.name());
  json.key("complete_until");
  if (a.ended.complete_until_us) {
    json.value(format_instant(*a.ended.complete_until_us));
  } else {
    json.null();
  }
  json.key("stages").open_array();
  for (std::size_t k = 0; k < a.stages.size(); ++k) {
    json.open_object();
    write_stage_name(json, a.ready.used.design.stages[k]);
    write_alert(json, a, a.stages[k]);
    json.key("periods").open_array();
    for (std::size_t p = 0; p < a.stages[k].points.size(); ++p) {
      write_period(json, a, a.stages[k], p);
    }
    json.close_array().close_object();
  }
  return json.close_array().close_object().take();
}

Message said_state(Control state) {
  switch (state) {
    case Control::Early:
      return said("where the data begin");
    case Control::TooFew:
      return said("too few journeys");
    case Control::Learning:
      return said("too few periods before");
    case Control::Inside:
      return said("inside");
    case Control::Below:
      return said("below");
    case Control::Above:
      break;
  }
  return said("above");
}

Table table_of(const Charts& a) {
  Table table{.columns = {said("stage"), said("last period"), said("concerned"), said("fits"),
                          said("expected"), said("limits"), said("state"), said("since")},
              .rows = {},
              .notes = {}};
  for (std::size_t k = 0; k < a.stages.size(); ++k) {
    const StageChart& chart = a.stages[k];
    std::vector<Cell> row = {a.ready.used.design.stages[k].title};
    if (chart.points.empty()) {
      row.insert(row.end(), 7, Cell{});
      table.rows.push_back(std::move(row));
      continue;
    }
    const analysis::ShareOf& last = chart.shares.back();
    const ControlPoint& point = chart.points.back();
    row.insert(row.end(), {a.ended.first_day.back(), static_cast<std::int64_t>(last.n)});
    row.push_back(last.n == 0 ? Cell{}
                              : Cell{static_cast<double>(last.hits) / static_cast<double>(last.n)});
    row.push_back(point.limits ? Cell{point.limits->centre} : Cell{});
    row.push_back(point.limits ? Cell{said("from {} to {}", said_percent(point.limits->low),
                                           said_percent(point.limits->high))}
                               : Cell{});
    row.emplace_back(said_state(point.state));
    const auto alert = analysis::out_of_control(chart.points);
    row.push_back(alert ? Cell{a.ended.first_day[alert->since]} : Cell{});
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back(
      said("{} journeys that are over, by when they ended; of those that a stage "
           "concerns, the share without a deviation there",
           said_count(a.ended.counted)));
  if (a.ended.first_day.empty()) table.notes.push_back(said("no period is complete yet"));
  if (a.ready.used.design.proposal) {
    table.notes.push_back(said("the design is a proposal from the lived log"));
  }
  return table;
}

}  // namespace

Answer answer_control(const QuestionInput& input) {
  Fields fields(input.parameters, said("question"));
  const Subject subject = subject_of(input, fields);
  const journey::Snapshot& s = subject.snapshot();
  const Calendar calendar = calendar_of(fields, analysis::CalendarUnit::Week);
  const ReadyDesign ready = ready_design(input, subject, fields);
  fields.finish();
  Charts a{.ready = ready, .calendar = calendar, .ended = ended_by(s, calendar), .stages = {}};
  const design::LivedJourneys lived = lived_journeys(s.view(), ready.model.table, input.stop);
  const design::JourneyGroups groups{.of = a.ended.period, .groups = a.ended.first_day.size()};
  a.stages = charts_of(measure_stage_shares(lived, ready.aligner, groups, input.stop),
                       ready.used.design.stages.size(), a.ended.early);
  return {.json = json_of(subject, a), .table = table_of(a)};
}

}  // namespace parcours::workspace
