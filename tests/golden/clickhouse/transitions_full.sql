WITH neighbours AS (SELECT journey, customer, x.2 AS a, y.2 AS b, y.3 - x.3 AS gap
  FROM (SELECT journey, any(customer) AS customer,
      arraySort(groupArray((ord, touchpoint, at_us))) AS s
    FROM journey_events GROUP BY journey)
  ARRAY JOIN arrayPopBack(s) AS x, arrayPopFront(s) AS y),
edges AS (SELECT a, b, count(*) AS n, avg(gap) AS mean,
    count(DISTINCT journey) AS journeys, count(DISTINCT customer) AS customers,
    min(gap) AS least, max(gap) AS most, quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(gap) AS p
  FROM neighbours GROUP BY a, b)
SELECT CAST(a AS BIGINT) AS a, CAST(b AS BIGINT) AS b, CAST(n AS BIGINT) AS occurrences, CAST(mean AS DOUBLE) AS mean, CAST(journeys AS BIGINT) AS journeys, CAST(customers AS BIGINT) AS customers,
  CAST(least AS BIGINT) AS least, CAST(most AS BIGINT) AS most, CAST(p[1] AS DOUBLE) AS p10, CAST(p[2] AS DOUBLE) AS p25, CAST(p[3] AS DOUBLE) AS p50, CAST(p[4] AS DOUBLE) AS p75, CAST(p[5] AS DOUBLE) AS p90
FROM edges
