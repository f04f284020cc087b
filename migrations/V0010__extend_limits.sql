-- Limits, the rest (spec 11 §4, §5): lines that somebody rejects alone, and journals that take another one back.

-- The journal that this one takes back.
ALTER TABLE limit_journals ADD COLUMN reverses_id INTEGER REFERENCES limit_journals (id);
-- `proposed`: begun by an act that proposed a limit, which adds further ones while it is a draft.
ALTER TABLE limit_journals ADD COLUMN origin TEXT NOT NULL DEFAULT 'person' CHECK (origin IN ('person', 'proposed'));
CREATE INDEX limit_journals_by_reversed ON limit_journals (reverses_id) WHERE reverses_id IS NOT NULL;

-- What was said when this line alone was rejected; it is not posted then.
ALTER TABLE limit_lines ADD COLUMN rejected_comment TEXT CHECK (rejected_comment <> '');
-- The posted line that this one takes back. Only such a line makes a limit *not set* again, or leaves it without expiry.
ALTER TABLE limit_lines ADD COLUMN reverses_id INTEGER REFERENCES limit_lines (id);
ALTER TABLE limit_lines ADD COLUMN to_not_set INTEGER NOT NULL DEFAULT 0 CHECK (to_not_set IN (0, 1));
ALTER TABLE limit_lines ADD COLUMN to_no_expiry INTEGER NOT NULL DEFAULT 0 CHECK (to_no_expiry IN (0, 1));
-- Proposed by the book itself: whoever did the act has not prepared the line.
ALTER TABLE limit_lines ADD COLUMN proposed INTEGER NOT NULL DEFAULT 0 CHECK (proposed IN (0, 1));
CREATE INDEX limit_lines_by_reversed ON limit_lines (reverses_id) WHERE reverses_id IS NOT NULL;

-- A decision about one line. The line may be deleted after a recall, while the decision stays and names whose it was.
ALTER TABLE limit_decisions ADD COLUMN line_id INTEGER;
ALTER TABLE limit_decisions ADD COLUMN about TEXT NOT NULL DEFAULT '';

-- A temporary limit that was taken back holds only before this day.
CREATE TABLE limit_withdrawals (
  history_id INTEGER PRIMARY KEY REFERENCES limit_history (id),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  line_id INTEGER NOT NULL REFERENCES limit_lines (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

INSERT INTO credit_reasons (kind, code) VALUES ('limit', 'FIRST'), ('limit', 'APPLICATION') ON CONFLICT DO NOTHING;

-- What the credit team has to do. One for each kind, customer and subject, whatever became of it: the subject holds the day
-- of the fact.
CREATE TABLE credit_tasks (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('policy_expires', 'limit_expires', 'review_due', 'limit_not_set', 'over_limit',
    'overdue_notification', 'claim', 'turnover_declaration')),
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
CREATE UNIQUE INDEX credit_tasks_by_subject ON credit_tasks (kind, COALESCE(customer_id, 0), subject);
CREATE INDEX credit_tasks_by_customer ON credit_tasks (customer_id, kind, state) WHERE customer_id IS NOT NULL;

-- What an insurer asks for (spec 30 §18); a duty without days is none.
ALTER TABLE credit_policies ADD COLUMN notify_days INTEGER CHECK (notify_days BETWEEN 0 AND 3650);
ALTER TABLE credit_policies ADD COLUMN extension_days INTEGER CHECK (extension_days BETWEEN 0 AND 3650);
ALTER TABLE credit_policies ADD COLUMN claim_days INTEGER CHECK (claim_days BETWEEN 0 AND 3650);
ALTER TABLE credit_policies ADD COLUMN declaration TEXT CHECK (declaration IN ('monthly', 'quarterly', 'yearly'));
ALTER TABLE credit_policies ADD COLUMN declaration_days INTEGER CHECK (declaration_days BETWEEN 0 AND 3650);
ALTER TABLE credit_policies ADD COLUMN contact TEXT NOT NULL DEFAULT '';

-- An item that was notified, or whose claim was filed. It stays when the policy goes; reopening its task takes it away.
CREATE TABLE cover_notices (
  policy_id INTEGER NOT NULL,
  duty TEXT NOT NULL CHECK (duty IN ('overdue_notification', 'claim')),
  transaction_id INTEGER NOT NULL,
  -- Of the row, as an invoice in instalments has several.
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  done_on TEXT NOT NULL CHECK (length(done_on) = 10),
  task_id INTEGER NOT NULL REFERENCES credit_tasks (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (policy_id, duty, transaction_id, due_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX cover_notices_by_task ON cover_notices (task_id);

CREATE TABLE turnover_declarations (
  id INTEGER PRIMARY KEY,
  party TEXT NOT NULL,
  policy_no TEXT NOT NULL,
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  to_on TEXT NOT NULL CHECK (to_on >= from_on),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  total_minor INTEGER NOT NULL,
  -- JSON: [{"country", "account", "name", "minor"}], as declared.
  lines TEXT NOT NULL CHECK (json_valid(lines)),
  declared_on TEXT NOT NULL CHECK (length(declared_on) = 10),
  user_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

-- A possible customer (spec 10 §8): no account, no exposure, in no list of customers.
CREATE TABLE prospects (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  government_id TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  country TEXT CHECK (length(country) = 2),
  contact TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  salesperson TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  -- The customer that it became, or was found to be.
  customer_id INTEGER REFERENCES customers (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX prospects_by_customer ON prospects (customer_id) WHERE customer_id IS NOT NULL;

-- Amounts are minor units of `currency`.
CREATE TABLE credit_applications (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  prospect_id INTEGER NOT NULL REFERENCES prospects (id),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')),
  preparer_id INTEGER NOT NULL REFERENCES users (id),
  requested_on TEXT NOT NULL CHECK (length(requested_on) = 10),
  requested_terms TEXT REFERENCES terms (id),
  requested_minor INTEGER NOT NULL CHECK (requested_minor >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  monthly_sales_minor INTEGER CHECK (monthly_sales_minor >= 0),
  -- JSON: [{"name", "value"}].
  scores TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(scores)),
  proposed_minor INTEGER CHECK (proposed_minor >= 0),
  assessment TEXT NOT NULL DEFAULT '',
  -- What was granted, by whoever has signed last; it counts once the state is approved.
  granted_terms TEXT REFERENCES terms (id),
  granted_minor INTEGER CHECK (granted_minor >= 0),
  reason TEXT NOT NULL DEFAULT '',
  valid_until TEXT CHECK (length(valid_until) = 10),
  decided_on TEXT CHECK (length(decided_on) = 10),
  approver_id INTEGER REFERENCES users (id),
  journal_id INTEGER REFERENCES limit_journals (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((state IN ('approved', 'rejected')) = (decided_on IS NOT NULL))
) STRICT;

CREATE TABLE application_documents (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL REFERENCES credit_applications (id),
  document_id INTEGER NOT NULL REFERENCES documents (id),
  kind TEXT NOT NULL CHECK (kind IN ('register', 'bureau', 'accounts', 'guarantee', 'other')),
  dated_on TEXT NOT NULL CHECK (length(dated_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (application_id, document_id)
) STRICT;

CREATE TABLE application_decisions (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL REFERENCES credit_applications (id),
  decision TEXT NOT NULL CHECK (decision IN ('approved', 'rejected')),
  user_id INTEGER NOT NULL REFERENCES users (id),
  -- JSON of the signature; it counts for the limit and the terms that were granted with it.
  signature TEXT CHECK (json_valid(signature)),
  granted_minor INTEGER NOT NULL,
  granted_terms TEXT,
  reason TEXT NOT NULL DEFAULT '',
  decided_on TEXT NOT NULL CHECK (length(decided_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX application_decisions_by_application ON application_decisions (application_id, id);

CREATE TRIGGER application_decisions_no_update BEFORE UPDATE ON application_decisions BEGIN SELECT RAISE(ABORT, 'append-only: application_decisions'); END;
CREATE TRIGGER application_decisions_no_delete BEFORE DELETE ON application_decisions BEGIN SELECT RAISE(ABORT, 'append-only: application_decisions'); END;
CREATE TRIGGER turnover_declarations_no_update BEFORE UPDATE ON turnover_declarations BEGIN SELECT RAISE(ABORT, 'append-only: turnover_declarations'); END;
CREATE TRIGGER turnover_declarations_no_delete BEFORE DELETE ON turnover_declarations BEGIN SELECT RAISE(ABORT, 'append-only: turnover_declarations'); END;
CREATE TRIGGER limit_withdrawals_no_update BEFORE UPDATE ON limit_withdrawals BEGIN SELECT RAISE(ABORT, 'append-only: limit_withdrawals'); END;
CREATE TRIGGER limit_withdrawals_no_delete BEFORE DELETE ON limit_withdrawals BEGIN SELECT RAISE(ABORT, 'append-only: limit_withdrawals'); END;
CREATE TRIGGER limit_lines_posted_further BEFORE UPDATE ON limit_lines
WHEN (SELECT state FROM limit_journals WHERE id = OLD.journal_id) = 'posted'
  AND (NEW.rejected_comment IS NOT OLD.rejected_comment OR NEW.reverses_id IS NOT OLD.reverses_id
    OR NEW.to_not_set <> OLD.to_not_set OR NEW.to_no_expiry <> OLD.to_no_expiry)
BEGIN SELECT RAISE(ABORT, 'append-only: limit_lines'); END;
