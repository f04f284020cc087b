-- Promises to pay, disputes and the history of the collections status (spec 21 §5 to §7).

-- Why a status changes and why something is disputed; the window has the words of the shipped ones.
CREATE TABLE collections_reasons (
  code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 1 AND 20),
  description TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
INSERT INTO collections_reasons (code) VALUES
  ('price'), ('quantity'), ('quality'), ('not_delivered'), ('not_ordered'), ('paid_already'), ('terms'), ('other');

CREATE TABLE promises (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  taken_on TEXT NOT NULL CHECK (length(taken_on) = 10),
  taken_by_id INTEGER NOT NULL REFERENCES users (id),
  contact TEXT NOT NULL DEFAULT '',
  method TEXT NOT NULL CHECK (method IN ('call', 'email', 'letter', 'visit', 'other')),
  note TEXT NOT NULL DEFAULT '',
  -- JSON: why a manager was asked, and who consented.
  consent_for TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(consent_for)),
  consent_by_id INTEGER REFERENCES users (id),
  consent_note TEXT NOT NULL DEFAULT '',
  undone_by_act_id INTEGER REFERENCES audit (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK (consent_for = '[]' OR consent_by_id IS NOT NULL)
) STRICT;
CREATE INDEX promises_by_customer ON promises (customer_id, id);

-- An amount of one transaction by a day; a plan in instalments has several. What was promised stays, what became of it
-- is written beside it.
CREATE TABLE promise_lines (
  id INTEGER PRIMARY KEY,
  promise_id INTEGER NOT NULL REFERENCES promises (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  taken_on TEXT NOT NULL CHECK (length(taken_on) = 10),
  promised_on TEXT NOT NULL CHECK (length(promised_on) = 10),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  -- Open of the transaction when the promise was taken: what settled it before is no payment for the promise.
  open_then_minor INTEGER NOT NULL CHECK (open_then_minor > 0),
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN
    ('open', 'awaiting_bank_data', 'kept', 'partly_kept', 'broken', 'cancelled')),
  kept_minor INTEGER NOT NULL DEFAULT 0 CHECK (kept_minor >= 0 AND kept_minor <= amount_minor),
  -- The day as of which it was judged last.
  judged_on TEXT CHECK (length(judged_on) = 10),
  -- From this day on it spares nothing.
  ended_on TEXT CHECK (length(ended_on) = 10),
  -- From this day on another promise stands in its place, or none: it is judged no more.
  replaced_on TEXT CHECK (length(replaced_on) = 10),
  replaced_by_act_id INTEGER REFERENCES audit (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((status IN ('open', 'awaiting_bank_data')) = (ended_on IS NULL)),
  CHECK ((replaced_on IS NULL) = (replaced_by_act_id IS NULL))
) STRICT;
CREATE INDEX promise_lines_by_customer ON promise_lines
  (customer_id, transaction_id, promised_on, taken_on, ended_on, replaced_on, amount_minor, open_then_minor, kept_minor);
CREATE INDEX promise_lines_by_transaction ON promise_lines (transaction_id, promise_id);
CREATE INDEX promise_lines_by_promise ON promise_lines (promise_id);
CREATE INDEX promise_lines_by_day ON promise_lines (promised_on, status);

CREATE TABLE disputes (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  reason_code TEXT NOT NULL REFERENCES collections_reasons (code),
  explanation TEXT NOT NULL DEFAULT '',
  investigator_id INTEGER REFERENCES users (id),
  opened_on TEXT NOT NULL CHECK (length(opened_on) = 10),
  opened_by_id INTEGER NOT NULL REFERENCES users (id),
  due_on TEXT CHECK (length(due_on) = 10),
  next_action TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved', 'credit_issued', 'customer_withdrew')),
  resolution_minor INTEGER CHECK (resolution_minor > 0),
  resolved_on TEXT CHECK (length(resolved_on) = 10),
  resolution_note TEXT NOT NULL DEFAULT '',
  credit_note_no TEXT NOT NULL DEFAULT '',
  case_id INTEGER REFERENCES cases (id),
  external_reference TEXT NOT NULL DEFAULT '',
  closed_by_act_id INTEGER REFERENCES audit (id),
  undone_by_act_id INTEGER REFERENCES audit (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((status = 'open') = (resolved_on IS NULL)),
  CHECK (status <> 'credit_issued' OR resolution_minor IS NOT NULL)
) STRICT;
CREATE INDEX disputes_by_transaction ON disputes (transaction_id, status);
CREATE INDEX disputes_by_customer ON disputes (customer_id, status);

CREATE TABLE dispute_lines (
  dispute_id INTEGER NOT NULL REFERENCES disputes (id),
  line_no INTEGER NOT NULL CHECK (line_no > 0),
  text TEXT NOT NULL DEFAULT '',
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (dispute_id, line_no)
) STRICT, WITHOUT ROWID;

-- When a dispute was open: a reopened one has several. What is disputed as of a day follows from here.
CREATE TABLE dispute_periods (
  id INTEGER PRIMARY KEY,
  dispute_id INTEGER NOT NULL REFERENCES disputes (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  until_on TEXT CHECK (length(until_on) = 10),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0)
) STRICT;
CREATE INDEX dispute_periods_by_customer ON dispute_periods
  (customer_id, transaction_id, from_on, until_on, amount_minor);
CREATE INDEX dispute_periods_by_dispute ON dispute_periods (dispute_id);

-- Every change of a status, by a person or by rule; what is written stays.
CREATE TABLE collections_history (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  amount_minor INTEGER NOT NULL,
  balance_minor INTEGER NOT NULL,
  old_status TEXT NOT NULL,
  new_status TEXT NOT NULL CHECK (new_status IN
    ('not_disputed', 'disputed', 'promised', 'promise_broken', 'resolved')),
  changed_on TEXT NOT NULL CHECK (length(changed_on) = 10),
  follow_up_on TEXT CHECK (length(follow_up_on) = 10),
  reason_code TEXT REFERENCES collections_reasons (code),
  note TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL CHECK (source IN ('person', 'promise', 'dispute', 'rule', 'undo')),
  promise_id INTEGER REFERENCES promises (id),
  dispute_id INTEGER REFERENCES disputes (id),
  user_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX collections_history_by_transaction ON collections_history (transaction_id, id);
CREATE INDEX collections_history_by_act ON collections_history (act_id);
CREATE TRIGGER collections_history_no_update BEFORE UPDATE ON collections_history
BEGIN SELECT RAISE(ABORT, 'append-only: collections_history'); END;
CREATE TRIGGER collections_history_no_delete BEFORE DELETE ON collections_history
BEGIN SELECT RAISE(ABORT, 'append-only: collections_history'); END;
CREATE TRIGGER promises_no_delete BEFORE DELETE ON promises BEGIN SELECT RAISE(ABORT, 'append-only: promises'); END;
CREATE TRIGGER promise_lines_no_delete BEFORE DELETE ON promise_lines
BEGIN SELECT RAISE(ABORT, 'append-only: promise_lines'); END;
CREATE TRIGGER promise_lines_stay BEFORE UPDATE OF promise_id, transaction_id, taken_on, promised_on, amount_minor ON promise_lines
BEGIN SELECT RAISE(ABORT, 'append-only: promise_lines'); END;
CREATE TRIGGER disputes_no_delete BEFORE DELETE ON disputes BEGIN SELECT RAISE(ABORT, 'append-only: disputes'); END;

-- Whether the amounts of running promises aged by their day.
ALTER TABLE aging_runs ADD COLUMN promises TEXT NOT NULL DEFAULT 'respected' CHECK (promises IN ('respected', 'ignored'));

-- What older books have in dispute becomes a dispute with a number of its own.
INSERT INTO disputes (number, customer_id, transaction_id, amount_minor, reason_code, opened_on, opened_by_id, act_id)
SELECT 'DSP-' || substr('000000' || row_number() OVER (ORDER BY x.transaction_id), -6), x.customer_id, x.transaction_id,
  x.disputed_minor, 'other', x.since, a.user_id, x.act_id
FROM transaction_states x JOIN audit a ON a.id = x.act_id WHERE x.disputed_minor > 0;
INSERT INTO number_sequences (id, prefix, digits, next_number)
SELECT 'disputes', 'DSP-', 6, COUNT(*) + 1 FROM disputes;
INSERT INTO dispute_periods (dispute_id, customer_id, transaction_id, from_on, amount_minor)
SELECT id, customer_id, transaction_id, opened_on, amount_minor FROM disputes;
