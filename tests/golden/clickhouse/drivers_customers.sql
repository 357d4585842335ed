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
repeated AS (SELECT customer, sum(CASE WHEN member = 0 THEN 1 ELSE 0 END) AS h,
    sum(CASE WHEN member = 0 THEN 0 ELSE 1 END) AS k
  FROM driver_moments GROUP BY customer HAVING count(*) > 1),
by_customer AS (SELECT t.pattern AS pattern, m.customer AS customer,
    sum(CASE WHEN m.member = 0 THEN 1 ELSE 0 END) AS x,
    sum(CASE WHEN m.member = 0 THEN 0 ELSE 1 END) AS y
  FROM hits AS t INNER JOIN driver_moments AS m ON t.moment = m.moment
  GROUP BY t.pattern, m.customer)
SELECT b.pattern AS pattern, CAST(sum(b.x * b.y) AS BIGINT) AS xy,
  CAST(sum(b.x * r.k) AS BIGINT) AS xk, CAST(sum(r.h * b.y) AS BIGINT) AS hy,
  CAST(sum(b.y * b.y) AS BIGINT) AS yy, CAST(sum(b.y * r.k) AS BIGINT) AS yk,
  CAST(sum(b.y) AS BIGINT) AS y
FROM by_customer AS b INNER JOIN repeated AS r ON b.customer = r.customer
GROUP BY b.pattern
