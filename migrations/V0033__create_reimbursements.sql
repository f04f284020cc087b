-- Credits that are paid back to customers (spec 24 §4).

-- How a customer is paid: the vendor account in accounts payable, and the bank details. All of it may be missing.
CREATE TABLE customer_payees (
  customer_id INTEGER PRIMARY KEY REFERENCES customers (id),
  vendor TEXT NOT NULL DEFAULT '',
  holder TEXT NOT NULL DEFAULT '',
  iban TEXT NOT NULL DEFAULT '',
  bic TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TABLE reimbursement_runs (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  run_on TEXT NOT NULL CHECK (length(run_on) = 10),
  -- Missing where all customers were asked for.
  account TEXT,
  summarize TEXT NOT NULL CHECK (summarize IN ('customer', 'dimensions')),
  with_debits TEXT NOT NULL CHECK (with_debits IN ('include', 'skip')),
  act_id INTEGER NOT NULL UNIQUE REFERENCES audit (id)
) STRICT;

-- What a run left out, and why.
CREATE TABLE reimbursement_skips (
  run_id INTEGER NOT NULL REFERENCES reimbursement_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  row INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  why TEXT NOT NULL CHECK (why IN ('open_debits', 'disputed', 'no_credit', 'below_minimum')),
  PRIMARY KEY (run_id, customer_id, currency, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE reimbursements (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL UNIQUE,
  run_id INTEGER NOT NULL REFERENCES reimbursement_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  -- JSON: [[name, value]]; empty where all are put together.
  dimensions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(dimensions)),
  -- As they were when it was proposed; the vendor may be one for this reimbursement only.
  vendor TEXT NOT NULL CHECK (vendor <> ''),
  one_time INTEGER NOT NULL CHECK (one_time IN (0, 1)),
  holder TEXT NOT NULL DEFAULT '',
  iban TEXT NOT NULL DEFAULT '',
  bic TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL CHECK (status IN ('proposed', 'approved', 'exported', 'paid', 'rejected', 'reversed')),
  proposed_on TEXT NOT NULL CHECK (length(proposed_on) = 10),
  proposer_id INTEGER NOT NULL REFERENCES users (id),
  -- The debit of the customer that settles the credits, where it stands; and that which gives it back later.
  refund_id INTEGER REFERENCES transactions (id),
  posting_id INTEGER REFERENCES settlement_postings (id),
  reversal_id INTEGER REFERENCES transactions (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((refund_id IS NULL) = (status IN ('proposed', 'rejected'))),
  CHECK ((reversal_id IS NOT NULL) = (status = 'reversed'))
) STRICT;
CREATE INDEX reimbursements_by_customer ON reimbursements (customer_id, id);
CREATE INDEX reimbursements_by_run ON reimbursements (run_id, id);
CREATE UNIQUE INDEX reimbursements_by_posting ON reimbursements (posting_id) WHERE posting_id IS NOT NULL;
CREATE INDEX reimbursements_by_act ON reimbursements (act_id);
CREATE INDEX reimbursements_waiting ON reimbursements (status, id) WHERE status IN ('proposed', 'approved', 'exported');

CREATE TABLE reimbursement_items (
  reimbursement_id INTEGER NOT NULL REFERENCES reimbursements (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (reimbursement_id, transaction_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reimbursement_items_by_transaction ON reimbursement_items (transaction_id);

-- Only grows.
CREATE TABLE reimbursement_history (
  id INTEGER PRIMARY KEY,
  reimbursement_id INTEGER NOT NULL REFERENCES reimbursements (id),
  status_before TEXT,
  status TEXT NOT NULL CHECK (status IN ('proposed', 'approved', 'exported', 'paid', 'rejected', 'reversed')),
  -- Taken back steps say so.
  kind TEXT NOT NULL CHECK (kind IN ('step', 'back')),
  on_day TEXT NOT NULL CHECK (length(on_day) = 10),
  note TEXT NOT NULL DEFAULT '',
  user_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX reimbursement_history_by_reimbursement ON reimbursement_history (reimbursement_id, id);
CREATE TRIGGER reimbursement_history_no_update BEFORE UPDATE ON reimbursement_history
BEGIN SELECT RAISE(ABORT, 'append-only: reimbursement_history'); END;
CREATE TRIGGER reimbursement_history_no_delete BEFORE DELETE ON reimbursement_history
BEGIN SELECT RAISE(ABORT, 'append-only: reimbursement_history'); END;
