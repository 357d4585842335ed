WITH ways AS (SELECT journey, arrayMap(x -> toUInt16(bitAnd(x, 65535)), arraySort(groupArray(bitOr(bitShiftLeft(toUInt64(ord), 16), toUInt64(touchpoint))))) AS way, max(running) AS is_running
  FROM journey_events GROUP BY journey),
ties AS (SELECT journey, count(*) AS n FROM journey_events
  GROUP BY journey, at_us HAVING count(*) > 1)
SELECT CAST(count(*) AS BIGINT) AS events, CAST(count(DISTINCT journey) AS BIGINT) AS journeys, CAST(count(DISTINCT customer) AS BIGINT) AS customers, CAST(count(DISTINCT touchpoint) AS BIGINT) AS touchpoints, CAST(count(DISTINCT channel) AS BIGINT) AS channels,
  CAST((SELECT count(DISTINCT way) FROM ways) AS BIGINT) AS variants, CAST(coalesce((SELECT sum(is_running) FROM ways), 0) AS BIGINT) AS running,
  CAST(coalesce(min(at_us), 0) AS BIGINT) AS from_us, CAST(coalesce(max(at_us), 0) AS BIGINT) AS to_us,
  CAST(coalesce((SELECT sum(n - 1) FROM ties), 0) AS BIGINT) AS tied_pairs, CAST(coalesce((SELECT sum(n) FROM ties), 0) AS BIGINT) AS tied_events, CAST((SELECT count(DISTINCT journey) FROM ties) AS BIGINT) AS tied_journeys
FROM journey_events
