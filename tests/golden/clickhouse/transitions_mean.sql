WITH neighbours AS (SELECT journey, customer, x.2 AS a, y.2 AS b, y.3 - x.3 AS gap
  FROM (SELECT journey, any(customer) AS customer,
      arraySort(groupArray((ord, touchpoint, at_us))) AS s
    FROM journey_events GROUP BY journey)
  ARRAY JOIN arrayPopBack(s) AS x, arrayPopFront(s) AS y)
SELECT CAST(a AS BIGINT) AS a, CAST(b AS BIGINT) AS b, CAST(count(*) AS BIGINT) AS occurrences, CAST(avg(gap) AS DOUBLE) AS mean
FROM neighbours GROUP BY a, b
