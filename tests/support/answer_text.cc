#include "support/answer_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace parcours::testing {
namespace {

unsigned number(model::TouchpointId id) {
  return static_cast<unsigned>(id);
}

void add_node(const analysis::PathNode& node, const std::string& path, std::string& out) {
  const std::string here = fmt::format("{}/{}", path, number(node.touchpoint));
  out += fmt::format("{} journeys={} ended={} in_progress={} beyond={}\n", here, node.journeys,
                     node.ended, node.in_progress, node.beyond);
  for (const analysis::PathNode& child : node.children) add_node(child, here, out);
}

}  // namespace

std::string text_of(const analysis::Summary& s) {
  return fmt::format(
      "events={} journeys={} customers={} touchpoints={} channels={} variants={} running={} "
      "from={} to={} ties={}/{}/{}\n",
      s.events, s.journeys, s.customers, s.touchpoints, s.channels, s.variants, s.running,
      s.from_us, s.to_us, s.tied_pairs, s.tied_events, s.tied_journeys);
}

std::string text_of(const analysis::TransitionGraph& graph) {
  std::string out;
  for (std::size_t t = 0; t < graph.touchpoints.size(); ++t) {
    const analysis::TouchpointCount& c = graph.touchpoints[t];
    out += fmt::format("touchpoint {} events={} journeys={} starts={} ends={} running={}\n", t,
                       c.events, c.journeys, c.starts, c.ends, c.running);
  }
  for (const analysis::Transition& e : graph.edges) {
    out += fmt::format(
        "{}->{} occurrences={} journeys={} customers={} mean={:.3f} min={} p10={:.3f} p25={:.3f} "
        "median={:.3f} p75={:.3f} p90={:.3f} max={}\n",
        number(e.from), number(e.to), e.occurrences, e.journeys, e.customers, e.mean_us, e.min_us,
        e.p10_us, e.p25_us, e.median_us, e.p75_us, e.p90_us, e.max_us);
  }
  return out;
}

std::string text_of(const analysis::VariantResult& result) {
  std::string out =
      fmt::format("journeys={} running={} variants={} other={}/{}\n", result.journeys,
                  result.running, result.variants, result.other_variants, result.other_journeys);
  for (const analysis::Variant& variant : result.described) {
    for (const model::TouchpointId id : variant.touchpoints) out += fmt::format("{} ", number(id));
    out += fmt::format("journeys={} running={} median={:.3f}\n", variant.journeys, variant.running,
                       variant.median_duration_us);
  }
  return out;
}

std::string text_of(const analysis::FunnelResult& result) {
  std::string out = fmt::format("journeys={}\n", result.journeys);
  for (const analysis::FunnelStep& step : result.steps) {
    out += fmt::format(
        "reached={} entered={} journeys={} customers={} in_progress={} dropped={} excluded={} "
        "median={:.3f} p90={:.3f}\n",
        step.reached, step.entered, step.journeys, step.customers, step.in_progress, step.dropped,
        step.excluded, step.median_us, step.p90_us);
  }
  return out;
}

std::string text_of(const analysis::PathTree& tree) {
  std::string out = fmt::format("journeys={} without={}\n", tree.journeys, tree.without_anchor);
  add_node(tree.root, "", out);
  return out;
}

std::string text_of(const analysis::TieEffect& e) {
  return fmt::format("edges={} by_name={} changed={} variants={} by_name={}\n", e.edges,
                     e.edges_by_name, e.edge_counts_changed, e.variants, e.variants_by_name);
}

namespace {

// Two ways of adding up the same fractions agree to nine digits, not to the last bit.
std::string digits(double value) {
  return fmt::format("{:.9f}", std::abs(value) < 1e-10 ? 0.0 : value);
}
std::string digits(const std::optional<analysis::Bounds>& bounds) {
  if (!bounds) return "[]";
  const auto small = [](double value) { return std::abs(value) < 1e-7 ? 0.0 : value; };
  return fmt::format("[{:.6g} {:.6g}]", small(bounds->low), small(bounds->high));
}
std::string text_of(const std::optional<std::int64_t>& at_us) {
  return at_us ? fmt::format("{}", *at_us) : "-";
}
std::string text_of(const analysis::Quartiles& quartiles) {
  std::string out;
  for (const analysis::ShareTime& q : quartiles) {
    out += fmt::format(" {}={}[{} {}]", q.share, text_of(q.at_us), text_of(q.low_us),
                       text_of(q.high_us));
  }
  return out + "\n";
}

}  // namespace

namespace {

std::string text_of(const analysis::SurvivalCurves& curves) {
  std::string out = fmt::format("until={} event_times={} mean={:.9g}{}\nany{}", curves.until_us,
                                curves.event_times, curves.mean_us, digits(curves.mean_bounds_us),
                                text_of(curves.any));
  for (const analysis::Quartiles& quartiles : curves.causes) out += "cause" + text_of(quartiles);
  for (const analysis::SurvivalStep& step : curves.steps) {
    out += fmt::format("at {}: risk={} censored={} remaining={}{}", step.at_us, step.at_risk,
                       step.censored, digits(step.remaining.share), digits(step.remaining.bounds));
    for (const auto& cause : step.causes) {
      out += fmt::format(" events={} {}{}", cause.events, digits(cause.incidence.share),
                         digits(cause.incidence.bounds));
    }
    out += "\n";
  }
  return out;
}

}  // namespace

std::string text_of(const analysis::TimeToEvent& a) {
  return fmt::format(
             "journeys={} without={} started={} had={} running={} quiet={} beyond={}\n"
             "finished={} median={:.3f} threshold={:.3f} waiting={} stalled={}\n",
             a.journeys, a.without_origin, a.started, fmt::join(a.had, ","), a.running, a.quiet,
             a.beyond, a.finished.journeys, a.finished.median_us, a.finished.threshold_us,
             a.waiting, a.stalled) +
         text_of(a.curves);
}

std::string text_of(const analysis::Retention& a) {
  std::string out = fmt::format("customers={} without={}\n", a.customers, a.without_start);
  for (const analysis::RetentionCohort& cohort : a.cohorts) {
    out += fmt::format("cohort {}: {} of {}\n", cohort.number, fmt::join(cohort.returned, " "),
                       cohort.customers);
  }
  for (const auto& age : a.ages) out += fmt::format("{} of {}\n", age.returned, age.customers);
  return out;
}

std::string text_of(const analysis::Reentry& a) {
  std::string out = fmt::format(
      "customers={} journeys={} joined={} in_first={} again={} away={} open={}\n"
      "gaps={} min={} p10={:.3f} p25={:.3f} median={:.3f} p75={:.3f} p90={:.3f} max={}\n",
      a.customers, a.journeys, a.joined, a.in_first, a.again, a.away, a.open, a.gaps.count,
      a.gaps.min_us, a.gaps.p10_us, a.gaps.p25_us, a.gaps.median_us, a.gaps.p75_us, a.gaps.p90_us,
      a.gaps.max_us);
  for (const auto& one : a.by_journeys) {
    out += fmt::format("{} with {} journeys\n", one.customers, one.journeys);
  }
  return out + text_of(a.first);
}

std::string text_of(const analysis::PatternResult& result) {
  return fmt::format("journeys={} matching={} in_progress={} occurrences={} durations={:.3f}\n",
                     result.journeys, result.matching, result.in_progress, result.occurrences,
                     fmt::join(result.duration_us, ","));
}

std::string text_of(const analysis::ContactDrivers& a) {
  std::string out =
      fmt::format("cases={} unmatched={} sets={} comparable={} associated={} support={}\n", a.cases,
                  a.unmatched, a.sets, a.comparable, a.associated, a.support);
  std::vector<std::string> lines;
  for (const analysis::Driver& d : a.drivers) {
    std::string line;
    for (const model::TouchpointId id : d.pattern) line += fmt::format("{} ", number(id));
    line += fmt::format("customers={} comparable={} lift={:.9g}", d.customers, d.comparable,
                        d.lift.value_or(-1));
    if (d.bounds) line += fmt::format(" {:.9g}..{:.9g}", d.bounds->low, d.bounds->high);
    lines.push_back(line + fmt::format(" p={:.9g} q={:.9g} {}\n", d.p, d.q, d.associated));
  }
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) out += line;
  return out;
}

std::string text_of(const World& world) {
  std::string out = "journeys\n";
  for (const Journey& journey : world.journeys) {
    out += fmt::format("  c{} ", journey.customer);
    for (const Event& event : journey.events) {
      out += fmt::format(" {}@{}us", world.touchpoints[event.touchpoint], event.at_us);
    }
    out += journey.running ? " ...\n" : "\n";
  }
  return out + fmt::format("  until {}us\n", world.data_end_us);
}

}  // namespace parcours::testing
