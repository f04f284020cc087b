-- What is settled, summed up once per side.
WITH debits (id, minor) AS MATERIALIZED (
  SELECT debit_id, SUM(amount_minor) FROM settlements WHERE effective_on <= :as_of GROUP BY debit_id),
credits (id, minor) AS MATERIALIZED (
  SELECT credit_id, SUM(amount_minor) FROM settlements WHERE effective_on <= :as_of GROUP BY credit_id),
open_items AS (
  SELECT t.id, t.customer_id, t.currency, t.due_on,
    t.amount_minor - COALESCE(d.minor, 0) + COALESCE(c.minor, 0) AS open_minor
  FROM transactions t LEFT JOIN debits d ON d.id = t.id LEFT JOIN credits c ON c.id = t.id
  WHERE t.transaction_on <= :as_of)
