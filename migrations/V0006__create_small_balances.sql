-- Small balances (spec 24 §2, T-M5): each run with its terms, and the log of what it closed, left open, and why.

CREATE TABLE small_balance_runs (
  id INTEGER PRIMARY KEY,
  settled_on TEXT NOT NULL CHECK (length(settled_on) = 10),
  -- JSON: [{"currency", "threshold_minor"}].
  thresholds TEXT NOT NULL CHECK (json_valid(thresholds)),
  whole_documents INTEGER NOT NULL CHECK (whole_documents IN (0, 1)),
  note TEXT NOT NULL DEFAULT '',
  -- What the run did, JSON: [{"outcome", "count"}], and of what it closed [{"currency", "count", "debits_minor",
  -- "credits_minor"}]; a list of runs reads no items.
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  totals TEXT NOT NULL CHECK (json_valid(totals)),
  act_id INTEGER NOT NULL UNIQUE REFERENCES audit (id)
) STRICT;

-- The log stays readable by itself: a document that only was a near miss may leave the book with its import.
CREATE TABLE small_balance_items (
  run_id INTEGER NOT NULL REFERENCES small_balance_runs (id),
  transaction_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  document_no TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL,
  -- Open when the run looked, signed; 0 where it was closed meanwhile.
  open_minor INTEGER NOT NULL,
  -- Open when the person looked; missing where it was not in what was shown.
  shown_minor INTEGER,
  outcome TEXT NOT NULL CHECK (outcome IN ('closed', 'skipped', 'changed', 'not_shown', 'no_threshold', 'above_threshold',
    'moved_later', 'uncleared', 'disputed', 'whole_document')),
  -- The posting that closed it; `settlement_postings` says whether it was taken back.
  posting_id INTEGER REFERENCES settlement_postings (id),
  PRIMARY KEY (run_id, transaction_id),
  CHECK ((outcome = 'closed') = (posting_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- A run is taken back by its act, posting by posting.
CREATE INDEX settlement_postings_by_act ON settlement_postings (act_id, undone_by_act_id);

CREATE TRIGGER small_balance_runs_no_update BEFORE UPDATE ON small_balance_runs BEGIN SELECT RAISE(ABORT, 'append-only: small_balance_runs'); END;
CREATE TRIGGER small_balance_runs_no_delete BEFORE DELETE ON small_balance_runs BEGIN SELECT RAISE(ABORT, 'append-only: small_balance_runs'); END;
CREATE TRIGGER small_balance_items_no_update BEFORE UPDATE ON small_balance_items BEGIN SELECT RAISE(ABORT, 'append-only: small_balance_items'); END;
CREATE TRIGGER small_balance_items_no_delete BEFORE DELETE ON small_balance_items BEGIN SELECT RAISE(ABORT, 'append-only: small_balance_items'); END;
