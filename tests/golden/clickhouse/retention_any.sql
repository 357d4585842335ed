WITH periods AS (SELECT 0 AS one, begins_us,
    row_number() OVER (ORDER BY begins_us) + -1 AS number
  FROM (SELECT arrayJoin([-259200000000, 345600000000, 950400000000, 1555200000000]) AS begins_us) AS beginnings),
firsts AS (SELECT customer, min(tuple(at_us, journey, ord)) AS place FROM journey_events
  GROUP BY customer),
began AS (SELECT customer, place, tupleElement(place, 1) AS began_us, 0 AS one FROM firsts),
cohorts AS (SELECT b.customer AS customer, b.place AS place, p.number AS cohort
  FROM began AS b ASOF LEFT JOIN periods AS p
  ON b.one = p.one AND b.began_us >= p.begins_us),
back AS (SELECT c.customer AS customer, c.cohort AS cohort, e.at_us AS at_us, 0 AS one
  FROM journey_events AS e INNER JOIN cohorts AS c ON e.customer = c.customer
  WHERE tuple(e.at_us, e.journey, e.ord) > c.place),
ages AS (SELECT b.customer AS customer, b.cohort AS cohort, p.number - b.cohort AS age
  FROM back AS b ASOF LEFT JOIN periods AS p
  ON b.one = p.one AND b.at_us >= p.begins_us),
once AS (SELECT customer, cohort, age FROM ages GROUP BY customer, cohort, age),
counted AS (SELECT cohort, -1 AS age, count(*) AS n FROM cohorts GROUP BY cohort
  UNION ALL SELECT cohort, age, count(*) AS n FROM once GROUP BY cohort, age)
SELECT CAST(cohort AS BIGINT) AS cohort, CAST(age AS BIGINT) AS age,
  CAST(n AS BIGINT) AS customers FROM counted
