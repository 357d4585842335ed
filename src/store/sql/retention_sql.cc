// Retention and re-entry as SQL.

#include <fmt/core.h>

#include "store/sql/question_sql.h"

namespace parcours::store {
namespace {

// Later than any instant: the end of a journey that still runs.
constexpr std::int64_t kNeverUs = std::int64_t{1} << 62;

std::string where(std::string_view word, std::string_view column,
                  const std::optional<model::TouchpointId>& id) {
  return id ? fmt::format(" {} {} = {}", word, column, model::index_of(*id)) : std::string();
}

}  // namespace

std::string retention_sql(Dialect dialect, const analysis::RetentionSpec& spec,
                          const analysis::CalendarPeriods& calendar) {
  const SqlWords words(dialect);
  const bool within = spec.kind == analysis::RetentionKind::Within;
  const std::string age = within ? "age" : "max(age) AS age";
  const std::string once = within ? "customer, cohort, age" : "customer, cohort";
  return fmt::format(
      "WITH periods AS (SELECT 0 AS one, begins_us,\n"
      "    row_number() OVER (ORDER BY begins_us) + {} AS number\n"
      "  FROM (SELECT {} AS begins_us) AS beginnings),\n"
      "firsts AS (SELECT customer, min({}) AS place FROM journey_events{}\n"
      "  GROUP BY customer),\n"
      "began AS (SELECT customer, place, {} AS began_us, 0 AS one FROM firsts),\n"
      "cohorts AS (SELECT b.customer AS customer, b.place AS place, p.number AS cohort\n"
      "  FROM began AS b ASOF LEFT JOIN periods AS p\n"
      "  ON b.one = p.one AND b.began_us >= p.begins_us),\n"
      "back AS (SELECT c.customer AS customer, c.cohort AS cohort, e.at_us AS at_us, 0 AS one\n"
      "  FROM journey_events AS e INNER JOIN cohorts AS c ON e.customer = c.customer\n"
      "  WHERE {} > c.place{}),\n"
      "ages AS (SELECT b.customer AS customer, b.cohort AS cohort, p.number - b.cohort AS age\n"
      "  FROM back AS b ASOF LEFT JOIN periods AS p\n"
      "  ON b.one = p.one AND b.at_us >= p.begins_us),\n"
      "once AS (SELECT customer, cohort, {} FROM ages GROUP BY {}),\n"
      "counted AS (SELECT cohort, -1 AS age, count(*) AS n FROM cohorts GROUP BY cohort\n"
      "  UNION ALL SELECT cohort, age, count(*) AS n FROM once GROUP BY cohort, age)\n"
      "SELECT CAST(cohort AS BIGINT) AS cohort, CAST(age AS BIGINT) AS age,\n"
      "  CAST(n AS BIGINT) AS customers FROM counted",
      calendar.first_number() - 1, words.listed(calendar.begins_us()),
      words.tuple({"at_us", "journey", "ord"}), where("WHERE", "touchpoint", spec.start),
      words.field("place", 1), words.tuple({"e.at_us", "e.journey", "e.ord"}),
      where("AND", "e.touchpoint", spec.back), age, once);
}

std::string reentry_sql(Dialect dialect, std::int64_t data_end_us) {
  return fmt::format(
      "WITH stays AS (SELECT customer, journey, min(at_us) AS begin_us,\n"
      "    CASE WHEN max(running) = 1 THEN {0} ELSE max(at_us) END AS end_us\n"
      "  FROM journey_events GROUP BY customer, journey),\n"
      "placed AS (SELECT customer, begin_us,\n"
      "    row_number() OVER (PARTITION BY customer ORDER BY begin_us, journey) AS place,\n"
      "    max(end_us) OVER (PARTITION BY customer ORDER BY begin_us, journey\n"
      "      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS open_until_us FROM stays),\n"
      "gaps AS (SELECT customer, place, begin_us - open_until_us AS gap FROM placed\n"
      "  WHERE place > 1 AND begin_us >= open_until_us),\n"
      "again AS (SELECT customer, argMin(gap, place) AS gap FROM gaps GROUP BY customer),\n"
      "lives AS (SELECT customer, count(*) AS journeys, max(end_us) AS end_us FROM stays\n"
      "  GROUP BY customer),\n"
      "waits AS (SELECT l.journeys AS journeys,\n"
      "    CASE WHEN a.gap IS NOT NULL THEN a.gap ELSE {1} - l.end_us END AS time,\n"
      "    CASE WHEN a.gap IS NOT NULL THEN 0 WHEN l.end_us = {0} THEN -1 ELSE {2} END AS kind\n"
      "  FROM lives AS l LEFT JOIN again AS a ON l.customer = a.customer),\n"
      "counted AS (SELECT journeys, time, kind, count(*) AS n FROM waits\n"
      "    GROUP BY journeys, time, kind\n"
      "  UNION ALL SELECT 0 AS journeys, gap AS time, -1 AS kind, count(*) AS n FROM gaps\n"
      "    GROUP BY gap)\n"
      "SELECT CAST(journeys AS BIGINT) AS journeys, CAST(time AS BIGINT) AS time_us,\n"
      "  CAST(kind AS BIGINT) AS spell_kind, CAST(n AS BIGINT) AS n FROM counted{3}",
      kNeverUs, data_end_us, analysis::kSpellQuiet, SqlWords(dialect).null_settings());
}

}  // namespace parcours::store
