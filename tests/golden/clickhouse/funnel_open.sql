WITH attempt_1 AS (SELECT journey, customer, running, ord AS first_place, ord AS place,
    at_us AS t1
  FROM journey_events WHERE touchpoint = 3),
step_2 AS (SELECT journey, ord, at_us FROM journey_events WHERE touchpoint = 7),
attempt_2 AS (SELECT p.journey AS journey, p.customer AS customer,
    p.running AS running, p.first_place AS first_place, p.t1 AS t1, 
    coalesce(CASE WHEN n.at_us IS NOT NULL THEN n.ord END, 9223372036854775807) AS place,
    CASE WHEN n.at_us IS NOT NULL THEN n.at_us END AS t2
  FROM attempt_1 AS p ASOF LEFT JOIN step_2 AS n
  ON p.journey = n.journey AND p.place < n.ord),
chosen AS (SELECT journey, max(customer) AS customer, max(tuple(CASE WHEN t2 IS NULL THEN 1 ELSE 2 END, t1, -first_place, coalesce(t2, 0))) AS choice,
    max(t1) AS latest, max(running) AS open
  FROM attempt_2 GROUP BY journey),
best AS (SELECT customer, latest, open, tupleElement(choice, 1) AS depth, tupleElement(choice, 2) AS t1, tupleElement(choice, 4) AS t2 FROM chosen),
steps AS (SELECT countIf(depth >= 1) AS r1,
    count(DISTINCT customer) FILTER (WHERE depth >= 1) AS c1, countIf(depth = 1 AND open = 1) AS o1,
    countIf(depth >= 2) AS r2,
    count(DISTINCT customer) FILTER (WHERE depth >= 2) AS c2, 0 AS o2,
    quantilesExactInclusive(0.5, 0.9)(t2 - t1) FILTER (WHERE depth >= 2) AS w2,
    count(*) AS started FROM best)
SELECT CAST(r1 AS BIGINT) AS reached_1, CAST(c1 AS BIGINT) AS customers_1, CAST(o1 AS BIGINT) AS in_progress_1, CAST(0 AS DOUBLE) AS median_1, CAST(0 AS DOUBLE) AS p90_1,
  CAST(r2 AS BIGINT) AS reached_2, CAST(c2 AS BIGINT) AS customers_2, CAST(o2 AS BIGINT) AS in_progress_2, CAST(w2[1] AS DOUBLE) AS median_2, CAST(w2[2] AS DOUBLE) AS p90_2,
  CAST((SELECT count(DISTINCT journey) FROM journey_events) AS BIGINT) AS journeys
FROM steps
SETTINGS join_use_nulls = 1
