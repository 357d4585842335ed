WITH ways AS (SELECT arrayMap(x -> toUInt16(bitAnd(x, 65535)), arraySort(groupArray(bitOr(bitShiftLeft(toUInt64(ord), 16), toUInt64(touchpoint))))) AS way, max(running) AS is_running
  FROM journey_events GROUP BY journey),
anchored AS (SELECT arrayReverse(way) AS turned, is_running FROM ways),
kept AS (SELECT turned AS short, is_running FROM anchored),
rest AS (SELECT short AS following, is_running FROM kept),
leaving AS (SELECT arraySlice(following, 1, (5) - (1) + 1) AS path, CASE WHEN length(following) > 5 THEN 2 ELSE 0 END AS leaves
  FROM rest),
walked AS (SELECT path, leaves, count(*) AS n FROM leaving GROUP BY path, leaves),
prefixes AS (SELECT path, leaves, n, d FROM walked ARRAY JOIN range(0, length(path) + 1) AS d)
SELECT arrayStringConcat(arrayMap(x -> toString(x), arraySlice(path, 1, (d) - (1) + 1)), ' ') AS prefix, CAST(sum(n) AS BIGINT) AS journeys, CAST(sum(CASE WHEN d = length(path) AND leaves = 0 THEN n ELSE 0 END) AS BIGINT) AS ended, CAST(sum(CASE WHEN d = length(path) AND leaves = 1 THEN n ELSE 0 END) AS BIGINT) AS in_progress, CAST(sum(CASE WHEN d = length(path) AND leaves = 2 THEN n ELSE 0 END) AS BIGINT) AS beyond
FROM prefixes GROUP BY prefix
