-- What is settled, added up together with the documents themselves.
WITH moved (id, minor) AS (
  SELECT id, amount_minor FROM transactions WHERE transaction_on <= :as_of
  UNION ALL SELECT debit_id, -amount_minor FROM settlements WHERE effective_on <= :as_of
  UNION ALL SELECT credit_id, amount_minor FROM settlements WHERE effective_on <= :as_of),
rest (id, minor) AS MATERIALIZED (SELECT id, SUM(minor) FROM moved GROUP BY id HAVING SUM(minor) <> 0),
open_items AS (
  SELECT t.id, t.customer_id, t.currency, t.due_on, r.minor AS open_minor
  FROM rest r CROSS JOIN transactions t ON t.id = r.id)
