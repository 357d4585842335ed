WITH windows AS (SELECT m.moment AS moment, e.ord AS ord, e.at_us AS at_us,
    e.touchpoint AS touchpoint
  FROM driver_moments AS m INNER JOIN journey_events AS e ON m.journey = e.journey
  WHERE e.ord >= m.first_ord AND e.ord < m.ord),
ends1 AS (SELECT DISTINCT moment, CAST(touchpoint AS VARCHAR) AS pattern, ord, at_us
  FROM windows),
ends2 AS (SELECT DISTINCT p.moment AS moment,
    concat(p.pattern, ' ', CAST(w.touchpoint AS VARCHAR)) AS pattern, w.ord AS ord,
    w.at_us AS at_us
  FROM ends1 AS p INNER JOIN windows AS w ON p.moment = w.moment
  WHERE w.ord > p.ord AND w.at_us - p.at_us <= 3600000000),
ends3 AS (SELECT DISTINCT p.moment AS moment,
    concat(p.pattern, ' ', CAST(w.touchpoint AS VARCHAR)) AS pattern, w.ord AS ord,
    w.at_us AS at_us
  FROM ends2 AS p INNER JOIN windows AS w ON p.moment = w.moment
  WHERE w.ord > p.ord AND w.at_us - p.at_us <= 3600000000),
met AS (SELECT DISTINCT pattern, moment FROM (SELECT moment, pattern FROM ends1 UNION ALL SELECT moment, pattern FROM ends2 UNION ALL SELECT moment, pattern FROM ends3) AS ends),
often AS (SELECT pattern, count(*) AS moments FROM met GROUP BY pattern
  HAVING count(*) >= 20),
hits AS (SELECT t.pattern AS pattern, t.moment AS moment,
    o.moments AS moments
  FROM met AS t INNER JOIN often AS o ON t.pattern = o.pattern),
by_set AS (SELECT t.pattern AS pattern, m.set_number AS set_number,
    sum(CASE WHEN m.member = 0 THEN 1 ELSE 0 END) AS cases,
    sum(CASE WHEN m.member = 0 THEN 0 ELSE 1 END) AS others
  FROM hits AS t INNER JOIN driver_moments AS m ON t.moment = m.moment
  GROUP BY t.pattern, m.set_number)
SELECT pattern, CAST(cases AS BIGINT) AS cases, CAST(others AS BIGINT) AS others,
  CAST(count(*) AS BIGINT) AS sets FROM by_set GROUP BY pattern, cases, others
