// Patterns before contacts as SQL.

#include <fmt/core.h>

#include "store/sql/question_sql.h"

namespace parcours::store {
namespace {

// Where patterns of each length can end, and from them who met what.
std::string patterns_sql(const analysis::WindowSpec& spec) {
  std::string sql =
      "WITH windows AS (SELECT m.moment AS moment, e.ord AS ord, e.at_us AS at_us,\n"
      "    e.touchpoint AS touchpoint\n"
      "  FROM driver_moments AS m INNER JOIN journey_events AS e ON m.journey = e.journey\n"
      "  WHERE e.ord >= m.first_ord AND e.ord < m.ord),\n"
      "ends1 AS (SELECT DISTINCT moment, CAST(touchpoint AS VARCHAR) AS pattern, ord, at_us\n"
      "  FROM windows),\n";
  std::string all = "SELECT moment, pattern FROM ends1";
  for (std::size_t length = 2; length <= spec.length; ++length) {
    sql += fmt::format(
        "ends{0} AS (SELECT DISTINCT p.moment AS moment,\n"
        "    concat(p.pattern, ' ', CAST(w.touchpoint AS VARCHAR)) AS pattern, w.ord AS ord,\n"
        "    w.at_us AS at_us\n"
        "  FROM ends{1} AS p INNER JOIN windows AS w ON p.moment = w.moment\n"
        "  WHERE w.ord > p.ord AND w.at_us - p.at_us <= {2}),\n",
        length, length - 1, spec.gap_us);
    all += fmt::format(" UNION ALL SELECT moment, pattern FROM ends{}", length);
  }
  return sql + fmt::format(
                   "met AS (SELECT DISTINCT pattern, moment FROM ({}) AS ends),\n"
                   "often AS (SELECT pattern, count(*) AS moments FROM met GROUP BY pattern\n"
                   "  HAVING count(*) >= {}),\n"
                   "hits AS (SELECT t.pattern AS pattern, t.moment AS moment,\n"
                   "    o.moments AS moments\n"
                   "  FROM met AS t INNER JOIN often AS o ON t.pattern = o.pattern),\n",
                   all, spec.support);
}

constexpr std::string_view kRepeated =
    "repeated AS (SELECT customer, sum(CASE WHEN member = 0 THEN 1 ELSE 0 END) AS h,\n"
    "    sum(CASE WHEN member = 0 THEN 0 ELSE 1 END) AS k\n"
    "  FROM driver_moments GROUP BY customer HAVING count(*) > 1)";

}  // namespace

std::string contact_drivers_sql(Dialect /*dialect*/, const analysis::WindowSpec& spec,
                                DriverRows rows) {
  switch (rows) {
    case DriverRows::Base:
      return fmt::format(
          "WITH {}\n"
          "SELECT CAST(sum(h * k) AS BIGINT) AS hk, CAST(sum(k * k) AS BIGINT) AS kk,\n"
          "  CAST(sum(k) AS BIGINT) AS k FROM repeated",
          kRepeated);
    case DriverRows::Sets:
      return patterns_sql(spec) +
             "by_set AS (SELECT t.pattern AS pattern, m.set_number AS set_number,\n"
             "    sum(CASE WHEN m.member = 0 THEN 1 ELSE 0 END) AS cases,\n"
             "    sum(CASE WHEN m.member = 0 THEN 0 ELSE 1 END) AS others\n"
             "  FROM hits AS t INNER JOIN driver_moments AS m ON t.moment = m.moment\n"
             "  GROUP BY t.pattern, m.set_number)\n"
             "SELECT pattern, CAST(cases AS BIGINT) AS cases, CAST(others AS BIGINT) AS others,\n"
             "  CAST(count(*) AS BIGINT) AS sets FROM by_set GROUP BY pattern, cases, others";
    case DriverRows::Customers:
      return patterns_sql(spec) + std::string(kRepeated) +
             ",\n"
             "by_customer AS (SELECT t.pattern AS pattern, m.customer AS customer,\n"
             "    sum(CASE WHEN m.member = 0 THEN 1 ELSE 0 END) AS x,\n"
             "    sum(CASE WHEN m.member = 0 THEN 0 ELSE 1 END) AS y\n"
             "  FROM hits AS t INNER JOIN driver_moments AS m ON t.moment = m.moment\n"
             "  GROUP BY t.pattern, m.customer)\n"
             "SELECT b.pattern AS pattern, CAST(sum(b.x * b.y) AS BIGINT) AS xy,\n"
             "  CAST(sum(b.x * r.k) AS BIGINT) AS xk, CAST(sum(r.h * b.y) AS BIGINT) AS hy,\n"
             "  CAST(sum(b.y * b.y) AS BIGINT) AS yy, CAST(sum(b.y * r.k) AS BIGINT) AS yk,\n"
             "  CAST(sum(b.y) AS BIGINT) AS y\n"
             "FROM by_customer AS b INNER JOIN repeated AS r ON b.customer = r.customer\n"
             "GROUP BY b.pattern";
    case DriverRows::Alike:
      break;
  }
  return patterns_sql(spec) +
         "pairs AS (SELECT a.pattern AS pattern, b.pattern AS other, a.moments AS moments,\n"
         "    count(*) AS together\n"
         "  FROM hits AS a INNER JOIN hits AS b ON a.moment = b.moment\n"
         "  WHERE a.pattern <> b.pattern AND a.moments = b.moments\n"
         "  GROUP BY a.pattern, b.pattern, a.moments)\n"
         "SELECT pattern, other FROM pairs WHERE together = moments";
}

}  // namespace parcours::store
