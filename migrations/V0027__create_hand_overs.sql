-- Items handed over to an agency or a lawyer (spec 22 §9).

CREATE TABLE agencies (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (trim(code) <> ''),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  street TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  -- Hundredths of a percent of what is recovered.
  commission_bp INTEGER NOT NULL DEFAULT 0 CHECK (commission_bp BETWEEN 0 AND 10000),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE hand_overs (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  agency_id INTEGER NOT NULL REFERENCES agencies (id),
  status TEXT NOT NULL CHECK (status IN ('prepared', 'sent', 'recalled', 'closed')),
  -- As agreed when it was prepared.
  commission_bp INTEGER NOT NULL CHECK (commission_bp BETWEEN 0 AND 10000),
  note TEXT NOT NULL DEFAULT '',
  prepared_on TEXT NOT NULL CHECK (length(prepared_on) = 10),
  -- The last day on which a payment counts as recovered; missing while it runs.
  ended_on TEXT CHECK (length(ended_on) = 10),
  -- Whether the customer was marked as being with an agency before.
  agency_before INTEGER NOT NULL CHECK (agency_before IN (0, 1)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((ended_on IS NULL) = (status IN ('prepared', 'sent')))
) STRICT;
CREATE INDEX hand_overs_by_customer ON hand_overs (customer_id, id);

CREATE TABLE hand_over_items (
  id INTEGER PRIMARY KEY,
  hand_over_id INTEGER NOT NULL REFERENCES hand_overs (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  -- What was open when it was handed over.
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  -- The code Collection that the item has by it.
  code_id INTEGER NOT NULL UNIQUE REFERENCES letter_codes (id),
  -- From this day its code is what it was before; missing unless the hand-over was recalled.
  recalled_on TEXT CHECK (length(recalled_on) = 10),
  UNIQUE (hand_over_id, transaction_id)
) STRICT;
CREATE INDEX hand_over_items_by_transaction ON hand_over_items (transaction_id);

-- Only grows.
CREATE TABLE hand_over_history (
  id INTEGER PRIMARY KEY,
  hand_over_id INTEGER NOT NULL REFERENCES hand_overs (id),
  status_before TEXT,
  status TEXT NOT NULL CHECK (status IN ('prepared', 'sent', 'recalled', 'closed')),
  -- Taken back steps say so.
  kind TEXT NOT NULL CHECK (kind IN ('step', 'back')),
  on_day TEXT NOT NULL CHECK (length(on_day) = 10),
  note TEXT NOT NULL DEFAULT '',
  user_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX hand_over_history_by_hand_over ON hand_over_history (hand_over_id);
CREATE TRIGGER hand_over_history_no_update BEFORE UPDATE ON hand_over_history
BEGIN SELECT RAISE(ABORT, 'append-only: hand_over_history'); END;
CREATE TRIGGER hand_over_history_no_delete BEFORE DELETE ON hand_over_history
BEGIN SELECT RAISE(ABORT, 'append-only: hand_over_history'); END;

-- Sequences whose last letter proposes a hand-over.
CREATE TABLE hand_over_sequences (
  sequence_id TEXT PRIMARY KEY REFERENCES letter_sequences (id)
) STRICT, WITHOUT ROWID;
