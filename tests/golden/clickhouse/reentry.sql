WITH stays AS (SELECT customer, journey, min(at_us) AS begin_us,
    CASE WHEN max(running) = 1 THEN 4611686018427387904 ELSE max(at_us) END AS end_us
  FROM journey_events GROUP BY customer, journey),
placed AS (SELECT customer, begin_us,
    row_number() OVER (PARTITION BY customer ORDER BY begin_us, journey) AS place,
    max(end_us) OVER (PARTITION BY customer ORDER BY begin_us, journey
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS open_until_us FROM stays),
gaps AS (SELECT customer, place, begin_us - open_until_us AS gap FROM placed
  WHERE place > 1 AND begin_us >= open_until_us),
again AS (SELECT customer, argMin(gap, place) AS gap FROM gaps GROUP BY customer),
lives AS (SELECT customer, count(*) AS journeys, max(end_us) AS end_us FROM stays
  GROUP BY customer),
waits AS (SELECT l.journeys AS journeys,
    CASE WHEN a.gap IS NOT NULL THEN a.gap ELSE 1000 - l.end_us END AS time,
    CASE WHEN a.gap IS NOT NULL THEN 0 WHEN l.end_us = 4611686018427387904 THEN -1 ELSE 15 END AS kind
  FROM lives AS l LEFT JOIN again AS a ON l.customer = a.customer),
counted AS (SELECT journeys, time, kind, count(*) AS n FROM waits
    GROUP BY journeys, time, kind
  UNION ALL SELECT 0 AS journeys, gap AS time, -1 AS kind, count(*) AS n FROM gaps
    GROUP BY gap)
SELECT CAST(journeys AS BIGINT) AS journeys, CAST(time AS BIGINT) AS time_us,
  CAST(kind AS BIGINT) AS spell_kind, CAST(n AS BIGINT) AS n FROM counted
SETTINGS join_use_nulls = 1
