-- Credit statistics, risk scores, automatic limits and periodic tasks (spec 10 §5 and §7, spec 13).

-- What a customer owed, risked and was allowed at the ends of months and today, in minor units of the company's currency.
-- A stored copy: it follows from dated facts, and a run of *Calculate balance statistics* makes it anew. No reference leads
-- from it to the customer: it goes with one that an undone import takes away, and never keeps one.
CREATE TABLE balance_statistics (
  customer_id INTEGER NOT NULL,
  on_day TEXT NOT NULL CHECK (length(on_day) = 10),
  balance_minor INTEGER NOT NULL,
  exposure_minor INTEGER NOT NULL,
  -- Missing: not set, or unlimited.
  limit_minor INTEGER,
  cover_minor INTEGER NOT NULL CHECK (cover_minor >= 0),
  PRIMARY KEY (customer_id, on_day)
) STRICT, WITHOUT ROWID;

-- The last run; scores of a day need statistics of that day.
CREATE TABLE balance_statistics_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  calculated_on TEXT CHECK (length(calculated_on) = 10),
  rows INTEGER NOT NULL DEFAULT 0,
  customers INTEGER NOT NULL DEFAULT 0,
  -- Customers without a row, because an amount of theirs has no exchange rate.
  without_rate INTEGER NOT NULL DEFAULT 0,
  act_id INTEGER REFERENCES audit (id)
) STRICT;
INSERT INTO balance_statistics_state (id) VALUES (1);

-- Numbers of scores, weights and ranges are ten-thousandths.
CREATE TABLE scoring_groups (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 10),
  description TEXT NOT NULL DEFAULT '',
  group_type TEXT NOT NULL CHECK (group_type IN ('user_defined', 'average_payment_days', 'customer_since',
    'in_business_since', 'dso', 'average_balance', 'credit_management_group', 'account_status', 'country')),
  score_type TEXT NOT NULL CHECK (score_type IN ('range', 'list')),
  weight INTEGER NOT NULL DEFAULT 10000 CHECK (weight >= 0),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TABLE scoring_lines (
  group_id INTEGER NOT NULL REFERENCES scoring_groups (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  from_value INTEGER,
  list_value TEXT,
  score INTEGER NOT NULL,
  PRIMARY KEY (group_id, position),
  CHECK ((from_value IS NULL) <> (list_value IS NULL))
) STRICT, WITHOUT ROWID;

-- The one value of a customer in a user-defined group, from a day on: what was known then stays readable.
CREATE TABLE scoring_values (
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  group_id INTEGER NOT NULL REFERENCES scoring_groups (id),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  -- Missing: from that day on there is none.
  value TEXT CHECK (value <> ''),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (customer_id, group_id, from_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX scoring_values_by_group ON scoring_values (group_id);

CREATE TABLE risk_groups (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 10),
  description TEXT NOT NULL DEFAULT '',
  from_score INTEGER NOT NULL UNIQUE,
  indicator TEXT NOT NULL CHECK (indicator IN ('plain', 'good', 'warn', 'bad')),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

-- Scores and their history: a row holds from its first day on, until one with another total or risk group begins. Like
-- the statistics they keep no customer in the book.
CREATE TABLE risk_scores (
  customer_id INTEGER NOT NULL,
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  -- When it was last found to be so.
  scored_on TEXT NOT NULL CHECK (scored_on >= from_on),
  total INTEGER NOT NULL,
  -- Code of the risk group, which may be gone by now; missing below the first one.
  risk_group TEXT,
  -- JSON: [{group, group_type, value, score, weight, points, share_bp, warning}].
  contributions TEXT NOT NULL CHECK (json_valid(contributions)),
  warnings INTEGER NOT NULL CHECK (warnings >= 0),
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  PRIMARY KEY (customer_id, from_on)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX risk_scores_current ON risk_scores (customer_id) WHERE is_current = 1;

-- Which limit a risk group gets (spec 10 §7.3).
CREATE TABLE automatic_limits (
  id INTEGER PRIMARY KEY,
  risk_group_id INTEGER NOT NULL REFERENCES risk_groups (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  revenue_minor INTEGER NOT NULL CHECK (revenue_minor >= 0),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (risk_group_id, currency, revenue_minor)
) STRICT;

CREATE TABLE automatic_limit_lines (
  header_id INTEGER NOT NULL REFERENCES automatic_limits (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  scoring_group_id INTEGER NOT NULL REFERENCES scoring_groups (id),
  operator TEXT NOT NULL CHECK (operator IN ('equal', 'not_equal', 'less', 'at_most', 'greater', 'at_least')),
  value TEXT NOT NULL CHECK (value <> ''),
  limit_minor INTEGER NOT NULL CHECK (limit_minor >= 0),
  PRIMARY KEY (header_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX automatic_limit_lines_by_group ON automatic_limit_lines (scoring_group_id);

-- The log of periodic tasks. It is written beside the acts of a task, so that a task that failed or was killed leaves its
-- row; one that still says `running` after the book was opened anew was killed.
CREATE TABLE job_runs (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL CHECK (job <> ''),
  -- The civil day for which it ran.
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'killed')),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  user_id INTEGER NOT NULL REFERENCES users (id),
  -- What it did, JSON: {name: number}.
  counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts)),
  -- Why it failed, JSON: {code, args}.
  error TEXT CHECK (json_valid(error))
) STRICT;
CREATE INDEX job_runs_by_job ON job_runs (job, due_on, state);
