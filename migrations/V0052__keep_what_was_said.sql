-- What the last check of an order said, as a digest: a run over all orders compares with it, and need not read the check
-- itself. NULL is not known: an order that was checked before, until it is checked again.
ALTER TABLE order_credit ADD COLUMN said INTEGER;

-- Credits that name an order; few do.
CREATE INDEX transactions_paying_order ON transactions (customer_id) WHERE order_no IS NOT NULL AND amount_minor < 0;
