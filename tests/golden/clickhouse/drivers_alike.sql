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
pairs AS (SELECT a.pattern AS pattern, b.pattern AS other, a.moments AS moments,
    count(*) AS together
  FROM hits AS a INNER JOIN hits AS b ON a.moment = b.moment
  WHERE a.pattern <> b.pattern AND a.moments = b.moments
  GROUP BY a.pattern, b.pattern, a.moments)
SELECT pattern, other FROM pairs WHERE together = moments
