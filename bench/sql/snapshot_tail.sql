, aged AS (
  SELECT o.customer_id, o.currency, o.open_minor,
    CAST(julianday(:as_of) - julianday(o.due_on) AS INTEGER) AS late,
    COALESCE(MIN(MAX(o.open_minor, 0), x.disputed_minor), 0) AS disputed
  FROM open_items o LEFT JOIN transaction_states x ON x.transaction_id = o.id
  WHERE o.open_minor <> 0)
INSERT INTO twin_balances
SELECT :run, a.customer_id, a.currency, SUM(open_minor),
  SUM(CASE WHEN late > 0 AND open_minor > 0 THEN open_minor ELSE 0 END),
  SUM(CASE WHEN late > 0 AND open_minor > 0 THEN open_minor - disputed ELSE 0 END),
  SUM(CASE WHEN open_minor < 0 THEN open_minor ELSE 0 END),
  SUM(disputed > 0), SUM(disputed), COUNT(*),
  MAX(CASE WHEN open_minor > 0 THEN late END),
  MAX(CASE WHEN late < 0 THEN 0 WHEN late = 0 THEN 1 WHEN late <= 30 THEN 2 WHEN late <= 60 THEN 3
           WHEN late <= 90 THEN 4 ELSE 5 END),
  c.credit_limit_minor,
  SUM(CASE WHEN late < 0 THEN open_minor ELSE 0 END),
  SUM(CASE WHEN late = 0 THEN open_minor ELSE 0 END),
  SUM(CASE WHEN late BETWEEN 1 AND 30 THEN open_minor ELSE 0 END),
  SUM(CASE WHEN late BETWEEN 31 AND 60 THEN open_minor ELSE 0 END),
  SUM(CASE WHEN late BETWEEN 61 AND 90 THEN open_minor ELSE 0 END),
  SUM(CASE WHEN late > 90 THEN open_minor ELSE 0 END),
  0, 0, 0, 0, 0, 0, 0
FROM aged a JOIN customers c ON c.id = a.customer_id
GROUP BY a.customer_id, a.currency
