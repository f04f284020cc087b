-- Returned payments (spec 24 §3): what a bank account charges for them, and each payment that came back.

-- Sets of automatic charges; the one on a bank account decides the fee of a payment that comes back.
CREATE TABLE charges_groups (
  code TEXT PRIMARY KEY CHECK (trim(code) <> ''),
  description TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE charges_lines (
  id INTEGER PRIMARY KEY,
  group_code TEXT NOT NULL REFERENCES charges_groups (code),
  -- The key of the ledger account that takes it.
  code TEXT NOT NULL CHECK (trim(code) <> ''),
  text TEXT NOT NULL CHECK (trim(text) <> ''),
  -- JSON: {language: text}.
  translations TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(translations)),
  valid_for TEXT NOT NULL CHECK (valid_for IN ('all', 'group', 'customer')),
  -- Customer group or account number; empty for all.
  valid_key TEXT NOT NULL DEFAULT '' CHECK ((valid_for = 'all') = (valid_key = '')),
  -- Missing where a percentage holds for any currency.
  currency TEXT CHECK (length(currency) = 3),
  -- Either an amount in minor units, or hundredths of a percent of the payment.
  amount_minor INTEGER CHECK (amount_minor > 0),
  percent_bp INTEGER CHECK (percent_bp BETWEEN 1 AND 10000),
  tax_code TEXT NOT NULL DEFAULT '',
  CHECK ((amount_minor IS NULL) <> (percent_bp IS NULL)),
  CHECK (amount_minor IS NULL OR currency IS NOT NULL)
) STRICT;
CREATE INDEX charges_lines_by_group ON charges_lines (group_code, id);

ALTER TABLE bank_accounts ADD COLUMN charges_group TEXT REFERENCES charges_groups (code);
ALTER TABLE bank_accounts ADD COLUMN returns TEXT NOT NULL DEFAULT 'allowed' CHECK (returns IN ('allowed', 'forbidden'));

CREATE TABLE returned_payments (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  payment_id INTEGER NOT NULL REFERENCES transactions (id),
  -- The line of the bank that brought it back; among the withdrawn lines where its import was undone after this was.
  line_id INTEGER,
  returned_on TEXT NOT NULL CHECK (length(returned_on) = 10),
  -- Code of the bank, such as AM04, and its words, or those of whoever typed it.
  reason_code TEXT NOT NULL DEFAULT '',
  reason_text TEXT NOT NULL DEFAULT '',
  -- The debit of the day on which it came back, which settles the payment.
  refund_id INTEGER NOT NULL UNIQUE REFERENCES transactions (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  undone_by_act_id INTEGER REFERENCES audit (id)
) STRICT;
-- A payment comes back once.
CREATE UNIQUE INDEX returned_payments_standing ON returned_payments (payment_id) WHERE undone_by_act_id IS NULL;
CREATE INDEX returned_payments_by_customer ON returned_payments (customer_id, returned_on);
CREATE INDEX returned_payments_by_line ON returned_payments (line_id) WHERE line_id IS NOT NULL;
CREATE INDEX returned_payments_by_act ON returned_payments (act_id);

-- The settlements that took those of the payment back, with the document that is open again.
CREATE TABLE returned_payment_parts (
  settlement_id INTEGER PRIMARY KEY REFERENCES settlements (id),
  return_id INTEGER NOT NULL REFERENCES returned_payments (id),
  document_id INTEGER NOT NULL REFERENCES transactions (id)
) STRICT;
CREATE INDEX returned_payment_parts_by_return ON returned_payment_parts (return_id, settlement_id);
CREATE INDEX returned_payment_parts_by_document ON returned_payment_parts (document_id);

-- What was posted beside the refund: charges, and entries that take discounts and small differences back.
CREATE TABLE returned_payment_entries (
  transaction_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  return_id INTEGER NOT NULL REFERENCES returned_payments (id),
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'difference')),
  -- The settlement of a difference with the entry that takes it back.
  settlement_id INTEGER REFERENCES settlements (id),
  charges_code TEXT NOT NULL DEFAULT '',
  CHECK ((kind = 'difference') = (settlement_id IS NOT NULL)),
  CHECK ((kind = 'charge') = (charges_code <> ''))
) STRICT;
CREATE INDEX returned_payment_entries_by_return ON returned_payment_entries (return_id, transaction_id);

-- A return takes the discounts of its payment back.
CREATE INDEX settlement_differences_by_payment ON settlement_differences (payment_id) WHERE payment_id IS NOT NULL;

CREATE TRIGGER returned_payments_no_delete BEFORE DELETE ON returned_payments BEGIN SELECT RAISE(ABORT, 'append-only: returned_payments'); END;
CREATE TRIGGER returned_payments_no_update BEFORE UPDATE ON returned_payments
WHEN OLD.undone_by_act_id IS NOT NULL OR NEW.undone_by_act_id IS NULL OR NEW.payment_id <> OLD.payment_id
  OR NEW.customer_id <> OLD.customer_id OR NEW.returned_on <> OLD.returned_on OR NEW.reason_code <> OLD.reason_code
  OR NEW.refund_id <> OLD.refund_id OR NEW.act_id <> OLD.act_id
BEGIN SELECT RAISE(ABORT, 'append-only: returned_payments'); END;
CREATE TRIGGER returned_payment_parts_no_update BEFORE UPDATE ON returned_payment_parts BEGIN SELECT RAISE(ABORT, 'append-only: returned_payment_parts'); END;
CREATE TRIGGER returned_payment_parts_no_delete BEFORE DELETE ON returned_payment_parts BEGIN SELECT RAISE(ABORT, 'append-only: returned_payment_parts'); END;
CREATE TRIGGER returned_payment_entries_no_update BEFORE UPDATE ON returned_payment_entries BEGIN SELECT RAISE(ABORT, 'append-only: returned_payment_entries'); END;
CREATE TRIGGER returned_payment_entries_no_delete BEFORE DELETE ON returned_payment_entries BEGIN SELECT RAISE(ABORT, 'append-only: returned_payment_entries'); END;
