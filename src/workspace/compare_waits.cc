// Comparable numbers of time to event, retention, re-entry and contact drivers.

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/compared_curves.h"
#include "analysis/contact_drivers.h"
#include "analysis/journey_hits.h"
#include "analysis/reentry.h"
#include "analysis/retention.h"
#include "analysis/share_interval.h"
#include "workspace/compare.h"
#include "workspace/question_specs.h"

namespace parcours::workspace {
namespace {

using analysis::Compared;
using analysis::CustomerSums;
using analysis::JourneyHits;
using analysis::kOfAll;
using journey::JourneySet;
using journey::JourneyView;

std::array<JourneyView, 2> views_of(const Groups& groups) {
  return {groups.a.snapshot().view(), groups.b.snapshot().view()};
}

std::string waits_set(const Groups& groups, const analysis::TimeToEventSpec& spec,
                      const std::function<void(JsonWriter&)>& state) {
  return set_json("time_to_event", [&](JsonWriter& json) {
    if (spec.rule.origin) json.member("origin", name_of(groups.a, *spec.rule.origin));
    write_names(json.key("outcomes"), groups.a.snapshot(), spec.rule.outcomes);
    if (spec.horizon_us) json.member("horizon_us", *spec.horizon_us);
    using analysis::EndedWithout;
    json.member("ended", spec.rule.ended == EndedWithout::Censored  ? "censored"
                         : spec.rule.ended == EndedWithout::Outcome ? "outcome"
                                                                    : "at_risk");
    state(json);
  });
}

// Numbers of a pair of curves; `set` lists those that count for a cause, or for any, or all.
struct CurveSets {
  std::string had{};
  std::vector<std::string> had_cause{};
  std::string all{};
};

void add_curves(const analysis::ComparedCurves& curves, const CurveSets& sets,
                const std::vector<std::string>& causes, ComparedNumbers& out) {
  out.numbers.push_back(
      {.measure = "had", .unit = Measured::Share, .numbers = curves.any, .set = sets.had});
  for (std::size_t k = 0; causes.size() > 1 && k < causes.size(); ++k) {
    ComparedNumber one{.measure = causes[k].empty() ? "ended" : "had", .unit = Measured::Share};
    if (!causes[k].empty()) one.touchpoints = {causes[k]};
    one.numbers = curves.causes[k];
    one.set = sets.had_cause[k];
    out.numbers.push_back(std::move(one));
  }
  out.numbers.push_back(
      {.measure = "wait_mean", .unit = Measured::Time, .numbers = curves.mean, .set = sets.all});
  out.numbers.push_back({.measure = "wait_median",
                         .unit = Measured::Time,
                         .numbers = curves.median,
                         .set = sets.all});
  out.numbers.push_back(
      {.measure = "curve", .unit = Measured::Ratio, .numbers = curves.curve, .set = sets.had});
}

}  // namespace

// The share that had an outcome, the mean wait and the median, and the log-rank test.
ComparedNumbers compare_time_to_event(const Groups& groups, Fields& parameters) {
  const analysis::TimeToEventSpec spec = asked_time_to_event(groups.a.snapshot(), parameters);
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  const analysis::ComparedCurves curves =
      analysis::compare_curves(analysis::spells_by_customer(views[0], spec.rule, groups.input.stop),
                               analysis::spells_by_customer(views[1], spec.rule, groups.input.stop),
                               spec.rule.causes(), spec.horizon_us);
  CurveSets sets;
  sets.had = waits_set(groups, spec, [&](JsonWriter& json) {
    json.member("state", "had").member("until_us", curves.until_us);
  });
  sets.all = waits_set(groups, spec, [](JsonWriter& json) { json.member("state", "started"); });
  std::vector<std::string> causes;
  for (const model::TouchpointId id : spec.rule.outcomes) {
    causes.push_back(name_of(groups.a, id));
    sets.had_cause.push_back(waits_set(groups, spec, [&](JsonWriter& json) {
      json.member("state", "had").member("outcome", causes.back());
      json.member("until_us", curves.until_us);
    }));
  }
  if (causes.size() < spec.rule.causes()) {
    causes.emplace_back();
    sets.had_cause.push_back(waits_set(groups, spec, [&](JsonWriter& json) {
      json.member("state", "ended").member("until_us", curves.until_us);
    }));
  }
  ComparedNumbers out;
  add_curves(curves, sets, causes, out);
  return out;
}

namespace {

// Shares of customers: the journey that stands for one says nothing by running.
Compared compare_customers(CustomerSums sums) {
  for (CustomerSums::Side& side : sums.side) side.open = 0;
  return analysis::compare_shares(sums);
}

std::string retention_set_json(const Groups& groups, const analysis::RetentionSpec& spec,
                               std::size_t age) {
  using analysis::CalendarUnit;
  return set_json("retention", [&](JsonWriter& json) {
    if (spec.start) json.member("start", name_of(groups.a, *spec.start));
    if (spec.back) json.member("return", name_of(groups.a, *spec.back));
    json.member("kind", spec.kind == analysis::RetentionKind::OrLater ? "or_later" : "within");
    json.member("period", spec.unit == CalendarUnit::Day    ? "day"
                          : spec.unit == CalendarUnit::Week ? "week"
                                                            : "month");
    json.member("zone", spec.zone.name()).member("state", "returned").member("age", age);
  });
}

}  // namespace

// Each age: the share of customers who came back then, of those for whom it is known.
ComparedNumbers compare_retention(const Groups& groups, Fields& parameters) {
  const analysis::RetentionSpec spec = asked_retention(groups.a.snapshot(), parameters);
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  const auto take = [&](const analysis::HitPart& part, JourneyHits& hits) {
    std::size_t ended = 0;
    const auto end_journeys = [&](std::size_t before) {
      for (; ended < before; ++ended) hits.end_journey();
    };
    analysis::walk_retention(part.view, spec, [&](const analysis::RetentionStart& start) {
      end_journeys(start.journey);
      for (std::uint32_t age = 0; age < start.known; ++age) {
        hits.add(2 * age);
        if (start.returned[age] != 0) hits.add(2 * age + 1);
      }
    });
    end_journeys(part.view.journeys());
  };
  // Who is known at an age, and who of them came back.
  std::vector<std::uint32_t> base_of;
  for (std::uint32_t age = 0; age <= spec.periods; ++age) {
    base_of.push_back(kOfAll);
    base_of.push_back(2 * age);
  }
  const analysis::TwoViews both = {&views[0], &views[1]};
  const std::vector<CustomerSums> sums =
      analysis::sum_by_customer(both, analysis::customer_ranges(both, analysis::kRangeEvents),
                                base_of, take, groups.input.stop);
  ComparedNumbers out;
  for (std::size_t age = 0; age <= spec.periods; ++age) {
    out.numbers.push_back({.measure = "returned",
                           .unit = Measured::Share,
                           .step = static_cast<std::int64_t>(age),
                           .numbers = compare_customers(sums[2 * age + 1]),
                           .set = retention_set_json(groups, spec, age)});
  }
  return out;
}

namespace {

std::string reentry_set_json(const analysis::ReentrySpec& spec, std::string_view state) {
  return set_json("reentry", [&](JsonWriter& json) {
    if (spec.within_us) json.member("within_us", *spec.within_us);
    json.member("state", state);
  });
}

}  // namespace

// The share that came again, how long customers stay away between visits, and how often they come.
ComparedNumbers compare_reentry(const Groups& groups, Fields& parameters) {
  const analysis::ReentrySpec spec = reentry_spec_of(parameters);
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  const analysis::ReentryByCustomer a = analysis::reentry_by_customer(views[0], groups.input.stop);
  const analysis::ReentryByCustomer b = analysis::reentry_by_customer(views[1], groups.input.stop);
  const analysis::ComparedCurves curves =
      analysis::compare_curves(a.spells, b.spells, 1, spec.within_us);
  const std::string all = reentry_set_json({}, "customers");
  analysis::ReentrySpec until = spec;
  if (curves.until_us > 0) until.within_us = curves.until_us;
  const std::string again = reentry_set_json(until, "again");
  ComparedNumbers out;
  out.numbers.push_back(
      {.measure = "again", .unit = Measured::Share, .numbers = curves.any, .set = again});
  out.numbers.push_back(
      {.measure = "curve", .unit = Measured::Ratio, .numbers = curves.curve, .set = again});
  out.numbers.push_back({.measure = "away",
                         .unit = Measured::Time,
                         .numbers = analysis::compare_quantiles(a.gaps_us, b.gaps_us, 0.5),
                         .set = reentry_set_json({}, "gap")});
  out.numbers.push_back(
      {.measure = "journeys",
       .unit = Measured::Mean,
       .numbers = analysis::compare_means(sums_of_counts(groups, Counted::Journeys)),
       .set = all});
  return out;
}

namespace {

std::string drivers_set(const Groups& groups, const analysis::DriverSpec& spec,
                        const std::function<void(JsonWriter&)>& part) {
  return set_json("contact_driver", [&](JsonWriter& json) {
    write_names(json.key("contacts"), groups.a.snapshot(), spec.risk.contacts);
    json.member("window_us", spec.risk.window_us).member("gap_us", spec.gap_us);
    json.member("controls", spec.risk.controls).member("seed", spec.risk.seed);
    part(json);
  });
}

// The ratio of two lifts: the difference of their logarithms, each with its own spread.
Compared compare_lifts(const std::array<const analysis::Driver*, 2>& drivers,
                       const std::array<std::uint64_t, 2>& sets) {
  Compared out;
  double spread = 0;
  bool both = true;
  for (std::size_t s = 0; s < 2; ++s) {
    out.side[s].base = out.side[s].customers = sets[s];
    if (drivers[s] == nullptr || !drivers[s]->lift) {
      both = false;
      continue;
    }
    out.side[s].count = drivers[s]->customers;
    out.side[s].value = drivers[s]->lift;
    out.side[s].bounds = drivers[s]->bounds;
    if (!drivers[s]->bounds || *drivers[s]->lift <= 0) {
      both = false;
      continue;
    }
    const double error =
        std::log(drivers[s]->bounds->high / *drivers[s]->lift) / analysis::kNormal95;
    spread += error * error;
  }
  if (!both) return out;
  const double log = std::log(*out.side[0].value / *out.side[1].value);
  const double half = analysis::kNormal95 * std::sqrt(spread);
  out.difference = std::exp(log);
  out.bounds = analysis::Bounds{std::exp(log - half), std::exp(log + half)};
  if (spread > 0) out.p = analysis::normal_two_sided(log / std::sqrt(spread));
  return out;
}

}  // namespace

// The share of customers with a contact; each pattern's lift, the one by the other.
ComparedNumbers compare_contact_drivers(const Groups& groups, Fields& parameters) {
  const analysis::DriverSpec spec = asked_contact_drivers(groups.a.snapshot(), parameters);
  (void)parameters.find("limit");
  parameters.finish();
  const std::array<JourneyView, 2> views = views_of(groups);
  std::array<analysis::ContactDrivers, 2> found;
  std::map<std::vector<model::TouchpointId>, std::array<const analysis::Driver*, 2>> patterns;
  std::array<JourneyHits, 2> hits;
  for (std::size_t s = 0; s < 2; ++s) {
    found[s] = analysis::find_contact_drivers(views[s], spec, groups.input.stop);
    for (const analysis::Driver& driver : found[s].drivers) patterns[driver.pattern][s] = &driver;
    // Customers by their first journeys, and those with a contact.
    const std::array<JourneySet, 2> sets = {
        analysis::journeys_in_reentry(views[s], {}, {}),
        analysis::journeys_with_contact(views[s], spec, analysis::ContactPart::Contact,
                                        groups.input.stop)};
    hits[s] = analysis::hits_of_sets(views[s].journeys(), sets);
  }
  ComparedNumbers out;
  for (const auto& [pattern, drivers] : patterns) {
    ComparedNumber one{.measure = "lift", .unit = Measured::Ratio};
    for (const model::TouchpointId t : pattern) one.touchpoints.push_back(name_of(groups.a, t));
    one.numbers = compare_lifts(drivers, {found[0].sets, found[1].sets});
    one.set = drivers_set(groups, spec, [&](JsonWriter& json) {
      write_names(json.key("touchpoints"), groups.a.snapshot(), pattern);
    });
    out.numbers.push_back(std::move(one));
  }
  keep_most_frequent(groups.limit, out);
  const std::array<std::uint32_t, 2> base_of = {kOfAll, 0};
  const std::vector<CustomerSums> sums = analysis::sum_by_customer(
      {views[0], hits[0]}, {views[1], hits[1]}, base_of, groups.input.stop);
  out.numbers.push_back({.measure = "contact",
                         .unit = Measured::Share,
                         .numbers = compare_customers(sums[1]),
                         .set = drivers_set(groups, spec, [](JsonWriter& json) {
                           json.member("state", "contact");
                         })});
  return out;
}

}  // namespace parcours::workspace
