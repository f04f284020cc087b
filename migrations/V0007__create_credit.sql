-- Credit (spec 10 §1 to §6, spec 11): attributes of a customer, reasons, statuses, limits with their history, adjustment
-- journals, insurance and guarantees, customer credit groups. Exposure is derived and stands in no table (T-C11).

-- `limit` is the reason of an adjustment.
CREATE TABLE credit_reasons (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('hold', 'release', 'status', 'limit')),
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 20),
  -- Empty for a shipped one: the window has its words.
  description TEXT NOT NULL DEFAULT '',
  act_id INTEGER REFERENCES audit (id),
  UNIQUE (kind, code)
) STRICT;
INSERT INTO credit_reasons (kind, code) VALUES ('status', 'REVIEW'), ('limit', 'REVIEW');

-- Credit management groups: scope of rules; they share no limit (spec 10 §3).
CREATE TABLE credit_groups (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 10),
  description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 60),
  act_id INTEGER REFERENCES audit (id)
) STRICT;

CREATE TABLE account_statuses (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 10),
  -- Empty for a shipped one: the window has its words.
  description TEXT NOT NULL DEFAULT '',
  hold TEXT NOT NULL CHECK (hold IN ('none', 'invoice', 'all')),
  -- A closed customer gets no new limit.
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  act_id INTEGER REFERENCES audit (id)
) STRICT;
INSERT INTO account_statuses (code, hold, closed) VALUES
  ('NORMAL', 'none', 0), ('WATCH', 'none', 0), ('CASH', 'invoice', 0), ('STOPPED', 'all', 0), ('CLOSED', 'all', 1);

-- What is not in `customers`; a customer without a row has the defaults. The permanent limit stays in
-- `customers.credit_limit_minor`. A missing day or amount is "not set", never 0.
CREATE TABLE credit_attributes (
  customer_id INTEGER PRIMARY KEY REFERENCES customers (id),
  unlimited INTEGER NOT NULL DEFAULT 0 CHECK (unlimited IN (0, 1)),
  mandatory INTEGER NOT NULL DEFAULT 0 CHECK (mandatory IN (0, 1)),
  excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)),
  ignore_until TEXT CHECK (length(ignore_until) = 10),
  credit_group_id INTEGER REFERENCES credit_groups (id),
  limit_set_on TEXT CHECK (length(limit_set_on) = 10),
  limit_expires_on TEXT CHECK (length(limit_expires_on) = 10),
  eligible_minor INTEGER CHECK (eligible_minor >= 0),
  eligible_currency TEXT CHECK (length(eligible_currency) = 3),
  eligible_on TEXT CHECK (length(eligible_on) = 10),
  last_review_on TEXT CHECK (length(last_review_on) = 10),
  next_review_on TEXT CHECK (length(next_review_on) = 10),
  status_id INTEGER REFERENCES account_statuses (id),
  with_agency INTEGER NOT NULL DEFAULT 0 CHECK (with_agency IN (0, 1)),
  title_held INTEGER NOT NULL DEFAULT 0 CHECK (title_held IN (0, 1)),
  business_started_on TEXT CHECK (length(business_started_on) = 10),
  government_id TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((eligible_minor IS NULL) = (eligible_currency IS NULL))
) STRICT;
CREATE INDEX credit_attributes_by_group ON credit_attributes (credit_group_id) WHERE credit_group_id IS NOT NULL;
CREATE INDEX credit_attributes_by_status ON credit_attributes (status_id) WHERE status_id IS NOT NULL;

CREATE TABLE account_status_history (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  -- Missing where none was set before.
  old_status_id INTEGER REFERENCES account_statuses (id),
  new_status_id INTEGER NOT NULL REFERENCES account_statuses (id),
  reason_id INTEGER NOT NULL REFERENCES credit_reasons (id),
  comment TEXT NOT NULL DEFAULT '',
  changed_on TEXT NOT NULL CHECK (length(changed_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX account_status_history_by_customer ON account_status_history (customer_id, id);
CREATE INDEX account_status_history_by_reason ON account_status_history (reason_id);

-- Customer credit groups share a limit (spec 11 §5); a customer belongs to one at most.
CREATE TABLE customer_credit_groups (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 10),
  description TEXT NOT NULL DEFAULT '',
  limit_minor INTEGER NOT NULL CHECK (limit_minor >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  to_on TEXT NOT NULL CHECK (length(to_on) = 10),
  use_days_overdue INTEGER NOT NULL DEFAULT 0 CHECK (use_days_overdue IN (0, 1)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TABLE customer_credit_group_members (
  customer_id INTEGER PRIMARY KEY REFERENCES customers (id),
  group_id INTEGER NOT NULL REFERENCES customer_credit_groups (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX customer_credit_group_members_by_group ON customer_credit_group_members (group_id, customer_id);

-- An adjustment journal (spec 11 §4); one approval for the whole of it.
CREATE TABLE limit_journals (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('credit_limit', 'temporary')),
  description TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'posted')),
  preparer_id INTEGER NOT NULL REFERENCES users (id),
  created_on TEXT NOT NULL CHECK (length(created_on) = 10),
  posted_on TEXT CHECK (length(posted_on) = 10),
  posted_by_id INTEGER REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((state = 'posted') = (posted_on IS NOT NULL))
) STRICT;

-- Amounts are minor units of the company's currency, of a group's line of the group's.
CREATE TABLE limit_lines (
  id INTEGER PRIMARY KEY,
  journal_id INTEGER NOT NULL REFERENCES limit_journals (id),
  customer_id INTEGER REFERENCES customers (id),
  group_id INTEGER REFERENCES customer_credit_groups (id),
  new_minor INTEGER NOT NULL CHECK (new_minor >= 0),
  -- First day of a temporary limit; of a permanent one its later effective day.
  from_on TEXT CHECK (length(from_on) = 10),
  to_on TEXT NOT NULL CHECK (length(to_on) = 10),
  reason_id INTEGER NOT NULL REFERENCES credit_reasons (id),
  comment TEXT NOT NULL DEFAULT '',
  -- When it took effect; a posted line without it waits for its effective day.
  applied_on TEXT CHECK (length(applied_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((customer_id IS NULL) <> (group_id IS NULL)),
  CHECK (from_on IS NULL OR from_on <= to_on)
) STRICT;
CREATE INDEX limit_lines_by_journal ON limit_lines (journal_id, id);
CREATE INDEX limit_lines_by_customer ON limit_lines (customer_id, journal_id) WHERE customer_id IS NOT NULL;
CREATE INDEX limit_lines_by_group ON limit_lines (group_id, journal_id) WHERE group_id IS NOT NULL;
CREATE INDEX limit_lines_by_reason ON limit_lines (reason_id);

CREATE TABLE limit_decisions (
  id INTEGER PRIMARY KEY,
  journal_id INTEGER NOT NULL REFERENCES limit_journals (id),
  decision TEXT NOT NULL CHECK (decision IN ('submitted', 'recalled', 'approved', 'rejected')),
  user_id INTEGER NOT NULL REFERENCES users (id),
  -- JSON of the signature, where it is an approval; those before the last submission count no more.
  signature TEXT CHECK (json_valid(signature)),
  comment TEXT NOT NULL DEFAULT '',
  decided_on TEXT NOT NULL CHECK (length(decided_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX limit_decisions_by_journal ON limit_decisions (journal_id, id);

-- Every change of a limit: the audit row of spec 11 §4.2. Temporary limits are the rows of their kind.
CREATE TABLE limit_history (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('credit_limit', 'temporary')),
  customer_id INTEGER REFERENCES customers (id),
  group_id INTEGER REFERENCES customer_credit_groups (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  -- Missing: not set.
  old_minor INTEGER,
  new_minor INTEGER CHECK (new_minor >= 0),
  old_to_on TEXT CHECK (length(old_to_on) = 10),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  to_on TEXT CHECK (length(to_on) = 10),
  preparer_id INTEGER NOT NULL REFERENCES users (id),
  -- Missing: no approval was required.
  approver_id INTEGER REFERENCES users (id),
  reason_id INTEGER REFERENCES credit_reasons (id),
  comment TEXT NOT NULL DEFAULT '',
  -- Missing: changed by hand.
  line_id INTEGER UNIQUE REFERENCES limit_lines (id),
  set_on TEXT NOT NULL CHECK (length(set_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((customer_id IS NULL) <> (group_id IS NULL)),
  CHECK (kind = 'credit_limit' OR (new_minor IS NOT NULL AND to_on >= from_on))
) STRICT;
CREATE INDEX limit_history_by_customer ON limit_history (customer_id, id, kind) WHERE customer_id IS NOT NULL;
CREATE INDEX limit_history_by_group ON limit_history (group_id, id, kind) WHERE group_id IS NOT NULL;

CREATE TABLE cover_types (
  id INTEGER PRIMARY KEY,
  -- An insurer or guarantor class, or what an insurance covers.
  kind TEXT NOT NULL CHECK (kind IN ('insurance', 'guarantee', 'coverage')),
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 20),
  description TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (kind, code)
) STRICT;

CREATE TABLE credit_policies (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  identifier TEXT NOT NULL CHECK (identifier IN ('insurance', 'guarantee')),
  type_id INTEGER REFERENCES cover_types (id),
  party TEXT NOT NULL DEFAULT '',
  coverage_type_id INTEGER REFERENCES cover_types (id),
  policy_no TEXT NOT NULL DEFAULT '',
  effective_on TEXT NOT NULL CHECK (length(effective_on) = 10),
  expires_on TEXT CHECK (expires_on >= effective_on),
  value_minor INTEGER NOT NULL CHECK (value_minor >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  update_bp INTEGER NOT NULL CHECK (update_bp BETWEEN 0 AND 10000),
  included_in_exposure INTEGER NOT NULL DEFAULT 0 CHECK (included_in_exposure IN (0, 1)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((identifier = 'insurance') = (coverage_type_id IS NOT NULL))
) STRICT;
CREATE INDEX credit_policies_by_customer ON credit_policies (customer_id, id);

CREATE TRIGGER account_status_history_no_update BEFORE UPDATE ON account_status_history BEGIN SELECT RAISE(ABORT, 'append-only: account_status_history'); END;
CREATE TRIGGER account_status_history_no_delete BEFORE DELETE ON account_status_history BEGIN SELECT RAISE(ABORT, 'append-only: account_status_history'); END;
CREATE TRIGGER limit_history_no_update BEFORE UPDATE ON limit_history BEGIN SELECT RAISE(ABORT, 'append-only: limit_history'); END;
CREATE TRIGGER limit_history_no_delete BEFORE DELETE ON limit_history BEGIN SELECT RAISE(ABORT, 'append-only: limit_history'); END;
CREATE TRIGGER limit_decisions_no_update BEFORE UPDATE ON limit_decisions BEGIN SELECT RAISE(ABORT, 'append-only: limit_decisions'); END;
CREATE TRIGGER limit_decisions_no_delete BEFORE DELETE ON limit_decisions BEGIN SELECT RAISE(ABORT, 'append-only: limit_decisions'); END;
-- A posted line only notes once that it took effect.
CREATE TRIGGER limit_lines_posted BEFORE UPDATE ON limit_lines
WHEN (SELECT state FROM limit_journals WHERE id = OLD.journal_id) = 'posted' AND (OLD.applied_on IS NOT NULL
  OR NEW.applied_on IS NULL OR NEW.new_minor <> OLD.new_minor OR NEW.to_on <> OLD.to_on OR NEW.from_on IS NOT OLD.from_on
  OR NEW.customer_id IS NOT OLD.customer_id OR NEW.group_id IS NOT OLD.group_id OR NEW.reason_id <> OLD.reason_id)
BEGIN SELECT RAISE(ABORT, 'append-only: limit_lines'); END;
CREATE TRIGGER limit_lines_posted_no_delete BEFORE DELETE ON limit_lines
WHEN (SELECT state FROM limit_journals WHERE id = OLD.journal_id) = 'posted'
BEGIN SELECT RAISE(ABORT, 'append-only: limit_lines'); END;
CREATE TRIGGER limit_journals_posted BEFORE UPDATE ON limit_journals WHEN OLD.state = 'posted'
BEGIN SELECT RAISE(ABORT, 'append-only: limit_journals'); END;
CREATE TRIGGER limit_journals_posted_no_delete BEFORE DELETE ON limit_journals WHEN OLD.state = 'posted'
BEGIN SELECT RAISE(ABORT, 'append-only: limit_journals'); END;
