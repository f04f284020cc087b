-- Write-offs (spec 24 §2): what nobody will pay, proposed, approved, posted, and what came in on it later.

-- Words of a shipped reason are in the window.
CREATE TABLE write_off_reasons (
  code TEXT PRIMARY KEY CHECK (trim(code) <> ''),
  description TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
INSERT INTO write_off_reasons (code) VALUES ('INSOLVENCY'), ('UNECONOMIC'), ('DISPUTE'), ('GOODWILL');

CREATE TABLE write_offs (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  status TEXT NOT NULL CHECK (status IN ('draft', 'approved', 'rejected', 'posted', 'undone')),
  write_off_on TEXT NOT NULL CHECK (length(write_off_on) = 10),
  reason_code TEXT NOT NULL REFERENCES write_off_reasons (code),
  comment TEXT NOT NULL DEFAULT '',
  separate_tax TEXT NOT NULL CHECK (separate_tax IN ('no', 'yes')),
  -- All currencies in that of the company, by which approval goes; missing where there is no rate and nobody asks.
  size_minor INTEGER CHECK (size_minor >= 0),
  prepared_by_id INTEGER NOT NULL REFERENCES users (id),
  -- The act that posted it: its undo brings back what that ended.
  posted_act_id INTEGER REFERENCES audit (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((posted_act_id IS NOT NULL) = (status IN ('posted', 'undone')))
) STRICT;
CREATE INDEX write_offs_by_customer ON write_offs (customer_id, id);

CREATE TABLE write_off_items (
  id INTEGER PRIMARY KEY,
  write_off_id INTEGER NOT NULL REFERENCES write_offs (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  -- Open when it was proposed, signed minor units: only this is posted.
  open_minor INTEGER NOT NULL CHECK (open_minor <> 0),
  UNIQUE (write_off_id, transaction_id)
) STRICT;
CREATE INDEX write_off_items_by_transaction ON write_off_items (transaction_id);

-- The lines of the journal as they were proposed, with what the person changed.
CREATE TABLE write_off_lines (
  id INTEGER PRIMARY KEY,
  write_off_id INTEGER NOT NULL REFERENCES write_offs (id),
  kind TEXT NOT NULL CHECK (kind IN ('customer', 'write_off', 'sales_tax')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  profile TEXT NOT NULL DEFAULT '',
  -- JSON: [[name, value]].
  dimensions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(dimensions)),
  tax_code TEXT NOT NULL DEFAULT '',
  account TEXT NOT NULL CHECK (trim(account) <> ''),
  -- Debits positive, credits negative, minor units.
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0)
) STRICT;
CREATE INDEX write_off_lines_by_write_off ON write_off_lines (write_off_id, id);

-- Who did what with it; only grows.
CREATE TABLE write_off_history (
  id INTEGER PRIMARY KEY,
  write_off_id INTEGER NOT NULL REFERENCES write_offs (id),
  what TEXT NOT NULL CHECK (what IN ('proposed', 'approved', 'rejected', 'posted', 'undone', 'recovered', 'recovery_undone')),
  user_id INTEGER NOT NULL REFERENCES users (id),
  -- JSON of the engine's signature, of an approval.
  signature TEXT CHECK (json_valid(signature)),
  comment TEXT NOT NULL DEFAULT '',
  on_day TEXT NOT NULL CHECK (length(on_day) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX write_off_history_by_write_off ON write_off_history (write_off_id, id);

-- What posting wrote: the transactions of the customer, with the entry of the journal and the settlement posting.
CREATE TABLE write_off_postings (
  transaction_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  write_off_id INTEGER NOT NULL REFERENCES write_offs (id),
  posting_id INTEGER NOT NULL REFERENCES settlement_postings (id),
  entry_id INTEGER NOT NULL REFERENCES journal_entries (id)
) STRICT;
CREATE INDEX write_off_postings_by_write_off ON write_off_postings (write_off_id);
CREATE INDEX write_off_postings_by_posting ON write_off_postings (posting_id);

-- Disputes and cases that posting closed, which its undo opens again. Promises name the act themselves.
CREATE TABLE write_off_closed (
  write_off_id INTEGER NOT NULL REFERENCES write_offs (id),
  what TEXT NOT NULL CHECK (what IN ('dispute', 'case')),
  record_id INTEGER NOT NULL,
  PRIMARY KEY (write_off_id, what, record_id)
) STRICT, WITHOUT ROWID;

-- What came in later on something that was written off.
CREATE TABLE write_off_recoveries (
  id INTEGER PRIMARY KEY,
  write_off_id INTEGER NOT NULL REFERENCES write_offs (id),
  -- The credit of the customer, and the entry that takes it.
  credit_id INTEGER NOT NULL REFERENCES transactions (id),
  transaction_id INTEGER NOT NULL UNIQUE REFERENCES transactions (id),
  posting_id INTEGER NOT NULL REFERENCES settlement_postings (id),
  entry_id INTEGER NOT NULL REFERENCES journal_entries (id),
  recovered_on TEXT NOT NULL CHECK (length(recovered_on) = 10),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  undone_by_act_id INTEGER REFERENCES audit (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX write_off_recoveries_by_write_off ON write_off_recoveries (write_off_id, id);
CREATE INDEX write_off_recoveries_by_posting ON write_off_recoveries (posting_id);

CREATE TRIGGER write_off_items_no_update BEFORE UPDATE ON write_off_items BEGIN SELECT RAISE(ABORT, 'append-only: write_off_items'); END;
CREATE TRIGGER write_off_items_no_delete BEFORE DELETE ON write_off_items BEGIN SELECT RAISE(ABORT, 'append-only: write_off_items'); END;
CREATE TRIGGER write_off_lines_no_update BEFORE UPDATE ON write_off_lines BEGIN SELECT RAISE(ABORT, 'append-only: write_off_lines'); END;
CREATE TRIGGER write_off_lines_no_delete BEFORE DELETE ON write_off_lines BEGIN SELECT RAISE(ABORT, 'append-only: write_off_lines'); END;
CREATE TRIGGER write_off_history_no_update BEFORE UPDATE ON write_off_history BEGIN SELECT RAISE(ABORT, 'append-only: write_off_history'); END;
CREATE TRIGGER write_off_history_no_delete BEFORE DELETE ON write_off_history BEGIN SELECT RAISE(ABORT, 'append-only: write_off_history'); END;
CREATE TRIGGER write_off_postings_no_update BEFORE UPDATE ON write_off_postings BEGIN SELECT RAISE(ABORT, 'append-only: write_off_postings'); END;
CREATE TRIGGER write_off_postings_no_delete BEFORE DELETE ON write_off_postings BEGIN SELECT RAISE(ABORT, 'append-only: write_off_postings'); END;
