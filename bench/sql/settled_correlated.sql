-- What is settled, looked up for each transaction in the covering indexes.
WITH open_items AS MATERIALIZED (
  SELECT t.id, t.customer_id, t.currency, t.due_on,
    CASE WHEN t.amount_minor >= 0
      THEN t.amount_minor - COALESCE((SELECT SUM(s.amount_minor) FROM settlements s
        WHERE s.debit_id = t.id AND s.effective_on <= :as_of), 0)
      ELSE t.amount_minor + COALESCE((SELECT SUM(s.amount_minor) FROM settlements s
        WHERE s.credit_id = t.id AND s.effective_on <= :as_of), 0)
    END AS open_minor
  FROM transactions t INDEXED BY transactions_by_customer WHERE t.transaction_on <= :as_of)
