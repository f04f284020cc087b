-- Interest (spec 23): codes with their versions, entered reference rates, runs, notes with their items, and what was waived,
-- reinstated or reversed of them.

CREATE TABLE interest_codes (
  id TEXT PRIMARY KEY CHECK (trim(id) <> ''),
  description TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- A version stays as it is once a note was made by it; a new one closes the one before it.
CREATE TABLE interest_versions (
  id INTEGER PRIMARY KEY,
  code_id TEXT NOT NULL REFERENCES interest_codes (id),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  to_on TEXT CHECK (length(to_on) = 10 AND to_on >= from_on),
  -- JSON: the rule of each side; missing where nothing is charged or paid.
  earnings TEXT CHECK (json_valid(earnings)),
  payments TEXT CHECK (json_valid(payments)),
  -- JSON: [{"currency", "amount_minor"}].
  fees TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(fees)),
  -- JSON: text of the note by language.
  texts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(texts)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (code_id, from_on)
) STRICT;

-- Reference rates that somebody entered, with their source; they go before the shipped ones.
CREATE TABLE reference_rates (
  reference TEXT NOT NULL CHECK (reference IN ('de_basiszins', 'ecb_mro', 'at_basiszins', 'uk_boe_reference')),
  year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
  half TEXT NOT NULL CHECK (half IN ('first', 'second')),
  -- Per cent per year, decimal text.
  percent TEXT NOT NULL,
  source TEXT NOT NULL CHECK (trim(source) <> ''),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (reference, year, half)
) STRICT, WITHOUT ROWID;

ALTER TABLE posting_profile_lines ADD COLUMN interest_code TEXT REFERENCES interest_codes (id);

-- A code that was chosen for one document goes before that of its profile.
CREATE TABLE interest_choices (
  transaction_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  code_id TEXT NOT NULL REFERENCES interest_codes (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX interest_choices_by_customer ON interest_choices (customer_id, transaction_id, code_id);

CREATE TABLE interest_runs (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  from_on TEXT CHECK (length(from_on) = 10),
  to_on TEXT NOT NULL CHECK (length(to_on) = 10),
  -- What was asked, JSON.
  request TEXT NOT NULL CHECK (json_valid(request)),
  created_on TEXT NOT NULL CHECK (length(created_on) = 10),
  created_at TEXT NOT NULL,
  -- JSON: {"notes", "customers", "cancelled", "skipped": {reason: count}}.
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX interest_runs_by_company ON interest_runs (company_id, id);

CREATE TABLE interest_notes (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  run_id INTEGER NOT NULL REFERENCES interest_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  side TEXT NOT NULL CHECK (side IN ('earnings', 'payments')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  code_id TEXT NOT NULL REFERENCES interest_codes (id),
  version_id INTEGER NOT NULL REFERENCES interest_versions (id),
  -- The last day that it charges.
  to_on TEXT NOT NULL CHECK (length(to_on) = 10),
  status TEXT NOT NULL DEFAULT 'created' CHECK (status IN ('created', 'printed', 'posted', 'cancelled')),
  -- Interest with lump sums and rounding; the fee apart. Minor units, positive on either side.
  interest_minor INTEGER NOT NULL CHECK (interest_minor >= 0),
  rounding_minor INTEGER NOT NULL DEFAULT 0,
  fee_minor INTEGER NOT NULL CHECK (fee_minor >= 0),
  items INTEGER NOT NULL CHECK (items > 0),
  created_on TEXT NOT NULL CHECK (length(created_on) = 10),
  -- Given with the paper.
  note_no TEXT UNIQUE,
  note_on TEXT CHECK (length(note_on) = 10),
  due_on TEXT CHECK (length(due_on) = 10),
  language TEXT,
  -- The structured reference by which it is paid; empty where its number makes none.
  reference TEXT NOT NULL DEFAULT '',
  document_id INTEGER REFERENCES documents (id),
  posted_on TEXT CHECK (length(posted_on) = 10),
  interest_transaction_id INTEGER REFERENCES transactions (id),
  fee_transaction_id INTEGER REFERENCES transactions (id),
  cancelled_on TEXT CHECK (length(cancelled_on) = 10),
  cancel_reason TEXT CHECK (cancel_reason IN ('person', 'recalculated', 'invoice_changed')),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  printed_act_id INTEGER REFERENCES audit (id),
  posted_act_id INTEGER REFERENCES audit (id),
  cancelled_act_id INTEGER REFERENCES audit (id),
  CHECK (interest_minor > 0 OR fee_minor > 0),
  CHECK ((status = 'posted') = (posted_on IS NOT NULL)),
  CHECK ((status = 'cancelled') = (cancelled_on IS NOT NULL))
) STRICT;
CREATE INDEX interest_notes_by_customer ON interest_notes (customer_id, id);
CREATE INDEX interest_notes_by_run ON interest_notes (run_id, id);
CREATE INDEX interest_notes_by_version ON interest_notes (version_id);
CREATE INDEX interest_notes_by_act ON interest_notes (act_id);
CREATE INDEX interest_notes_by_print ON interest_notes (printed_act_id) WHERE printed_act_id IS NOT NULL;
CREATE INDEX interest_notes_by_posting ON interest_notes (posted_act_id) WHERE posted_act_id IS NOT NULL;
CREATE INDEX interest_notes_by_status ON interest_notes (status, id);
CREATE INDEX interest_notes_by_interest ON interest_notes (interest_transaction_id) WHERE interest_transaction_id IS NOT NULL;
CREATE INDEX interest_notes_by_fee ON interest_notes (fee_transaction_id) WHERE fee_transaction_id IS NOT NULL;

CREATE TABLE interest_note_items (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES interest_notes (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  -- Not held here: an imported document may leave the book with its file, and its interest is reversed then.
  transaction_id INTEGER NOT NULL,
  -- Place among its instalments, from 0.
  number INTEGER NOT NULL CHECK (number >= 0),
  version_id INTEGER NOT NULL REFERENCES interest_versions (id),
  document_no TEXT NOT NULL,
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  amount_minor INTEGER NOT NULL,
  -- What it has cost from its due day, what of that was charged before, and what this note charges.
  cumulative_minor INTEGER NOT NULL CHECK (cumulative_minor >= 0),
  before_minor INTEGER NOT NULL CHECK (before_minor >= 0),
  interest_minor INTEGER NOT NULL CHECK (interest_minor >= 0),
  lump_sum_minor INTEGER NOT NULL CHECK (lump_sum_minor >= 0),
  -- The days that this note charges.
  charged_from TEXT NOT NULL CHECK (length(charged_from) = 10),
  charged_to TEXT NOT NULL CHECK (length(charged_to) = 10),
  -- JSON: the interest sheet.
  slices TEXT NOT NULL CHECK (json_valid(slices)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX interest_note_items_by_note ON interest_note_items (note_id, id);
CREATE INDEX interest_note_items_by_customer ON interest_note_items
  (customer_id, transaction_id, number, version_id, note_id, interest_minor, lump_sum_minor, charged_to);
CREATE INDEX interest_note_items_by_version ON interest_note_items (version_id, charged_to);
CREATE INDEX interest_note_items_by_transaction ON interest_note_items (transaction_id);

CREATE TABLE interest_skips (
  run_id INTEGER NOT NULL REFERENCES interest_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('excluded', 'no_code', 'disputed', 'stopped', 'not_yet', 'charged_before')),
  PRIMARY KEY (run_id, transaction_id, number)
) STRICT, WITHOUT ROWID;

-- What was forgiven, claimed again or taken off a note. Only grows.
CREATE TABLE interest_adjustments (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  note_id INTEGER NOT NULL REFERENCES interest_notes (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  kind TEXT NOT NULL CHECK (kind IN ('waived', 'reinstated', 'reversed')),
  object TEXT NOT NULL CHECK (object IN ('note', 'interest', 'fee')),
  -- The item where the object is the interest of one transaction.
  item_id INTEGER REFERENCES interest_note_items (id),
  adjusted_on TEXT NOT NULL CHECK (length(adjusted_on) = 10),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  -- Of it, what settled the charge.
  settled_minor INTEGER NOT NULL CHECK (settled_minor >= 0),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  comment TEXT NOT NULL DEFAULT '',
  by_id INTEGER NOT NULL REFERENCES users (id),
  at TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((object = 'interest') = (item_id IS NOT NULL)),
  CHECK (object <> 'fee' OR kind <> 'reversed')
) STRICT;
CREATE INDEX interest_adjustments_by_note ON interest_adjustments (note_id, id);
CREATE INDEX interest_adjustments_by_act ON interest_adjustments (act_id);
CREATE INDEX interest_adjustments_by_customer ON interest_adjustments (customer_id, id);
CREATE INDEX interest_adjustments_by_transaction ON interest_adjustments (transaction_id);

-- How an adjustment falls on the note's parts: the interest of an item by its id, 0 for the fee, -1 for rounding, and -1 less the
-- id of an item for its lump sum.
CREATE TABLE interest_adjustment_parts (
  adjustment_id INTEGER NOT NULL REFERENCES interest_adjustments (id),
  part INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (adjustment_id, part)
) STRICT, WITHOUT ROWID;

-- What was posted or cancelled stays but for its paper, which may be made later; what a note charges stays from the beginning.
CREATE TRIGGER interest_notes_stay BEFORE UPDATE OF run_id, customer_id, side, currency, code_id, version_id, to_on, status,
  interest_minor, rounding_minor, fee_minor, items, note_no, due_on, posted_on, interest_transaction_id, fee_transaction_id,
  cancelled_on, cancel_reason ON interest_notes WHEN OLD.status IN ('posted', 'cancelled')
BEGIN SELECT RAISE(ABORT, 'append-only: interest_notes'); END;
CREATE TRIGGER interest_notes_no_delete BEFORE DELETE ON interest_notes BEGIN SELECT RAISE(ABORT, 'append-only: interest_notes'); END;
CREATE TRIGGER interest_note_items_no_update BEFORE UPDATE ON interest_note_items BEGIN SELECT RAISE(ABORT, 'append-only: interest_note_items'); END;
CREATE TRIGGER interest_note_items_no_delete BEFORE DELETE ON interest_note_items BEGIN SELECT RAISE(ABORT, 'append-only: interest_note_items'); END;
CREATE TRIGGER interest_adjustments_no_update BEFORE UPDATE ON interest_adjustments BEGIN SELECT RAISE(ABORT, 'append-only: interest_adjustments'); END;
CREATE TRIGGER interest_adjustments_no_delete BEFORE DELETE ON interest_adjustments BEGIN SELECT RAISE(ABORT, 'append-only: interest_adjustments'); END;
CREATE TRIGGER interest_adjustment_parts_no_update BEFORE UPDATE ON interest_adjustment_parts BEGIN SELECT RAISE(ABORT, 'append-only: interest_adjustment_parts'); END;
CREATE TRIGGER interest_adjustment_parts_no_delete BEFORE DELETE ON interest_adjustment_parts BEGIN SELECT RAISE(ABORT, 'append-only: interest_adjustment_parts'); END;
