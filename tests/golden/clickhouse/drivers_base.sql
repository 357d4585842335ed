WITH repeated AS (SELECT customer, sum(CASE WHEN member = 0 THEN 1 ELSE 0 END) AS h,
    sum(CASE WHEN member = 0 THEN 0 ELSE 1 END) AS k
  FROM driver_moments GROUP BY customer HAVING count(*) > 1)
SELECT CAST(sum(h * k) AS BIGINT) AS hk, CAST(sum(k * k) AS BIGINT) AS kk,
  CAST(sum(k) AS BIGINT) AS k FROM repeated
