WITH by_name AS (SELECT journey, customer, touchpoint, at_us,
    row_number() OVER (PARTITION BY journey ORDER BY e.at_us, [2, 0, 1][e.touchpoint + 1], e.ord) - 1 AS ord
  FROM journey_events AS e),
edges AS (SELECT a, b, count(*) AS n FROM (SELECT journey, customer, x.2 AS a, y.2 AS b, y.3 - x.3 AS gap
  FROM (SELECT journey, any(customer) AS customer,
      arraySort(groupArray((ord, touchpoint, at_us))) AS s
    FROM journey_events GROUP BY journey)
  ARRAY JOIN arrayPopBack(s) AS x, arrayPopFront(s) AS y) AS neighbours GROUP BY a, b),
edges_by_name AS (SELECT a, b, count(*) AS n FROM (SELECT journey, customer, x.2 AS a, y.2 AS b, y.3 - x.3 AS gap
  FROM (SELECT journey, any(customer) AS customer,
      arraySort(groupArray((ord, touchpoint, at_us))) AS s
    FROM by_name GROUP BY journey)
  ARRAY JOIN arrayPopBack(s) AS x, arrayPopFront(s) AS y) AS neighbours GROUP BY a, b),
changed AS (SELECT count(*) AS n FROM edges AS e FULL OUTER JOIN edges_by_name AS m
  ON e.a = m.a AND e.b = m.b WHERE e.n IS NULL OR m.n IS NULL OR e.n <> m.n),
ways AS (SELECT journey, arrayMap(x -> toUInt16(bitAnd(x, 65535)), arraySort(groupArray(bitOr(bitShiftLeft(toUInt64(ord), 16), toUInt64(touchpoint))))) AS way FROM journey_events GROUP BY journey),
ways_by_name AS (SELECT journey, arrayMap(x -> toUInt16(bitAnd(x, 65535)), arraySort(groupArray(bitOr(bitShiftLeft(toUInt64(ord), 16), toUInt64(touchpoint))))) AS way FROM by_name GROUP BY journey)
SELECT CAST((SELECT count(*) FROM edges) AS BIGINT) AS edges, CAST((SELECT count(*) FROM edges_by_name) AS BIGINT) AS edges_by_name,
  CAST((SELECT n FROM changed) AS BIGINT) AS edge_counts_changed,
  CAST((SELECT count(DISTINCT way) FROM ways) AS BIGINT) AS variants, CAST((SELECT count(DISTINCT way) FROM ways_by_name) AS BIGINT) AS variants_by_name
SETTINGS join_use_nulls = 1
