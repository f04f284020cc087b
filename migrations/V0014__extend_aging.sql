-- Aging, the rest: ledger periods, the whole header of a snapshot, and stored aging runs (spec 20).

-- The company's own periods of the ledger; calendar months where it keeps none.
CREATE TABLE ledger_periods (
  first_on TEXT PRIMARY KEY CHECK (length(first_on) = 10),
  last_on TEXT NOT NULL CHECK (length(last_on) = 10 AND last_on >= first_on),
  name TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- The list of intervals grows by one, which a CHECK allows only in a new table.
CREATE TABLE aging_definition_lines_new (
  definition_id TEXT NOT NULL REFERENCES aging_definitions (id),
  position INTEGER NOT NULL,
  period_id TEXT NOT NULL,
  label TEXT NOT NULL,
  unit INTEGER NOT NULL,
  interval TEXT NOT NULL CHECK
    (interval IN ('day', 'week', 'month', 'quarter', 'year', 'ledger_period', 'unlimited')),
  length_days INTEGER NOT NULL CHECK (length_days > 0),
  indicator TEXT NOT NULL,
  PRIMARY KEY (definition_id, position),
  UNIQUE (definition_id, period_id)
) STRICT, WITHOUT ROWID;
INSERT INTO aging_definition_lines_new SELECT definition_id, position, period_id, label, unit, interval, length_days,
  indicator FROM aging_definition_lines;
DROP TABLE aging_definition_lines;
ALTER TABLE aging_definition_lines_new RENAME TO aging_definition_lines;

-- The rest of the header, minor units of the company's currency, the same in each row of a customer. NULL for past days,
-- of which orders and deliveries tell nothing, and where a rate is missing.
ALTER TABLE aging_balances_snapshot ADD COLUMN packing_slip_minor INTEGER;
ALTER TABLE aging_balances_snapshot ADD COLUMN sales_order_minor INTEGER;
ALTER TABLE aging_balances_snapshot ADD COLUMN remaining_credit_minor INTEGER;

-- What a run sums up to, JSON by currency, so that a history of many runs is read without their rows. NULL in runs of before.
ALTER TABLE aging_runs ADD COLUMN totals TEXT CHECK (json_valid(totals));

-- Stored aging runs, and runs that wait for every night.
CREATE TABLE aging_reports (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  status TEXT NOT NULL CHECK (status IN ('waiting', 'ended')),
  -- The parameters as they were given, JSON, with details always.
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  -- What a run found besides its lines, JSON: day, periods, currencies without a rate. NULL while it waits.
  head TEXT CHECK (json_valid(head)),
  as_of TEXT CHECK (length(as_of) = 10),
  line_count INTEGER NOT NULL DEFAULT 0 CHECK (line_count >= 0),
  ran_at TEXT,
  user_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((status = 'ended') = (head IS NOT NULL)),
  CHECK ((status = 'ended') = (ran_at IS NOT NULL))
) STRICT;
CREATE INDEX aging_reports_by_name ON aging_reports (name, id);

-- A customer in one currency where item_no is 0, else one of the open items behind it. Names and numbers stand as they
-- were on the day of the run. The key is the order of the paper.
CREATE TABLE aging_report_lines (
  report_id INTEGER NOT NULL REFERENCES aging_reports (id),
  group_name TEXT NOT NULL,
  account TEXT NOT NULL,
  customer_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  item_no INTEGER NOT NULL CHECK (item_no >= 0),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  document_no TEXT NOT NULL,
  transaction_on TEXT,
  document_on TEXT,
  due_on TEXT,
  days_overdue INTEGER,
  -- What the item is in its own currency, where the line is converted.
  own_currency TEXT,
  own_minor INTEGER,
  total_minor INTEGER NOT NULL,
  overdue_minor INTEGER NOT NULL,
  unapplied_minor INTEGER NOT NULL,
  open_count INTEGER NOT NULL,
  p0 INTEGER NOT NULL, p1 INTEGER NOT NULL, p2 INTEGER NOT NULL, p3 INTEGER NOT NULL, p4 INTEGER NOT NULL,
  p5 INTEGER NOT NULL, p6 INTEGER NOT NULL, p7 INTEGER NOT NULL, p8 INTEGER NOT NULL, p9 INTEGER NOT NULL,
  p10 INTEGER NOT NULL, p11 INTEGER NOT NULL, p12 INTEGER NOT NULL,
  PRIMARY KEY (report_id, group_name, account, customer_id, currency, item_no)
) STRICT, WITHOUT ROWID;
