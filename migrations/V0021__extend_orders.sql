-- Whose public holidays a company keeps: a region of the shipped data, blank for those of the whole country, `none` where
-- it works on them.
ALTER TABLE companies ADD COLUMN holiday_region TEXT NOT NULL DEFAULT '';

-- The account that is billed for the orders of a customer and carries the limit; missing where it is the customer's own.
ALTER TABLE credit_attributes ADD COLUMN invoice_account_id INTEGER REFERENCES customers (id)
  CHECK (invoice_account_id <> customer_id);
CREATE INDEX credit_attributes_by_invoice_account ON credit_attributes (invoice_account_id)
  WHERE invoice_account_id IS NOT NULL;

-- Who ordered, where the order is checked on another account.
ALTER TABLE orders ADD COLUMN ordered_by_id INTEGER REFERENCES customers (id);

-- A limit that was given in the currency of the customer, as it was given; the limit that holds is that of the customer's
-- row, in the company's currency.
ALTER TABLE limit_history ADD COLUMN given_minor INTEGER CHECK (given_minor >= 0);
ALTER TABLE limit_history ADD COLUMN given_currency TEXT CHECK (length(given_currency) = 3);
