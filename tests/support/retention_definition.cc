// Retention and re-entry by their definitions: each customer's events in one list, each figure
// looked up in it anew.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/instant.h"
#include "support/definitions.h"

namespace parcours::testing {
namespace {

using namespace analysis;

std::map<std::uint32_t, std::vector<const Journey*>> by_customer(const World& world) {
  std::map<std::uint32_t, std::vector<const Journey*>> out;
  for (const Journey& journey : world.journeys) out[journey.customer].push_back(&journey);
  return out;
}

// The period that the clocks of the zone show.
std::int64_t period_at(const RetentionSpec& spec, std::int64_t at_us) {
  std::int64_t local_us = at_us + spec.zone.offset_us(at_us);
  std::int64_t day = 0;
  while (local_us < 0) local_us += kDayUs, --day;
  day += local_us / kDayUs;
  const CivilDate date = civil_from_days(day);
  if (spec.unit == CalendarUnit::Month) return date.year * 12 + (date.month - 1);
  if (spec.unit == CalendarUnit::Day) return day;
  // 1969-12-29 was a Monday.
  std::int64_t monday = day;
  while ((monday - days_from_civil(1969, 12, 29)) % 7 != 0) --monday;
  return (monday - days_from_civil(1969, 12, 29)) / 7;
}

struct Meeting {
  std::int64_t at_us;
  model::TouchpointId touchpoint;
};

struct Gone {
  std::int64_t begin_us;
  std::int64_t end_us;
  bool running;
};

// Journeys that overlap, one after the other made into one.
std::vector<Gone> visits_of(const std::vector<const Journey*>& journeys,
                            std::vector<std::int64_t>& gaps_us) {
  std::vector<Gone> stays;
  for (const Journey* journey : journeys) {
    stays.push_back(
        {journey->events.front().at_us, journey->events.back().at_us, journey->running});
  }
  std::stable_sort(stays.begin(), stays.end(),
                   [](const Gone& a, const Gone& b) { return a.begin_us < b.begin_us; });
  std::vector<Gone> visits;
  for (const Gone& stay : stays) {
    Gone* const last = visits.empty() ? nullptr : &visits.back();
    if (last != nullptr && (last->running || stay.begin_us < last->end_us)) {
      last->end_us = std::max(last->end_us, stay.end_us);
      last->running = last->running || stay.running;
    } else {
      if (last != nullptr) gaps_us.push_back(stay.begin_us - last->end_us);
      visits.push_back(stay);
    }
  }
  return visits;
}

double percentile(std::vector<std::int64_t> values, double p) {
  std::sort(values.begin(), values.end());
  const double position = p * static_cast<double>(values.size() - 1);
  const auto rank = static_cast<std::size_t>(position);
  const std::size_t next = std::min(rank + 1, values.size() - 1);
  return static_cast<double>(values[rank]) +
         (position - static_cast<double>(rank)) * static_cast<double>(values[next] - values[rank]);
}

}  // namespace

Retention define_retention(const World& world, const RetentionSpec& spec) {
  Retention out;
  out.ages.resize(spec.periods + 1);
  // The cohort of each customer and the ages at which they returned.
  std::map<std::int64_t, std::vector<std::set<std::int64_t>>> cohorts;
  for (const auto& [customer, journeys] : by_customer(world)) {
    ++out.customers;
    std::vector<Meeting> met;
    for (const Journey* journey : journeys) {
      for (const Event& event : journey->events) {
        met.push_back({event.at_us, model::TouchpointId{event.touchpoint}});
      }
    }
    std::stable_sort(met.begin(), met.end(),
                     [](const Meeting& a, const Meeting& b) { return a.at_us < b.at_us; });
    const auto begins = std::find_if(met.begin(), met.end(), [&](const Meeting& one) {
      return !spec.start || one.touchpoint == *spec.start;
    });
    if (begins == met.end()) {
      ++out.without_start;
      continue;
    }
    const std::int64_t cohort = period_at(spec, begins->at_us);
    std::set<std::int64_t> ages;
    for (auto one = begins + 1; one != met.end(); ++one) {
      if (spec.back && one->touchpoint != *spec.back) continue;
      ages.insert(period_at(spec, one->at_us) - cohort);
    }
    cohorts[cohort].push_back(ages);
  }
  for (const auto& [number, customers] : cohorts) {
    RetentionCohort cohort{.number = number, .customers = customers.size(), .returned = {}};
    for (std::size_t age = 0; age <= spec.periods; ++age) {
      // Known once an instant later than the period's last would lie in a later period.
      const std::int64_t period = number + static_cast<std::int64_t>(age);
      if (period_at(spec, world.data_end_us + 1) <= period) break;
      std::uint64_t returned = 0;
      for (const std::set<std::int64_t>& ages : customers) {
        const auto n = static_cast<std::int64_t>(age);
        const bool came = spec.kind == RetentionKind::Within ? ages.contains(n)
                                                             : ages.lower_bound(n) != ages.end();
        returned += came ? 1 : 0;
      }
      cohort.returned.push_back(returned);
      out.ages[age].customers += cohort.customers;
      out.ages[age].returned += returned;
    }
    out.cohorts.push_back(cohort);
  }
  return out;
}

Reentry define_reentry(const World& world, const ReentrySpec& spec) {
  Reentry out{.customers = 0, .journeys = world.journeys.size()};
  std::map<std::uint64_t, std::uint64_t> each;
  std::vector<std::int64_t> gaps_us;
  // Waiting for the second visit is a time to an event: one that nothing competes with.
  World waits{.journeys = {}, .touchpoints = {"gone", "again"}, .customers = {}, .data_end_us = 0};
  for (const auto& [customer, journeys] : by_customer(world)) {
    ++out.customers;
    ++each[journeys.size()];
    const std::vector<Gone> visits = visits_of(journeys, gaps_us);
    out.joined += journeys.size() - visits.size();
    if (visits.front().running) {
      ++out.in_first;
      continue;
    }
    const std::int64_t end_us = visits.front().end_us;
    const bool came = visits.size() > 1;
    const std::int64_t time_us = (came ? visits[1].begin_us : world.data_end_us) - end_us;
    const bool in_time = !spec.within_us || time_us <= *spec.within_us;
    if (came && in_time) {
      ++out.again;
    } else if (came || (spec.within_us && time_us >= *spec.within_us)) {
      ++out.away;
    } else {
      ++out.open;
    }
    // Shifted so that all waits that go on do so until one instant.
    waits.journeys.push_back(
        {.customer = customer, .events = {{.touchpoint = 0, .at_us = -time_us}}});
    if (came) waits.journeys.back().events.push_back({.touchpoint = 1, .at_us = 0});
  }
  out.first =
      define_time_to_event(
          waits, {.rule = {.origin = model::TouchpointId{0}, .outcomes = {model::TouchpointId{1}}},
                  .horizon_us = spec.within_us,
                  .points = 100})
          .curves;
  for (const auto& [journeys, customers] : each) out.by_journeys.push_back({journeys, customers});
  if (gaps_us.empty()) return out;
  out.gaps = {.count = gaps_us.size(),
              .min_us = *std::min_element(gaps_us.begin(), gaps_us.end()),
              .p10_us = percentile(gaps_us, 0.1),
              .p25_us = percentile(gaps_us, 0.25),
              .median_us = percentile(gaps_us, 0.5),
              .p75_us = percentile(gaps_us, 0.75),
              .p90_us = percentile(gaps_us, 0.9),
              .max_us = *std::max_element(gaps_us.begin(), gaps_us.end())};
  return out;
}

}  // namespace parcours::testing
