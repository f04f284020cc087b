-- The spine: company, users, audit, customers, transactions, settlements, imports, aging.
-- Days are TEXT 'YYYY-MM-DD', instants TEXT in UTC, amounts INTEGER minor units. Facts carry the act (audit row) that
-- wrote them; the act keeps a hash of its facts, so that `duebook check` can tell whether they are still the same.

-- An act opens with its row here and is sealed at its end; both in the one transaction of the act.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id),
  acting_for_id INTEGER REFERENCES users (id),
  command TEXT NOT NULL
) STRICT;

-- The seal: what the act did, a hash over the facts it wrote, and the chain of SHA-256 (spec 30 §13).
CREATE TABLE audit_seals (
  act_id INTEGER PRIMARY KEY REFERENCES audit (id),
  object TEXT NOT NULL,
  object_key TEXT NOT NULL,
  -- JSON: {field: [old, new]} or the counts of the act.
  changes TEXT NOT NULL,
  reason TEXT,
  comment TEXT,
  approver_id INTEGER REFERENCES users (id),
  facts_count INTEGER NOT NULL CHECK (facts_count >= 0),
  facts_hash TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE companies (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  country TEXT NOT NULL CHECK (length(country) = 2),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  language TEXT NOT NULL,
  street TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  web TEXT NOT NULL DEFAULT '',
  vat_id TEXT NOT NULL DEFAULT '',
  register_text TEXT NOT NULL DEFAULT '',
  bank_holder TEXT NOT NULL DEFAULT '',
  bank_name TEXT NOT NULL DEFAULT '',
  iban TEXT NOT NULL DEFAULT '',
  bic TEXT NOT NULL DEFAULT '',
  page_size TEXT NOT NULL DEFAULT 'a4' CHECK (page_size IN ('a4', 'us_letter')),
  envelope_window TEXT NOT NULL DEFAULT 'din_5008_b' CHECK (envelope_window IN ('din_5008_b', 'us_10')),
  default_terms TEXT REFERENCES terms (id),
  worked_weekdays TEXT NOT NULL DEFAULT '1111100' CHECK (length(worked_weekdays) = 7)
) STRICT;

CREATE TABLE company_logos (
  company_id INTEGER PRIMARY KEY REFERENCES companies (id),
  media_type TEXT NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE closed_days (
  company_id INTEGER NOT NULL REFERENCES companies (id),
  day TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('public_holiday', 'own')),
  PRIMARY KEY (company_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE terms (
  id TEXT PRIMARY KEY,
  description TEXT NOT NULL,
  months INTEGER NOT NULL DEFAULT 0 CHECK (months BETWEEN 0 AND 60),
  days INTEGER NOT NULL DEFAULT 0 CHECK (days BETWEEN 0 AND 3650),
  counts_from TEXT NOT NULL DEFAULT 'document_day' CHECK (counts_from IN ('document_day', 'end_of_month'))
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  os_account TEXT UNIQUE,
  pin_hash TEXT,
  approval_ceiling_minor INTEGER CHECK (approval_ceiling_minor >= 0),
  waiver_ceiling_minor INTEGER CHECK (waiver_ceiling_minor >= 0),
  substitute_id INTEGER REFERENCES users (id),
  agent INTEGER NOT NULL DEFAULT 0 CHECK (agent IN (0, 1)),
  email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE user_roles (
  user_id INTEGER NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN
    ('credit_manager', 'credit_clerk', 'collections_manager', 'collections_agent', 'finance_approver', 'viewer')),
  PRIMARY KEY (user_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE parameters (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE number_sequences (
  id TEXT PRIMARY KEY,
  prefix TEXT NOT NULL DEFAULT '',
  digits INTEGER NOT NULL DEFAULT 6 CHECK (digits BETWEEN 1 AND 12),
  next_number INTEGER NOT NULL DEFAULT 1 CHECK (next_number > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange_rates (
  rate_type TEXT NOT NULL DEFAULT 'default',
  from_currency TEXT NOT NULL CHECK (length(from_currency) = 3),
  to_currency TEXT NOT NULL CHECK (length(to_currency) = 3 AND to_currency <> from_currency),
  valid_from TEXT NOT NULL,
  -- Decimal text: one unit of from_currency is this many of to_currency.
  rate TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (rate_type, from_currency, to_currency, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  uuid TEXT UNIQUE,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  account TEXT NOT NULL CHECK (account <> ''),
  external_key TEXT,
  name TEXT NOT NULL,
  currency TEXT CHECK (length(currency) = 3),
  language TEXT,
  customer_group TEXT,
  region TEXT,
  segment TEXT,
  salesperson TEXT,
  terms TEXT REFERENCES terms (id),
  credit_rating TEXT,
  -- NULL is "not set", which is not 0 (spec 11 §3).
  credit_limit_minor INTEGER CHECK (credit_limit_minor >= 0),
  agent_id INTEGER REFERENCES users (id),
  delivery_hold TEXT NOT NULL DEFAULT 'no' CHECK (delivery_hold IN ('no', 'invoice', 'all')),
  exclude_from_letters INTEGER NOT NULL DEFAULT 0 CHECK (exclude_from_letters IN (0, 1)),
  exclude_from_interest INTEGER NOT NULL DEFAULT 0 CHECK (exclude_from_interest IN (0, 1)),
  customer_since TEXT,
  notes TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (company_id, account)
) STRICT;
CREATE UNIQUE INDEX customers_by_external_key ON customers (company_id, external_key) WHERE external_key IS NOT NULL;

CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('postal', 'statement', 'delivery')),
  addition TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  country TEXT CHECK (length(country) = 2),
  UNIQUE (customer_id, purpose)
) STRICT;

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('primary', 'collections', 'invoice', 'other')),
  name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX contacts_by_customer ON contacts (customer_id);

CREATE TABLE transactions (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  kind TEXT NOT NULL CHECK (kind IN
    ('invoice', 'credit_note', 'payment', 'refund', 'interest_note', 'letter_fee', 'other')),
  document_no TEXT NOT NULL CHECK (document_no <> ''),
  external_key TEXT,
  transaction_on TEXT NOT NULL CHECK (length(transaction_on) = 10),
  document_on TEXT NOT NULL CHECK (length(document_on) = 10),
  -- By rule where the file had none (spec 00): due_given says which.
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  due_given INTEGER NOT NULL DEFAULT 1 CHECK (due_given IN (0, 1)),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (
    (kind IN ('invoice', 'refund', 'interest_note', 'letter_fee') AND amount_minor >= 0)
    OR (kind IN ('credit_note', 'payment') AND amount_minor <= 0) OR kind = 'other'),
  -- An undated flag of the file: information for the dispute rate, never a status (spec 21 §5).
  disputed_flag INTEGER NOT NULL DEFAULT 0 CHECK (disputed_flag IN (0, 1)),
  order_no TEXT,
  text TEXT,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
-- The natural key of an imported fact: importing twice changes nothing.
CREATE UNIQUE INDEX transactions_by_document ON transactions (document_no, kind, company_id);
CREATE UNIQUE INDEX transactions_by_external_key ON transactions (external_key, company_id) WHERE external_key IS NOT NULL;
-- The loader's one pass over all accounts, without touching the table.
CREATE INDEX transactions_by_customer ON transactions
  (customer_id, kind, transaction_on, document_on, due_on, currency, amount_minor, act_id);

-- The earlier values of a fact that a later import changed; act_id is the act that had written them.
CREATE TABLE transaction_history (
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
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

CREATE TABLE instalments (
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  number INTEGER NOT NULL CHECK (number > 0),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  amount_minor INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (transaction_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX instalments_by_customer ON instalments (customer_id, transaction_id, due_on, amount_minor);

CREATE TABLE settlements (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  debit_id INTEGER NOT NULL REFERENCES transactions (id),
  credit_id INTEGER NOT NULL REFERENCES transactions (id) CHECK (credit_id <> debit_id),
  accounting_on TEXT NOT NULL CHECK (length(accounting_on) = 10),
  -- The accounting day, but never before both documents exist (T-A10).
  effective_on TEXT NOT NULL CHECK (effective_on >= accounting_on),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0 OR reverses_id IS NOT NULL),
  -- Two equal settlements of one day are told apart by their number (T-B3).
  occurrence INTEGER NOT NULL DEFAULT 1 CHECK (occurrence > 0),
  external_key TEXT,
  reverses_id INTEGER UNIQUE REFERENCES settlements (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE UNIQUE INDEX settlements_by_pair ON settlements (debit_id, credit_id, accounting_on, amount_minor, occurrence);
CREATE UNIQUE INDEX settlements_by_external_key ON settlements (external_key) WHERE external_key IS NOT NULL;
CREATE INDEX settlements_by_customer ON settlements
  (customer_id, effective_on, debit_id, credit_id, amount_minor, act_id);

-- State, apart from facts: absent means not disputed.
CREATE TABLE transaction_states (
  transaction_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  collections_status TEXT NOT NULL DEFAULT 'not_disputed' CHECK (collections_status IN
    ('not_disputed', 'disputed', 'promised', 'promise_broken', 'resolved')),
  disputed_minor INTEGER NOT NULL DEFAULT 0 CHECK (disputed_minor >= 0),
  since TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX transaction_states_by_customer ON transaction_states (customer_id, transaction_id, disputed_minor);

-- What is open now: a stored copy that can be dropped and rebuilt; `duebook check` compares it with the facts.
CREATE TABLE open_items_snapshot (
  customer_id INTEGER NOT NULL,
  transaction_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  transaction_on TEXT NOT NULL,
  document_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  open_minor INTEGER NOT NULL CHECK (open_minor <> 0),
  PRIMARY KEY (customer_id, transaction_id)
) STRICT, WITHOUT ROWID;

-- Facts dated later than the day of a question make "open now" useless for it; these two days tell in one look.
CREATE TABLE latest_facts_snapshot (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  transaction_on TEXT,
  effective_on TEXT
) STRICT;
INSERT INTO latest_facts_snapshot (id) VALUES (1);

CREATE TABLE import_batches (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('customers', 'transactions', 'settlements')),
  options TEXT NOT NULL,
  facts_to TEXT,
  rows_read INTEGER NOT NULL,
  rows_new INTEGER NOT NULL,
  rows_changed INTEGER NOT NULL,
  rows_unchanged INTEGER NOT NULL,
  rows_rejected INTEGER NOT NULL
) STRICT;

CREATE TABLE import_rejections (
  batch_id INTEGER NOT NULL REFERENCES import_batches (id),
  number INTEGER NOT NULL,
  line INTEGER NOT NULL,
  column_number INTEGER,
  heading TEXT,
  code TEXT NOT NULL,
  -- JSON: the figures of the reason.
  args TEXT NOT NULL,
  value TEXT NOT NULL,
  -- JSON: the cells of the row.
  raw TEXT NOT NULL,
  PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_mappings (
  signature TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  options TEXT NOT NULL,
  used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE aging_definitions (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  description TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('forward', 'backward'))
) STRICT, WITHOUT ROWID;

CREATE TABLE aging_definition_lines (
  definition_id TEXT NOT NULL REFERENCES aging_definitions (id),
  position INTEGER NOT NULL,
  period_id TEXT NOT NULL,
  label TEXT NOT NULL,
  unit INTEGER NOT NULL,
  interval TEXT NOT NULL CHECK (interval IN ('day', 'week', 'month', 'quarter', 'year', 'unlimited')),
  length_days INTEGER NOT NULL CHECK (length_days > 0),
  indicator TEXT NOT NULL,
  PRIMARY KEY (definition_id, position),
  UNIQUE (definition_id, period_id)
) STRICT, WITHOUT ROWID;

-- A run of "Age customer balances". Rows of a customer are active in the newest run that covered that customer.
CREATE TABLE aging_runs (
  id INTEGER PRIMARY KEY,
  definition_id TEXT NOT NULL REFERENCES aging_definitions (id),
  as_of TEXT NOT NULL,
  known_on TEXT,
  age_by TEXT NOT NULL CHECK (age_by IN ('due', 'document', 'transaction')),
  credits_in TEXT NOT NULL CHECK (credits_in IN ('own_period', 'first_period')),
  covers TEXT NOT NULL CHECK (covers IN ('all', 'some')),
  -- The periods as laid out for that day, JSON, in the order of the columns.
  periods TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  ran_at TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX aging_runs_by_definition ON aging_runs (definition_id, id);

-- Header and detail of one customer in one currency: a column per period, so that zero periods are stored too.
CREATE TABLE aging_balances_snapshot (
  run_id INTEGER NOT NULL REFERENCES aging_runs (id),
  customer_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL,
  overdue_minor INTEGER NOT NULL,
  undisputed_overdue_minor INTEGER NOT NULL,
  unapplied_minor INTEGER NOT NULL,
  disputed_count INTEGER NOT NULL,
  disputed_minor INTEGER NOT NULL,
  open_count INTEGER NOT NULL,
  oldest_days_overdue INTEGER,
  oldest_period INTEGER,
  credit_limit_minor INTEGER,
  p0 INTEGER NOT NULL, p1 INTEGER NOT NULL, p2 INTEGER NOT NULL, p3 INTEGER NOT NULL, p4 INTEGER NOT NULL,
  p5 INTEGER NOT NULL, p6 INTEGER NOT NULL, p7 INTEGER NOT NULL, p8 INTEGER NOT NULL, p9 INTEGER NOT NULL,
  p10 INTEGER NOT NULL, p11 INTEGER NOT NULL, p12 INTEGER NOT NULL,
  PRIMARY KEY (run_id, customer_id, currency)
) STRICT, WITHOUT ROWID;

-- Documents lie apart, so that lists never read past them.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  media_type TEXT NOT NULL,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  pages INTEGER NOT NULL DEFAULT 1,
  bytes BLOB NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

-- Guards: what is written stays.
CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'append-only: audit_seals'); END;
CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'append-only: audit_seals'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;
CREATE TRIGGER settlements_no_update BEFORE UPDATE ON settlements BEGIN SELECT RAISE(ABORT, 'append-only: settlements'); END;
CREATE TRIGGER settlements_no_delete BEFORE DELETE ON settlements BEGIN SELECT RAISE(ABORT, 'append-only: settlements'); END;
CREATE TRIGGER instalments_no_update BEFORE UPDATE ON instalments BEGIN SELECT RAISE(ABORT, 'append-only: instalments'); END;
CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'append-only: documents'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'append-only: documents'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON transaction_history BEGIN SELECT RAISE(ABORT, 'append-only: transaction_history'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON transaction_history BEGIN SELECT RAISE(ABORT, 'append-only: transaction_history'); END;
CREATE TRIGGER transactions_no_delete BEFORE DELETE ON transactions BEGIN SELECT RAISE(ABORT, 'append-only: transactions'); END;
-- An imported fact changes only together with a record of its earlier values, and in a new act.
CREATE TRIGGER transactions_keep_history BEFORE UPDATE ON transactions
WHEN NEW.act_id = OLD.act_id OR NOT EXISTS
  (SELECT 1 FROM transaction_history h WHERE h.transaction_id = OLD.id AND h.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: transactions'); END;
