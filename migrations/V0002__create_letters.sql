-- Collection letters (spec 22): sequences with their texts, posting profiles, runs, drafts, and what was posted.
-- A draft may change until it is posted. What is posted (letters, their items, codes, cancellations, papers) only grows.

CREATE TABLE letter_sequences (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  description TEXT NOT NULL DEFAULT '',
  -- Terms of the fee; the customer's where missing.
  fee_terms TEXT REFERENCES terms (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE letter_lines (
  sequence_id TEXT NOT NULL REFERENCES letter_sequences (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  code TEXT NOT NULL CHECK (code IN ('letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection')),
  description TEXT NOT NULL DEFAULT '',
  fee_minor INTEGER NOT NULL CHECK (fee_minor >= 0),
  minimum_minor INTEGER NOT NULL CHECK (minimum_minor >= 0),
  grace_days INTEGER NOT NULL CHECK (grace_days BETWEEN 0 AND 3650),
  blocks TEXT NOT NULL CHECK (blocks IN ('nothing', 'deliveries')),
  fee_account TEXT NOT NULL DEFAULT '',
  tax_group TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (sequence_id, currency, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE letter_texts (
  sequence_id TEXT NOT NULL REFERENCES letter_sequences (id),
  code TEXT NOT NULL CHECK (code IN ('letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection')),
  language TEXT NOT NULL CHECK (language <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),
  opening TEXT NOT NULL,
  closing TEXT NOT NULL,
  PRIMARY KEY (sequence_id, code, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting_profiles (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  description TEXT NOT NULL DEFAULT '',
  letters TEXT NOT NULL DEFAULT 'on' CHECK (letters IN ('on', 'off'))
) STRICT, WITHOUT ROWID;

-- Looked up in the order table, group, all; key is an account number, a customer group, or ''.
CREATE TABLE posting_profile_lines (
  profile_id TEXT NOT NULL REFERENCES posting_profiles (id),
  applies_to TEXT NOT NULL CHECK (applies_to IN ('table', 'group', 'all')),
  key TEXT NOT NULL CHECK ((applies_to = 'all') = (key = '')),
  sequence_id TEXT REFERENCES letter_sequences (id),
  PRIMARY KEY (profile_id, applies_to, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE letter_runs (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  -- The clock of the run.
  letter_on TEXT NOT NULL CHECK (length(letter_on) = 10),
  -- The day at the desk on which it was created.
  created_on TEXT NOT NULL CHECK (length(created_on) = 10),
  created_at TEXT NOT NULL,
  -- What was asked, JSON.
  request TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TABLE letter_drafts (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  run_id INTEGER NOT NULL REFERENCES letter_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  sequence_id TEXT NOT NULL,
  code TEXT NOT NULL CHECK (code IN ('letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection')),
  status TEXT NOT NULL DEFAULT 'created' CHECK (status IN ('created', 'posted', 'cancelled', 'replaced', 'dropped')),
  blocks TEXT NOT NULL CHECK (blocks IN ('nothing', 'deliveries')),
  items_minor INTEGER NOT NULL CHECK (items_minor > 0),
  fee_minor INTEGER NOT NULL CHECK (fee_minor >= 0),
  total_minor INTEGER NOT NULL CHECK (total_minor = items_minor + fee_minor),
  previous_code TEXT,
  previous_on TEXT,
  note TEXT NOT NULL DEFAULT '',
  -- Lines typed in review, instead of the customer's address.
  address TEXT,
  -- Rules with measured value and threshold, JSON; of a dropped draft those that dropped it.
  checks TEXT NOT NULL,
  drop_reason TEXT CHECK ((drop_reason IS NOT NULL) = (status = 'dropped'))
) STRICT;
CREATE INDEX letter_drafts_by_run ON letter_drafts (run_id, customer_id, id);
CREATE INDEX letter_drafts_by_customer ON letter_drafts (customer_id, id);
CREATE INDEX letter_drafts_created ON letter_drafts (customer_id, run_id) WHERE status = 'created';

CREATE TABLE letter_draft_items (
  draft_id INTEGER NOT NULL REFERENCES letter_drafts (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  days_overdue INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  open_minor INTEGER NOT NULL,
  claimed_minor INTEGER NOT NULL CHECK (claimed_minor <> 0),
  code TEXT,
  previous_code TEXT,
  previous_on TEXT,
  -- Taken off in review.
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  PRIMARY KEY (draft_id, transaction_id, due_on)
) STRICT, WITHOUT ROWID;

-- Customers with overdue items that got no letter, and why.
CREATE TABLE letter_skips (
  run_id INTEGER NOT NULL REFERENCES letter_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  reason TEXT NOT NULL,
  overdue_minor INTEGER NOT NULL,
  checks TEXT NOT NULL,
  PRIMARY KEY (run_id, customer_id, currency)
) STRICT, WITHOUT ROWID;

-- A posted letter has the id of its draft.
CREATE TABLE letters (
  id INTEGER PRIMARY KEY REFERENCES letter_drafts (id),
  letter_no TEXT NOT NULL UNIQUE,
  run_id INTEGER NOT NULL REFERENCES letter_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  code TEXT NOT NULL CHECK (code IN ('letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection')),
  language TEXT NOT NULL,
  letter_on TEXT NOT NULL CHECK (length(letter_on) = 10),
  items_minor INTEGER NOT NULL CHECK (items_minor > 0),
  fee_minor INTEGER NOT NULL CHECK (fee_minor >= 0),
  total_minor INTEGER NOT NULL CHECK (total_minor = items_minor + fee_minor),
  fee_transaction_id INTEGER UNIQUE REFERENCES transactions (id),
  document_id INTEGER NOT NULL UNIQUE REFERENCES documents (id),
  -- The customer's hold before this letter blocked deliveries; missing where it did not.
  hold_before TEXT CHECK (hold_before IN ('no', 'invoice', 'all')),
  checks TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX letters_by_customer ON letters (customer_id, letter_on);

CREATE TABLE letter_items (
  id INTEGER PRIMARY KEY,
  letter_id INTEGER NOT NULL REFERENCES letters (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  document_no TEXT NOT NULL,
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  days_overdue INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  open_minor INTEGER NOT NULL,
  claimed_minor INTEGER NOT NULL CHECK (claimed_minor <> 0),
  code TEXT,
  previous_code TEXT,
  previous_on TEXT,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX letter_items_by_letter ON letter_items (letter_id);

-- Codes that transactions have got; without a letter: set by hand. Those of a cancelled letter don't count.
CREATE TABLE letter_codes (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  code TEXT NOT NULL CHECK (code IN ('letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection')),
  coded_on TEXT NOT NULL CHECK (length(coded_on) = 10),
  letter_id INTEGER REFERENCES letters (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX letter_codes_by_customer ON letter_codes (customer_id, transaction_id, coded_on, code, letter_id);

-- Where the code advances at printing, the first row of a letter is what advances it.
CREATE TABLE letter_prints (
  letter_id INTEGER NOT NULL REFERENCES letters (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  printed_at TEXT NOT NULL,
  PRIMARY KEY (letter_id, act_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE letter_cancellations (
  letter_id INTEGER PRIMARY KEY REFERENCES letters (id),
  cancelled_on TEXT NOT NULL CHECK (length(cancelled_on) = 10),
  reason TEXT NOT NULL CHECK (reason <> ''),
  credit_transaction_id INTEGER REFERENCES transactions (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

-- Who wrote, once per posting act, and what each letter says: a print file is made of these, whatever changes later.
CREATE TABLE letter_senders (
  act_id INTEGER PRIMARY KEY REFERENCES audit (id),
  sender TEXT NOT NULL,
  logo BLOB
) STRICT;

CREATE TABLE letter_papers (
  letter_id INTEGER PRIMARY KEY REFERENCES letters (id),
  paper TEXT NOT NULL
) STRICT;

CREATE TRIGGER letters_no_update BEFORE UPDATE ON letters BEGIN SELECT RAISE(ABORT, 'append-only: letters'); END;
CREATE TRIGGER letters_no_delete BEFORE DELETE ON letters BEGIN SELECT RAISE(ABORT, 'append-only: letters'); END;
CREATE TRIGGER letter_items_no_update BEFORE UPDATE ON letter_items BEGIN SELECT RAISE(ABORT, 'append-only: letter_items'); END;
CREATE TRIGGER letter_items_no_delete BEFORE DELETE ON letter_items BEGIN SELECT RAISE(ABORT, 'append-only: letter_items'); END;
CREATE TRIGGER letter_codes_no_update BEFORE UPDATE ON letter_codes BEGIN SELECT RAISE(ABORT, 'append-only: letter_codes'); END;
CREATE TRIGGER letter_codes_no_delete BEFORE DELETE ON letter_codes BEGIN SELECT RAISE(ABORT, 'append-only: letter_codes'); END;
CREATE TRIGGER letter_cancellations_no_update BEFORE UPDATE ON letter_cancellations BEGIN SELECT RAISE(ABORT, 'append-only: letter_cancellations'); END;
CREATE TRIGGER letter_cancellations_no_delete BEFORE DELETE ON letter_cancellations BEGIN SELECT RAISE(ABORT, 'append-only: letter_cancellations'); END;
CREATE TRIGGER letter_papers_no_update BEFORE UPDATE ON letter_papers BEGIN SELECT RAISE(ABORT, 'append-only: letter_papers'); END;
CREATE TRIGGER letter_papers_no_delete BEFORE DELETE ON letter_papers BEGIN SELECT RAISE(ABORT, 'append-only: letter_papers'); END;
-- A draft that left the desk stays as it was.
CREATE TRIGGER letter_drafts_keep_posted BEFORE UPDATE ON letter_drafts WHEN OLD.status <> 'created'
BEGIN SELECT RAISE(ABORT, 'append-only: letter_drafts'); END;
CREATE TRIGGER letter_drafts_no_delete BEFORE DELETE ON letter_drafts BEGIN SELECT RAISE(ABORT, 'append-only: letter_drafts'); END;
