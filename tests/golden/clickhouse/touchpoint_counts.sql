WITH met AS (SELECT touchpoint, count(*) AS events, count(DISTINCT journey) AS journeys,
    countIf(ord = 0) AS starts, 0 AS ends, 0 AS running
  FROM journey_events GROUP BY touchpoint),
last AS (SELECT argMax(touchpoint, ord) AS touchpoint, max(running) AS running
  FROM journey_events GROUP BY journey),
ended AS (SELECT touchpoint, 0 AS events, 0 AS journeys, 0 AS starts, count(*) AS ends,
    sum(running) AS running FROM last GROUP BY touchpoint),
counts AS (SELECT * FROM met UNION ALL SELECT * FROM ended)
SELECT CAST(touchpoint AS BIGINT) AS touchpoint, CAST(events AS BIGINT) AS events, CAST(journeys AS BIGINT) AS journeys, CAST(starts AS BIGINT) AS starts, CAST(ends AS BIGINT) AS ends, CAST(running AS BIGINT) AS running FROM counts
