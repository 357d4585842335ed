WITH ways AS (SELECT arrayMap(x -> toUInt16(bitAnd(x, 65535)), arraySort(groupArray(bitOr(bitShiftLeft(toUInt64(ord), 16), toUInt64(touchpoint))))) AS way, max(running) AS is_running,
    max(at_us) - min(at_us) AS duration FROM journey_events GROUP BY journey),
keys AS (SELECT way AS variant, is_running, duration FROM ways),
variants AS (SELECT variant, count(*) AS n, sum(is_running) AS n_running,
    quantilesExactInclusive(0.5)(duration) FILTER (WHERE is_running = 0) AS medians FROM keys GROUP BY variant),
totals AS (SELECT count(*) AS variants, sum(n) AS journeys, sum(n_running) AS running
  FROM variants),
least AS (SELECT coalesce(min(n), 0) AS n
  FROM (SELECT n FROM variants ORDER BY n DESC LIMIT 20))
SELECT arrayStringConcat(arrayMap(x -> toString(x), v.variant), ' ') AS way, CAST(v.n AS BIGINT) AS journeys, CAST(v.n_running AS BIGINT) AS running, CAST(v.medians[1] AS DOUBLE) AS median_duration,
  CAST(t.variants AS BIGINT) AS variants, CAST(t.journeys AS BIGINT) AS all_journeys, CAST(t.running AS BIGINT) AS all_running
FROM variants AS v CROSS JOIN totals AS t CROSS JOIN least AS l WHERE v.n >= l.n
