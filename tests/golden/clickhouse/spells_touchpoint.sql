WITH began AS (SELECT journey, min(ord) AS place, min(at_us) AS began_us
  FROM journey_events WHERE touchpoint = 3 GROUP BY journey),
lives AS (SELECT journey, max(at_us) AS last_us, max(running) AS is_running
  FROM journey_events GROUP BY journey),
met AS (SELECT e.journey AS journey, argMin(e.touchpoint, e.ord) AS outcome,
    min(e.at_us) AS met_us
  FROM journey_events AS e INNER JOIN began AS b ON e.journey = b.journey
  WHERE e.ord > b.place AND e.touchpoint IN (7) GROUP BY e.journey),
spells AS (SELECT
    CASE WHEN m.met_us IS NOT NULL THEN m.met_us - b.began_us
      WHEN l.is_running = 1 THEN 1000 - b.began_us ELSE l.last_us - b.began_us END AS time,
    CASE WHEN m.met_us IS NOT NULL THEN CASE m.outcome WHEN 7 THEN 0 END
      WHEN l.is_running = 1 THEN 14 ELSE 1 END AS kind
  FROM began AS b INNER JOIN lives AS l ON b.journey = l.journey
  LEFT JOIN met AS m ON b.journey = m.journey)
SELECT CAST(time AS BIGINT) AS time_us, CAST(kind AS BIGINT) AS spell_kind, CAST(count(*) AS BIGINT) AS spells FROM spells GROUP BY time, kind
SETTINGS join_use_nulls = 1
