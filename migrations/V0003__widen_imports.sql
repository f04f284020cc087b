-- Imports as small teams have them: more kinds of files, details of documents, undo of a batch, copies of invoices.
-- A fact that an undo takes back moves to a table of withdrawn facts: the hash of the act that wrote it still finds it.

-- The civil day at the desk on which the act was recorded: `at` is UTC and may lie on the day before or after.
-- Missing in acts of older books, for which the day of `at` stands in.
ALTER TABLE audit ADD COLUMN recorded_on TEXT CHECK (length(recorded_on) = 10);

-- A withdrawn fact has no row to refer to any more, so its history must not refer to one.
CREATE TABLE transaction_history_new (
  transaction_id INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  replaced_by_act_id INTEGER NOT NULL REFERENCES audit (id),
  customer_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  document_no TEXT NOT NULL,
  external_key TEXT,
  transaction_on TEXT NOT NULL,
  document_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  due_given INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  disputed_flag INTEGER NOT NULL,
  order_no TEXT,
  text TEXT,
  PRIMARY KEY (transaction_id, act_id)
) STRICT, WITHOUT ROWID;
INSERT INTO transaction_history_new SELECT * FROM transaction_history;
DROP TRIGGER transactions_keep_history;
DROP TABLE transaction_history;
ALTER TABLE transaction_history_new RENAME TO transaction_history;
CREATE TRIGGER history_no_update BEFORE UPDATE ON transaction_history BEGIN SELECT RAISE(ABORT, 'append-only: transaction_history'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON transaction_history BEGIN SELECT RAISE(ABORT, 'append-only: transaction_history'); END;
CREATE TRIGGER transactions_keep_history BEFORE UPDATE ON transactions
WHEN NEW.act_id = OLD.act_id OR NOT EXISTS
  (SELECT 1 FROM transaction_history h WHERE h.transaction_id = OLD.id AND h.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: transactions'); END;

CREATE TABLE withdrawn_transactions (
  transaction_id INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  withdrawn_by_act_id INTEGER NOT NULL REFERENCES audit (id),
  customer_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  document_no TEXT NOT NULL,
  external_key TEXT,
  transaction_on TEXT NOT NULL,
  document_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  due_given INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  disputed_flag INTEGER NOT NULL,
  order_no TEXT,
  text TEXT,
  PRIMARY KEY (transaction_id, act_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE withdrawn_instalments (
  transaction_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  withdrawn_by_act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (transaction_id, number, act_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE withdrawn_settlements (
  settlement_id INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  withdrawn_by_act_id INTEGER NOT NULL REFERENCES audit (id),
  customer_id INTEGER NOT NULL,
  debit_id INTEGER NOT NULL,
  credit_id INTEGER NOT NULL,
  accounting_on TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  occurrence INTEGER NOT NULL,
  external_key TEXT,
  reverses_id INTEGER,
  -- The document, where the settlement was inferred.
  inferred_document_id INTEGER,
  PRIMARY KEY (settlement_id, act_id)
) STRICT, WITHOUT ROWID;
-- What an act withdrew comes back when that act is undone.
CREATE INDEX withdrawn_transactions_by_withdrawal ON withdrawn_transactions (withdrawn_by_act_id, kind, document_no);
CREATE INDEX withdrawn_settlements_by_withdrawal ON withdrawn_settlements (withdrawn_by_act_id);

-- The same columns, the credit first: entries that stand in for a payment are credits as a rule, and taking one back
-- asks for its settlements.
DROP INDEX settlements_by_pair;
CREATE UNIQUE INDEX settlements_by_pair ON settlements (credit_id, debit_id, accounting_on, amount_minor, occurrence);

-- A posted fact goes only together with a copy of it among the withdrawn ones.
DROP TRIGGER transactions_no_delete;
CREATE TRIGGER transactions_no_delete BEFORE DELETE ON transactions
WHEN NOT EXISTS (SELECT 1 FROM withdrawn_transactions w WHERE w.transaction_id = OLD.id AND w.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: transactions'); END;
DROP TRIGGER settlements_no_delete;
CREATE TRIGGER settlements_no_delete BEFORE DELETE ON settlements
WHEN NOT EXISTS (SELECT 1 FROM withdrawn_settlements w WHERE w.settlement_id = OLD.id AND w.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: settlements'); END;
CREATE TRIGGER instalments_no_delete BEFORE DELETE ON instalments
WHEN NOT EXISTS (SELECT 1 FROM withdrawn_instalments w
  WHERE w.transaction_id = OLD.transaction_id AND w.number = OLD.number AND w.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: instalments'); END;
CREATE TRIGGER withdrawn_transactions_no_update BEFORE UPDATE ON withdrawn_transactions BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_transactions'); END;
CREATE TRIGGER withdrawn_transactions_no_delete BEFORE DELETE ON withdrawn_transactions BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_transactions'); END;
CREATE TRIGGER withdrawn_settlements_no_update BEFORE UPDATE ON withdrawn_settlements BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_settlements'); END;
CREATE TRIGGER withdrawn_settlements_no_delete BEFORE DELETE ON withdrawn_settlements BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_settlements'); END;
CREATE TRIGGER withdrawn_instalments_no_update BEFORE UPDATE ON withdrawn_instalments BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_instalments'); END;
CREATE TRIGGER withdrawn_instalments_no_delete BEFORE DELETE ON withdrawn_instalments BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_instalments'); END;

-- What a file says about a document beyond its amount. Columns are what rules ask for; the rest is one JSON text:
-- {"lines": [{number, item, text, quantity, price, amount_minor, tax_code}], "taxes": [{code, base_minor, tax_minor}],
--  "dimensions": [[name, value]], "salesperson", "region", "segment", "reminder_level", "information": [[heading, text]]}.
-- One row is one fact, hashed as written.
CREATE TABLE transaction_details (
  transaction_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  posting_profile TEXT,
  bank_account TEXT,
  payment_reference TEXT,
  -- With the sign of the document: what may be deducted when paid by discount_on.
  discount_minor INTEGER,
  discount_on TEXT CHECK (length(discount_on) = 10),
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX transaction_details_by_customer ON transaction_details
  (customer_id, transaction_id, discount_minor, discount_on, payment_reference);

-- Earlier details, whether replaced by a later import or withdrawn; act_id is the act that had written them.
CREATE TABLE transaction_detail_history (
  transaction_id INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  replaced_by_act_id INTEGER NOT NULL REFERENCES audit (id),
  customer_id INTEGER NOT NULL,
  posting_profile TEXT,
  bank_account TEXT,
  payment_reference TEXT,
  discount_minor INTEGER,
  discount_on TEXT,
  detail TEXT NOT NULL,
  PRIMARY KEY (transaction_id, act_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER details_keep_history_on_update BEFORE UPDATE ON transaction_details
WHEN NEW.act_id = OLD.act_id OR NOT EXISTS
  (SELECT 1 FROM transaction_detail_history h WHERE h.transaction_id = OLD.transaction_id AND h.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: transaction_details'); END;
CREATE TRIGGER details_keep_history_on_delete BEFORE DELETE ON transaction_details
WHEN NOT EXISTS
  (SELECT 1 FROM transaction_detail_history h WHERE h.transaction_id = OLD.transaction_id AND h.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: transaction_details'); END;
CREATE TRIGGER detail_history_no_update BEFORE UPDATE ON transaction_detail_history BEGIN SELECT RAISE(ABORT, 'append-only: transaction_detail_history'); END;
CREATE TRIGGER detail_history_no_delete BEFORE DELETE ON transaction_detail_history BEGIN SELECT RAISE(ABORT, 'append-only: transaction_detail_history'); END;

-- Settlements of unknown day: a document that a later open-items list no longer has. The real payment replaces them.
CREATE TABLE inferred_settlements (
  settlement_id INTEGER PRIMARY KEY REFERENCES settlements (id),
  -- The entry that stands in for the payment.
  counter_id INTEGER NOT NULL REFERENCES transactions (id),
  document_id INTEGER NOT NULL REFERENCES transactions (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX inferred_settlements_by_document ON inferred_settlements (document_id);
CREATE INDEX inferred_settlements_by_counter ON inferred_settlements (counter_id);

-- The act that created a customer; unknown for those of older books, which no undo takes away.
ALTER TABLE customers ADD COLUMN created_act_id INTEGER REFERENCES audit (id);

-- What an import found before it changed something that is no posted fact: what its undo brings back.
CREATE TABLE import_before (
  act_id INTEGER NOT NULL REFERENCES audit (id),
  -- The table: customers, addresses, contacts, terms, orders, deliveries, exchange_rates, revenues.
  object TEXT NOT NULL,
  -- JSON array of the values of its primary key.
  object_key TEXT NOT NULL,
  -- JSON of the row; missing where there was none.
  before TEXT CHECK (json_valid(before)),
  PRIMARY KEY (act_id, object, object_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  order_no TEXT NOT NULL CHECK (order_no <> ''),
  ordered_on TEXT NOT NULL CHECK (length(ordered_on) = 10),
  step TEXT NOT NULL CHECK (step IN
    ('quotation', 'entry', 'confirmation', 'picking', 'packing_slip', 'invoice', 'closed', 'cancelled')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL,
  -- Not delivered and not invoiced yet.
  open_minor INTEGER NOT NULL,
  prepaid_minor INTEGER NOT NULL DEFAULT 0 CHECK (prepaid_minor >= 0),
  -- JSON: [{number, item, text, quantity, price, amount_minor}].
  lines TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lines)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (company_id, order_no)
) STRICT;
CREATE INDEX orders_by_customer ON orders (customer_id, step, currency, open_minor);

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  delivery_no TEXT NOT NULL CHECK (delivery_no <> ''),
  order_no TEXT,
  delivered_on TEXT NOT NULL CHECK (length(delivered_on) = 10),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  -- Delivered and not invoiced.
  amount_minor INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (company_id, delivery_no)
) STRICT;
CREATE INDEX deliveries_by_customer ON deliveries (customer_id, currency, amount_minor);

CREATE TABLE revenues (
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  to_on TEXT NOT NULL CHECK (length(to_on) = 10 AND to_on >= from_on),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (customer_id, from_on, to_on, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_batches_new (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('customers', 'transactions', 'settlements', 'contacts', 'orders', 'deliveries',
    'exchange_rates', 'revenues', 'bank', 'e_invoices', 'copies')),
  -- The source by name: csv, xlsx, ods, datev_extf, xero_invoices, camt_053, ubl …
  source TEXT NOT NULL DEFAULT '',
  options TEXT NOT NULL,
  -- JSON: headings, delimiter and every option as the file was read, so that its rejected rows can be written as a file
  -- that reads the same way.
  reading TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(reading)),
  -- The day of the open amounts in the file.
  as_of TEXT CHECK (length(as_of) = 10),
  -- Whether the file was taken as the whole list of open items: what it lacks has been settled.
  whole_list INTEGER NOT NULL DEFAULT 0 CHECK (whole_list IN (0, 1)),
  facts_to TEXT,
  rows_read INTEGER NOT NULL,
  rows_new INTEGER NOT NULL,
  rows_changed INTEGER NOT NULL,
  rows_unchanged INTEGER NOT NULL,
  rows_rejected INTEGER NOT NULL,
  rows_skipped INTEGER NOT NULL DEFAULT 0,
  rows_disappeared INTEGER NOT NULL DEFAULT 0,
  undone_by_act_id INTEGER REFERENCES audit (id)
) STRICT;
INSERT INTO import_batches_new (id, uuid, act_id, file_name, file_hash, kind, options, facts_to, rows_read, rows_new,
  rows_changed, rows_unchanged, rows_rejected)
SELECT id, uuid, act_id, file_name, file_hash, kind, options, facts_to, rows_read, rows_new, rows_changed,
  rows_unchanged, rows_rejected FROM import_batches;
DROP TABLE import_batches;
ALTER TABLE import_batches_new RENAME TO import_batches;
CREATE INDEX import_batches_by_act ON import_batches (act_id);
CREATE INDEX import_batches_by_hash ON import_batches (file_hash);

-- Copies of invoices: the newest version is shown, earlier ones stay. The bytes lie in documents, once per hash.
CREATE TABLE invoice_copies (
  id INTEGER PRIMARY KEY,
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  version INTEGER NOT NULL CHECK (version > 0),
  document_id INTEGER NOT NULL REFERENCES documents (id),
  -- How it was found: the number in the file's name, in its text, or by hand.
  found_by TEXT NOT NULL CHECK (found_by IN ('name', 'text', 'hand')),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  -- The act that took it back; the version before it is shown again.
  withdrawn_by_act_id INTEGER REFERENCES audit (id),
  UNIQUE (transaction_id, version)
) STRICT;
CREATE TRIGGER invoice_copies_no_update BEFORE UPDATE ON invoice_copies
WHEN OLD.withdrawn_by_act_id IS NOT NULL OR NEW.transaction_id <> OLD.transaction_id OR NEW.version <> OLD.version
  OR NEW.document_id <> OLD.document_id OR NEW.found_by <> OLD.found_by OR NEW.act_id <> OLD.act_id
BEGIN SELECT RAISE(ABORT, 'append-only: invoice_copies'); END;
CREATE TRIGGER invoice_copies_no_delete BEFORE DELETE ON invoice_copies WHEN OLD.withdrawn_by_act_id IS NULL BEGIN SELECT RAISE(ABORT, 'append-only: invoice_copies'); END;
CREATE INDEX documents_by_hash ON documents (sha256);
