-- Credit, corrections: limits that a file brings, absences, proposals of a status as tasks, former account numbers.

-- A limit that came with an import has its row of the history, and the undo of the import takes it along.
INSERT INTO credit_reasons (kind, code) VALUES ('limit', 'IMPORT') ON CONFLICT DO NOTHING;
DROP TRIGGER limit_history_no_delete;
CREATE TRIGGER limit_history_no_delete BEFORE DELETE ON limit_history
WHEN OLD.line_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM import_batches b WHERE b.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: limit_history'); END;

-- From the first to the last day the substitute signs in the user's place; without a last day until further notice.
ALTER TABLE users ADD COLUMN absent_from TEXT CHECK (length(absent_from) = 10);
ALTER TABLE users ADD COLUMN absent_to TEXT CHECK (length(absent_to) = 10);

-- `status_proposal`: a customer rule proposes an account status, or proposes to lift one.
CREATE TABLE credit_tasks_new (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('policy_expires', 'limit_expires', 'review_due', 'limit_not_set', 'over_limit',
    'overdue_notification', 'claim', 'turnover_declaration', 'status_proposal')),
  -- Missing where it is about no single customer.
  customer_id INTEGER REFERENCES customers (id),
  subject TEXT NOT NULL CHECK (subject <> ''),
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  figures TEXT NOT NULL CHECK (json_valid(figures)),
  role TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  created_on TEXT NOT NULL CHECK (length(created_on) = 10),
  done_on TEXT CHECK (length(done_on) = 10),
  -- Missing in a done one: its cause was gone.
  done_by_id INTEGER REFERENCES users (id),
  comment TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((state = 'done') = (done_on IS NOT NULL))
) STRICT;
INSERT INTO credit_tasks_new SELECT id, kind, customer_id, subject, due_on, figures, role, state, created_on, done_on,
  done_by_id, comment, act_id FROM credit_tasks;
DROP TABLE credit_tasks;
ALTER TABLE credit_tasks_new RENAME TO credit_tasks;
CREATE UNIQUE INDEX credit_tasks_by_subject ON credit_tasks (kind, COALESCE(customer_id, 0), subject);
CREATE INDEX credit_tasks_by_customer ON credit_tasks (customer_id, kind, state) WHERE customer_id IS NOT NULL;

-- Numbers that a customer had before a rename: files that still use them find the customer. A number in use by another
-- customer is no former number.
CREATE TABLE former_accounts (
  company_id INTEGER NOT NULL REFERENCES companies (id),
  account TEXT NOT NULL CHECK (account <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  renamed_on TEXT NOT NULL CHECK (length(renamed_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (company_id, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_accounts_by_customer ON former_accounts (customer_id);

-- `expired`: the night ends a reservation whose last day is over.
CREATE TABLE reservations_new (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES order_credit (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  prepaid_minor INTEGER NOT NULL,
  checked_on TEXT NOT NULL CHECK (length(checked_on) = 10),
  last_on TEXT NOT NULL CHECK (length(last_on) = 10),
  ended_on TEXT CHECK (length(ended_on) = 10),
  ended_why TEXT CHECK (ended_why IN ('imported', 'cancelled', 'replaced', 'expired')),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((ended_on IS NULL) = (ended_why IS NULL))
) STRICT;
INSERT INTO reservations_new SELECT id, order_id, customer_id, currency, amount_minor, tax_minor, prepaid_minor, checked_on,
  last_on, ended_on, ended_why, act_id FROM reservations;
DROP TABLE reservations;
ALTER TABLE reservations_new RENAME TO reservations;
CREATE INDEX reservations_by_customer ON reservations (customer_id, last_on);
CREATE INDEX reservations_by_order ON reservations (order_id, id);
