#include "support/answer_table.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "base/instant.h"
#include "support/answer_text.h"

namespace parcours::testing {
namespace {

using namespace analysis;

struct Shaper {
  const Question& question;
  const World& world;
  const std::string& table;

  [[nodiscard]] static std::string count(std::uint64_t n) { return fmt::format("{}", n); }
  [[nodiscard]] static std::string time(double us) {
    return format_duration(static_cast<std::int64_t>(std::llround(us)));
  }
  [[nodiscard]] static std::string time(std::int64_t us) { return format_duration(us); }
  [[nodiscard]] static std::string share(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return "-";
    return fmt::format("{:.1f}%", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
  }
  [[nodiscard]] std::string name(model::TouchpointId id) const {
    return world.touchpoints.at(model::index_of(id));
  }
  [[nodiscard]] std::string names(const std::vector<model::TouchpointId>& ids) const {
    std::vector<std::string> texts;
    for (const model::TouchpointId id : ids) texts.push_back(name(id));
    return fmt::format("{}", fmt::join(texts, ", "));
  }
  void check_is(const char* known) const {
    if (table != known) throw Error(ErrorCode::BadInput, said("the answer has no table {}", table));
  }

  Rows operator()(const Summary& s) const {
    check_is("");
    return {{"events", "journeys", "customers", "touchpoints", "channels", "variants", "running",
             "from", "to", "tied_pairs", "tied_events", "tied_journeys"},
            {count(s.events), count(s.journeys), count(s.customers), count(s.touchpoints),
             count(s.channels), count(s.variants), count(s.running), time(s.from_us), time(s.to_us),
             count(s.tied_pairs), count(s.tied_events), count(s.tied_journeys)}};
  }

  Rows operator()(const TieEffect& e) const {
    check_is("");
    return {{"edges", "edges_by_name", "edge_counts_changed", "variants", "variants_by_name"},
            {count(e.edges), count(e.edges_by_name), count(e.edge_counts_changed),
             count(e.variants), count(e.variants_by_name)}};
  }

  Rows operator()(const TransitionGraph& graph) const {
    if (table == "touchpoints") return touchpoints(graph);
    check_is("");
    Rows rows = {{"from", "to", "occurrences", "journeys", "customers", "share_of_from",
                  "share_of_to", "mean", "min", "p10", "p25", "median", "p75", "p90", "max"}};
    for (const Transition& e : graph.edges) {
      const TouchpointCount& from = graph.touchpoints[model::index_of(e.from)];
      const TouchpointCount& to = graph.touchpoints[model::index_of(e.to)];
      rows.push_back({name(e.from), name(e.to), count(e.occurrences), count(e.journeys),
                      count(e.customers), share(e.occurrences, from.events),
                      share(e.occurrences, to.events), time(e.mean_us), time(e.min_us),
                      time(e.p10_us), time(e.p25_us), time(e.median_us), time(e.p75_us),
                      time(e.p90_us), time(e.max_us)});
    }
    return rows;
  }

  [[nodiscard]] Rows touchpoints(const TransitionGraph& graph) const {
    Rows rows = {{"touchpoint", "events", "journeys", "starts", "ends", "running"}};
    for (std::size_t t = 0; t < graph.touchpoints.size(); ++t) {
      const TouchpointCount& c = graph.touchpoints[t];
      rows.push_back({world.touchpoints[t], count(c.events), count(c.journeys), count(c.starts),
                      count(c.ends), count(c.running)});
    }
    return rows;
  }

  Rows operator()(const VariantResult& result) const {
    if (table == "base") {
      return {{"journeys", "running", "variants", "other_variants", "other_journeys"},
              {count(result.journeys), count(result.running), count(result.variants),
               count(result.other_variants), count(result.other_journeys)}};
    }
    check_is("");
    Rows rows = {
        {"touchpoints", "journeys", "running", "share", "cumulative_share", "median_duration"}};
    std::uint64_t covered = 0;
    for (const Variant& v : result.described) {
      covered += v.journeys;
      rows.push_back({names(v.touchpoints), count(v.journeys), count(v.running),
                      share(v.journeys, result.journeys), share(covered, result.journeys),
                      v.running == v.journeys ? "-" : time(v.median_duration_us)});
    }
    return rows;
  }

  Rows operator()(const PathTree& tree) const {
    if (table == "base") {
      return {{"journeys", "without_anchor"}, {count(tree.journeys), count(tree.without_anchor)}};
    }
    check_is("");
    const auto& spec = std::get<PathSpec>(question);
    Rows rows = {{"path", "journeys", "share", "ended", "in_progress", "beyond"}};
    const std::string root = spec.anchor == PathAnchor::Start ? "(start)"
                             : spec.anchor == PathAnchor::End ? "(end)"
                                                              : name(spec.touchpoint);
    add_node(tree.root, root, tree.root.journeys, rows);
    return rows;
  }

  void add_node(const PathNode& node, const std::string& path, std::uint64_t base,
                Rows& rows) const {
    rows.push_back({path, count(node.journeys), share(node.journeys, base), count(node.ended),
                    count(node.in_progress), count(node.beyond)});
    const bool forward = std::get<PathSpec>(question).direction == PathDirection::Forward;
    for (const PathNode& child : node.children) {
      add_node(child, path + (forward ? " -> " : " <- ") + name(child.touchpoint), base, rows);
    }
  }

  Rows operator()(const FunnelResult& result) const {
    if (table == "base") return {{"journeys"}, {count(result.journeys)}};
    check_is("");
    const auto& spec = std::get<FunnelSpec>(question);
    Rows rows = {{"step", "reached", "customers", "share", "step_share", "in_progress", "dropped",
                  "excluded", "median_wait", "p90_wait", "entered", "journeys", "went_on"}};
    const bool any = spec.order == FunnelOrder::Any;
    for (std::size_t k = 0; k < result.steps.size(); ++k) {
      const FunnelStep& step = result.steps[k];
      const bool waited = k > 0 && step.reached > 0;
      const auto pattern = spec.patterns.find(k);
      const std::string step_name = any                              ? count(k + 1)
                                    : pattern != spec.patterns.end() ? pattern->second.text
                                                                     : name(spec.steps[k]);
      std::size_t before = k == 0 ? 0 : k - 1;
      while (spec.is_optional(before)) --before;
      const std::uint64_t went_on = step.reached - step.in_progress - step.dropped - step.excluded;
      rows.push_back(
          {step_name, count(step.reached), count(step.customers),
           share(step.reached, result.steps[0].reached),
           k == 0 ? "-" : share(step.reached - step.entered, result.steps[before].reached),
           count(step.in_progress), count(step.dropped), count(step.excluded),
           waited ? time(step.median_us) : "-", waited ? time(step.p90_us) : "-",
           count(step.entered), count(step.journeys), spec.is_optional(k) ? count(went_on) : "-"});
    }
    return rows;
  }

  [[nodiscard]] static std::string time(const std::optional<std::int64_t>& us) {
    return us ? format_duration(*us) : "-";
  }
  [[nodiscard]] static std::string percent(double value) {
    return fmt::format("{:.1f}%", 100.0 * value + 0.0);
  }
  static void add_estimate(const ShareEstimate& estimate, std::vector<std::string>& row) {
    row.push_back(percent(estimate.share));
    row.push_back(estimate.bounds ? percent(estimate.bounds->low) : "-");
    row.push_back(estimate.bounds ? percent(estimate.bounds->high) : "-");
  }
  [[nodiscard]] std::vector<std::string> causes() const {
    const SpellRule& rule = std::get<TimeToEventSpec>(question).rule;
    std::vector<std::string> list;
    for (const model::TouchpointId id : rule.outcomes) list.push_back(name(id));
    if (rule.causes() > list.size()) list.emplace_back("(ended)");
    return list;
  }
  static void add_quartiles(const std::string& of, const Quartiles& quartiles, Rows& rows) {
    for (const ShareTime& q : quartiles) {
      rows.push_back({of, percent(q.share), time(q.at_us), time(q.low_us), time(q.high_us)});
    }
  }

  Rows operator()(const PatternResult& r) const {
    check_is("");
    const bool any = r.occurrences != 0;
    return {{"journeys", "matching", "share", "in_progress", "occurrences", "median", "p90"},
            {count(r.journeys), count(r.matching), share(r.matching, r.journeys),
             count(r.in_progress), count(r.occurrences), any ? time(r.duration_us[2]) : "-",
             any ? time(r.duration_us[4]) : "-"}};
  }

  [[nodiscard]] std::string date_of(std::int64_t period) const {
    const std::int64_t day = first_day_of(std::get<RetentionSpec>(question).unit, period);
    return format_instant(day * kDayUs).substr(0, 10);
  }

  Rows operator()(const Retention& a) const {
    if (table == "base") {
      return {{"customers", "without_start"}, {count(a.customers), count(a.without_start)}};
    }
    if (table == "ages") {
      Rows rows = {{"age", "customers", "returned", "share"}};
      for (std::size_t age = 0; age < a.ages.size(); ++age) {
        rows.push_back({count(age), count(a.ages[age].customers), count(a.ages[age].returned),
                        share(a.ages[age].returned, a.ages[age].customers)});
      }
      return rows;
    }
    check_is("");
    Rows rows = {{"cohort", "customers"}};
    for (std::size_t age = 0; age < a.ages.size(); ++age) rows[0].push_back(count(age));
    for (const RetentionCohort& cohort : a.cohorts) {
      rows.push_back({date_of(cohort.number), count(cohort.customers)});
      for (const std::uint64_t returned : cohort.returned) rows.back().push_back(count(returned));
      rows.back().resize(rows[0].size(), "?");
    }
    return rows;
  }

  Rows operator()(const ContactDrivers& a) const {
    if (table == "base") {
      return {{"customers", "unmatched", "sets", "comparable", "patterns", "associated", "support"},
              {count(a.cases), count(a.unmatched), count(a.sets), count(a.comparable),
               count(a.drivers.size()), count(a.associated), count(a.support)}};
    }
    check_is("");
    const auto number = [](std::optional<double> value) {
      return value ? fmt::format("{:.4f}", *value) : "?";
    };
    Rows rows = {
        {"pattern", "customers", "comparable", "lift", "low", "high", "p", "q", "associated"}};
    for (const Driver& d : a.drivers) {
      std::vector<std::string> names_of;
      for (const model::TouchpointId id : d.pattern) names_of.push_back(name(id));
      const auto bound = [&](double Bounds::* end) {
        return number(d.bounds ? std::optional((*d.bounds).*end) : std::nullopt);
      };
      rows.push_back({fmt::format("{}", fmt::join(names_of, ",")), count(d.customers),
                      count(d.comparable), number(d.lift), bound(&Bounds::low),
                      bound(&Bounds::high), number(d.p), number(d.q), d.associated ? "yes" : "no"});
    }
    return rows;
  }

  Rows operator()(const Reentry& a) const {
    if (table == "journeys") {
      Rows rows = {{"journeys", "customers"}};
      for (const auto& one : a.by_journeys) {
        rows.push_back({count(one.journeys), count(one.customers)});
      }
      return rows;
    }
    check_is("");
    const ShareEstimate& waiting = a.first.steps.back().remaining;
    return {{"customers", "journeys", "joined", "gaps", "min", "p10", "p25", "median", "p75", "p90",
             "max", "in_first", "again", "away", "open", "share_again"},
            {count(a.customers), count(a.journeys), count(a.joined), count(a.gaps.count),
             time(a.gaps.min_us), time(a.gaps.p10_us), time(a.gaps.p25_us), time(a.gaps.median_us),
             time(a.gaps.p75_us), time(a.gaps.p90_us), time(a.gaps.max_us), count(a.in_first),
             count(a.again), count(a.away), count(a.open), percent(1 - waiting.share)}};
  }

  Rows operator()(const TimeToEvent& a) const {
    if (table == "base") {
      return {{"journeys", "without_origin", "started", "running", "quiet", "beyond", "finished",
               "threshold", "waiting", "stalled", "mean"},
              {count(a.journeys), count(a.without_origin), count(a.started), count(a.running),
               count(a.quiet), count(a.beyond), count(a.finished.journeys),
               time(a.finished.threshold_us), count(a.waiting), count(a.stalled),
               time(a.curves.mean_us)}};
    }
    if (table == "quartiles") {
      Rows rows = {{"of", "share", "at", "low", "high"}};
      add_quartiles("any", a.curves.any, rows);
      const std::vector<std::string> names_of = causes();
      for (std::size_t k = 0; k < names_of.size(); ++k) {
        add_quartiles(names_of[k], a.curves.causes[k], rows);
      }
      return rows;
    }
    check_is("");
    Rows rows = {{"at", "at_risk", "censored", "remaining", "low", "high"}};
    for (const std::string& cause : causes()) {
      for (const char* what : {"", "_share", "_low", "_high"}) rows[0].push_back(cause + what);
    }
    for (const SurvivalStep& step : a.curves.steps) {
      rows.push_back({time(step.at_us), count(step.at_risk), count(step.censored)});
      add_estimate(step.remaining, rows.back());
      for (const auto& cause : step.causes) {
        rows.back().push_back(count(cause.events));
        add_estimate(cause.incidence, rows.back());
      }
    }
    return rows;
  }
};

}  // namespace

std::string text_of(const Answer& answer) {
  return std::visit([](const auto& one) { return text_of(one); }, answer);
}

Rows table_of(const Answer& answer, const Question& question, const World& world,
              const std::string& name) {
  return std::visit(Shaper{question, world, name}, answer);
}

}  // namespace parcours::testing
