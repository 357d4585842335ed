#include "store/sql/question_sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/error.h"

namespace parcours::store {
namespace {

using analysis::FunnelSpec;
using analysis::PathAnchor;
using analysis::PathDirection;
using analysis::PathOccurrence;
using analysis::PathRepeats;
using analysis::PathSpec;
using analysis::VariantMode;

std::string code(model::TouchpointId id) {
  return fmt::format("{}", model::index_of(id));
}

std::string bigint(std::string_view expression, std::string_view name) {
  return fmt::format("CAST({} AS BIGINT) AS {}", expression, name);
}

std::string real(std::string_view expression, std::string_view name) {
  return fmt::format("CAST({} AS DOUBLE) AS {}", expression, name);
}

// From each first step, greedily on: the first event of the next step after it, while the window
// lasts. `place` is that event's ord, or a number that no event can follow.
std::string attempt_sql(const FunnelSpec& spec, std::size_t k) {
  if (k == 1) {
    return fmt::format(
        "attempt_1 AS (SELECT journey, customer, running, ord AS first_place, ord AS place,\n"
        "    at_us AS t1\n"
        "  FROM journey_events WHERE touchpoint = {})",
        code(spec.steps[0]));
  }
  std::string times;
  for (std::size_t i = 1; i < k; ++i) times += fmt::format("p.t{0} AS t{0}, ", i);
  const std::string in_time =
      spec.window_us ? fmt::format("n.at_us - p.t1 <= {}", *spec.window_us) : "n.at_us IS NOT NULL";
  return fmt::format(
      "step_{0} AS (SELECT journey, ord, at_us FROM journey_events WHERE touchpoint = {1}),\n"
      "attempt_{0} AS (SELECT p.journey AS journey, p.customer AS customer,\n"
      "    p.running AS running, p.first_place AS first_place, {2}\n"
      "    coalesce(CASE WHEN {3} THEN n.ord END, {4}) AS place,\n"
      "    CASE WHEN {3} THEN n.at_us END AS t{0}\n"
      "  FROM attempt_{5} AS p ASOF LEFT JOIN step_{0} AS n\n"
      "  ON p.journey = n.journey AND p.place < n.ord)",
      k, code(spec.steps[k - 1]), times, in_time, std::numeric_limits<std::int64_t>::max(), k - 1);
}

// The journey's best attempt: deepest, then latest start, then first of those at one instant.
std::string best_attempt_sql(const SqlWords& words, std::size_t n) {
  std::string depth = "CASE ";
  for (std::size_t k = 2; k <= n; ++k) {
    depth += fmt::format("WHEN t{} IS NULL THEN {} ", k, k - 1);
  }
  depth = n == 1 ? "1" : depth + fmt::format("ELSE {} END", n);
  std::vector<std::string> fields = {depth, "t1", "-first_place"};
  for (std::size_t k = 2; k <= n; ++k) fields.push_back(fmt::format("coalesce(t{}, 0)", k));
  std::string out = fmt::format(
      "chosen AS (SELECT journey, max(customer) AS customer, max({}) AS choice,\n"
      "    max(t1) AS latest, max(running) AS open\n"
      "  FROM attempt_{} GROUP BY journey),\n"
      "best AS (SELECT customer, latest, open, {} AS depth, {} AS t1",
      words.tuple(fields), n, words.field("choice", 1), words.field("choice", 2));
  for (std::size_t k = 2; k <= n; ++k) {
    out += fmt::format(", {} AS t{}", words.field("choice", k + 2), k);
  }
  return out + " FROM chosen)";
}

// The way from the anchor on, the anchor itself first if it is a touchpoint.
std::string anchored_way(const SqlWords& words, const PathSpec& spec) {
  const bool forward = spec.direction == PathDirection::Forward;
  if (spec.anchor != PathAnchor::Touchpoint) {
    // Nothing lies before the start or after the end.
    if (forward != (spec.anchor == PathAnchor::Start)) return words.slice("way", "1", "0");
    return forward ? "way" : words.reversed("way");
  }
  const std::string anchor = code(spec.touchpoint);
  const std::string place =
      spec.occurrence == PathOccurrence::First
          ? words.position("way", anchor)
          : fmt::format("length(way) + 1 - {}", words.position(words.reversed("way"), anchor));
  return forward ? words.slice("way", place, "length(way)")
                 : words.reversed(words.slice("way", "1", place));
}

}  // namespace

std::string summary_sql(Dialect dialect) {
  const SqlWords words(dialect);
  return fmt::format(
      "WITH ways AS (SELECT journey, {} AS way, max(running) AS is_running\n"
      "  FROM journey_events GROUP BY journey),\n"
      "ties AS (SELECT journey, count(*) AS n FROM journey_events\n"
      "  GROUP BY journey, at_us HAVING count(*) > 1)\n"
      "SELECT {}, {}, {}, {}, {},\n  {}, {},\n  {}, {},\n  {}, {}, {}\n"
      "FROM journey_events",
      words.way(), bigint("count(*)", "events"), bigint("count(DISTINCT journey)", "journeys"),
      bigint("count(DISTINCT customer)", "customers"),
      bigint("count(DISTINCT touchpoint)", "touchpoints"),
      bigint("count(DISTINCT channel)", "channels"),
      bigint("(SELECT count(DISTINCT way) FROM ways)", "variants"),
      bigint("coalesce((SELECT sum(is_running) FROM ways), 0)", "running"),
      bigint("coalesce(min(at_us), 0)", "from_us"), bigint("coalesce(max(at_us), 0)", "to_us"),
      bigint("coalesce((SELECT sum(n - 1) FROM ties), 0)", "tied_pairs"),
      bigint("coalesce((SELECT sum(n) FROM ties), 0)", "tied_events"),
      bigint("(SELECT count(DISTINCT journey) FROM ties)", "tied_journeys"));
}

std::string transitions_sql(Dialect dialect, analysis::TransitionDetail detail) {
  const SqlWords words(dialect);
  if (detail == analysis::TransitionDetail::Mean) {
    return fmt::format(
        "WITH neighbours AS ({})\nSELECT {}, {}, {}, {}\nFROM neighbours GROUP BY a, b",
        words.neighbours(), bigint("a", "a"), bigint("b", "b"), bigint("count(*)", "occurrences"),
        real("avg(gap)", "mean"));
  }
  return fmt::format(
      "WITH neighbours AS ({}),\n"
      "edges AS (SELECT a, b, count(*) AS n, avg(gap) AS mean,\n"
      "    count(DISTINCT journey) AS journeys, count(DISTINCT customer) AS customers,\n"
      "    min(gap) AS least, max(gap) AS most, {} AS p\n"
      "  FROM neighbours GROUP BY a, b)\n"
      "SELECT {}, {}, {}, {}, {}, {},\n  {}, {}, {}, {}, {}, {}, {}\nFROM edges",
      words.neighbours(), words.percentiles("gap", {0.1, 0.25, 0.5, 0.75, 0.9}), bigint("a", "a"),
      bigint("b", "b"), bigint("n", "occurrences"), real("mean", "mean"),
      bigint("journeys", "journeys"), bigint("customers", "customers"), bigint("least", "least"),
      bigint("most", "most"), real("p[1]", "p10"), real("p[2]", "p25"), real("p[3]", "p50"),
      real("p[4]", "p75"), real("p[5]", "p90"));
}

std::string touchpoint_counts_sql(Dialect) {
  return fmt::format(
      "WITH met AS (SELECT touchpoint, count(*) AS events, count(DISTINCT journey) AS journeys,\n"
      "    countIf(ord = 0) AS starts, 0 AS ends, 0 AS running\n"
      "  FROM journey_events GROUP BY touchpoint),\n"
      "last AS (SELECT argMax(touchpoint, ord) AS touchpoint, max(running) AS running\n"
      "  FROM journey_events GROUP BY journey),\n"
      "ended AS (SELECT touchpoint, 0 AS events, 0 AS journeys, 0 AS starts, count(*) AS ends,\n"
      "    sum(running) AS running FROM last GROUP BY touchpoint),\n"
      "counts AS (SELECT * FROM met UNION ALL SELECT * FROM ended)\n"
      "SELECT {}, {}, {}, {}, {}, {} FROM counts",
      bigint("touchpoint", "touchpoint"), bigint("events", "events"),
      bigint("journeys", "journeys"), bigint("starts", "starts"), bigint("ends", "ends"),
      bigint("running", "running"));
}

std::string ties_sql(Dialect dialect, const std::vector<std::uint16_t>& ranks) {
  const SqlWords words(dialect);
  const std::string rank =
      ranks.empty() ? "0" : fmt::format("[{}][e.touchpoint + 1]", fmt::join(ranks, ", "));
  return fmt::format(
      "WITH by_name AS (SELECT journey, customer, touchpoint, at_us,\n"
      "    row_number() OVER (PARTITION BY journey ORDER BY e.at_us, {}, e.ord) - 1 AS ord\n"
      "  FROM journey_events AS e),\n"
      "edges AS (SELECT a, b, count(*) AS n FROM ({}) AS neighbours GROUP BY a, b),\n"
      "edges_by_name AS (SELECT a, b, count(*) AS n FROM ({}) AS neighbours GROUP BY a, b),\n"
      "changed AS (SELECT count(*) AS n FROM edges AS e FULL OUTER JOIN edges_by_name AS m\n"
      "  ON e.a = m.a AND e.b = m.b WHERE e.n IS NULL OR m.n IS NULL OR e.n <> m.n),\n"
      "ways AS (SELECT journey, {} AS way FROM journey_events GROUP BY journey),\n"
      "ways_by_name AS (SELECT journey, {} AS way FROM by_name GROUP BY journey)\n"
      "SELECT {}, {},\n  {},\n  {}, {}{}",
      rank, words.neighbours(), words.neighbours("by_name"), words.way(), words.way(),
      bigint("(SELECT count(*) FROM edges)", "edges"),
      bigint("(SELECT count(*) FROM edges_by_name)", "edges_by_name"),
      bigint("(SELECT n FROM changed)", "edge_counts_changed"),
      bigint("(SELECT count(DISTINCT way) FROM ways)", "variants"),
      bigint("(SELECT count(DISTINCT way) FROM ways_by_name)", "variants_by_name"),
      words.null_settings());
}

std::string variants_sql(Dialect dialect, const analysis::VariantSpec& spec) {
  const SqlWords words(dialect);
  const std::string key = spec.mode == VariantMode::Full        ? "way"
                          : spec.mode == VariantMode::Collapsed ? words.collapsed("way")
                                                                : words.as_set("way");
  return fmt::format(
      "WITH ways AS (SELECT {} AS way, max(running) AS is_running,\n"
      "    max(at_us) - min(at_us) AS duration FROM journey_events GROUP BY journey),\n"
      "keys AS (SELECT {} AS variant, is_running, duration FROM ways),\n"
      "variants AS (SELECT variant, count(*) AS n, sum(is_running) AS n_running,\n"
      "    {} FILTER (WHERE is_running = 0) AS medians FROM keys GROUP BY variant),\n"
      "totals AS (SELECT count(*) AS variants, sum(n) AS journeys, sum(n_running) AS running\n"
      "  FROM variants),\n"
      "least AS (SELECT coalesce(min(n), 0) AS n\n"
      "  FROM (SELECT n FROM variants ORDER BY n DESC LIMIT {}))\n"
      "SELECT {} AS way, {}, {}, {},\n  {}, {}, {}\n"
      "FROM variants AS v CROSS JOIN totals AS t CROSS JOIN least AS l WHERE v.n >= l.n",
      words.way(), key, words.percentiles("duration", {0.5}), std::max<std::size_t>(spec.limit, 1),
      words.text("v.variant"), bigint("v.n", "journeys"), bigint("v.n_running", "running"),
      real("v.medians[1]", "median_duration"), bigint("t.variants", "variants"),
      bigint("t.journeys", "all_journeys"), bigint("t.running", "all_running"));
}

std::string funnel_sql(Dialect dialect, const FunnelSpec& spec, std::int64_t data_end_us) {
  PARCOURS_CHECK(spec.is_plain());
  const SqlWords words(dialect);
  const std::size_t n = spec.steps.size();
  std::string out = "WITH ";
  for (std::size_t k = 1; k <= n; ++k) out += attempt_sql(spec, k) + ",\n";
  out += best_attempt_sql(words, n) + ",\nsteps AS (SELECT ";
  const std::string goes_on =
      spec.window_us ? fmt::format("latest > {}", data_end_us - *spec.window_us) : "open = 1";
  std::string columns;
  for (std::size_t k = 1; k <= n; ++k) {
    const std::string open = k == n ? "0" : fmt::format("countIf(depth = {} AND {})", k, goes_on);
    out += fmt::format(
        "countIf(depth >= {0}) AS r{0},\n"
        "    count(DISTINCT customer) FILTER (WHERE depth >= {0}) AS c{0}, {1} AS o{0},\n    ",
        k, open);
    columns += bigint(fmt::format("r{}", k), fmt::format("reached_{}", k)) + ", " +
               bigint(fmt::format("c{}", k), fmt::format("customers_{}", k)) + ", " +
               bigint(fmt::format("o{}", k), fmt::format("in_progress_{}", k)) + ", ";
    if (k > 1) {
      out += fmt::format("{} FILTER (WHERE depth >= {}) AS w{},\n    ",
                         words.percentiles(fmt::format("t{} - t{}", k, k - 1), {0.5, 0.9}), k, k);
    }
    columns += real(k == 1 ? "0" : fmt::format("w{}[1]", k), fmt::format("median_{}", k)) + ", " +
               real(k == 1 ? "0" : fmt::format("w{}[2]", k), fmt::format("p90_{}", k)) + ",\n  ";
  }
  return out + "count(*) AS started FROM best)\nSELECT " + columns +
         bigint("(SELECT count(DISTINCT journey) FROM journey_events)", "journeys") +
         "\nFROM steps" + std::string(words.null_settings());
}

std::string spells_sql(Dialect dialect, const analysis::SpellRule& rule, std::int64_t data_end_us) {
  std::vector<std::string> outcomes;
  std::string which = "CASE m.outcome";
  for (const model::TouchpointId id : rule.outcomes) {
    which += fmt::format(" WHEN {} THEN {}", code(id), outcomes.size());
    outcomes.push_back(code(id));
  }
  const bool waits = rule.ended == analysis::EndedWithout::AtRisk;
  const std::uint32_t ended = rule.ended == analysis::EndedWithout::Outcome
                                  ? static_cast<std::uint32_t>(rule.outcomes.size())
                                  : analysis::kSpellQuiet;
  return fmt::format(
      "WITH began AS (SELECT journey, min(ord) AS place, min(at_us) AS began_us\n"
      "  FROM journey_events WHERE {} GROUP BY journey),\n"
      "lives AS (SELECT journey, max(at_us) AS last_us, max(running) AS is_running\n"
      "  FROM journey_events GROUP BY journey),\n"
      "met AS (SELECT e.journey AS journey, argMin(e.touchpoint, e.ord) AS outcome,\n"
      "    min(e.at_us) AS met_us\n"
      "  FROM journey_events AS e INNER JOIN began AS b ON e.journey = b.journey\n"
      "  WHERE e.ord {} b.place AND e.touchpoint IN ({}) GROUP BY e.journey),\n"
      "spells AS (SELECT\n"
      "    CASE WHEN m.met_us IS NOT NULL THEN m.met_us - b.began_us\n"
      "      WHEN {} THEN {} - b.began_us ELSE l.last_us - b.began_us END AS time,\n"
      "    CASE WHEN m.met_us IS NOT NULL THEN {} END\n"
      "      WHEN l.is_running = 1 THEN {} ELSE {} END AS kind\n"
      "  FROM began AS b INNER JOIN lives AS l ON b.journey = l.journey\n"
      "  LEFT JOIN met AS m ON b.journey = m.journey)\n"
      "SELECT {}, {}, {} FROM spells GROUP BY time, kind{}",
      rule.origin ? "touchpoint = " + code(*rule.origin) : std::string("ord = 0"),
      rule.origin ? ">" : ">=", fmt::join(outcomes, ", "), waits ? "1 = 1" : "l.is_running = 1",
      data_end_us, which, analysis::kSpellRunning, ended, bigint("time", "time_us"),
      bigint("kind", "spell_kind"), bigint("count(*)", "spells"),
      SqlWords(dialect).null_settings());
}

std::string paths_sql(Dialect dialect, const PathSpec& spec) {
  const SqlWords words(dialect);
  const bool named = spec.anchor == PathAnchor::Touchpoint;
  const std::string where =
      named ? fmt::format(" WHERE {}", words.contains("way", code(spec.touchpoint))) : "";
  const std::string kept =
      spec.repeats == PathRepeats::Collapse ? words.collapsed("turned") : std::string("turned");
  const std::string steps = fmt::format("{}", spec.steps);
  const std::string open =
      spec.direction == PathDirection::Forward ? "CASE WHEN is_running = 1 THEN 1 ELSE 0 END" : "0";
  return fmt::format(
      "WITH ways AS (SELECT {} AS way, max(running) AS is_running\n"
      "  FROM journey_events GROUP BY journey),\n"
      "anchored AS (SELECT {} AS turned, is_running FROM ways{}),\n"
      "kept AS (SELECT {} AS short, is_running FROM anchored),\n"
      "rest AS (SELECT {} AS following, is_running FROM kept),\n"
      "leaving AS (SELECT {} AS path, CASE WHEN length(following) > {} THEN 2 ELSE {} END AS "
      "leaves\n"
      "  FROM rest),\n"
      "walked AS (SELECT path, leaves, count(*) AS n FROM leaving GROUP BY path, leaves),\n"
      "prefixes AS ({})\n"
      "SELECT {} AS prefix, {}, {}, {}, {}\nFROM prefixes GROUP BY prefix",
      words.way(), anchored_way(words, spec), where, kept,
      named ? words.slice("short", "2", "length(short)") : "short",
      words.slice("following", "1", steps), steps, open,
      words.with_numbers("path, leaves, n", "length(path)", "walked"),
      words.text(words.slice("path", "1", "d")), bigint("sum(n)", "journeys"),
      bigint("sum(CASE WHEN d = length(path) AND leaves = 0 THEN n ELSE 0 END)", "ended"),
      bigint("sum(CASE WHEN d = length(path) AND leaves = 1 THEN n ELSE 0 END)", "in_progress"),
      bigint("sum(CASE WHEN d = length(path) AND leaves = 2 THEN n ELSE 0 END)", "beyond"));
}

}  // namespace parcours::store
