-- Pools by company and by employee responsible (spec 21 §1), and runs that are limited to a pool (spec 20 §2).

-- The list of fields is a check of the table, which is made anew with two fields more.
CREATE TABLE pool_criteria_wider (
  pool_id INTEGER NOT NULL REFERENCES pools (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  field TEXT NOT NULL CHECK (field IN ('account', 'customer_group', 'credit_group', 'region', 'segment', 'salesperson',
    'employee_responsible', 'risk_group', 'account_status', 'currency', 'company', 'agent', 'balance', 'overdue',
    'oldest_bucket')),
  comparison TEXT NOT NULL CHECK (comparison IN ('is', 'is_not', 'between', 'at_least', 'at_most')),
  -- JSON: texts; amounts are minor units.
  "values" TEXT NOT NULL CHECK (json_valid("values")),
  -- Of an amount.
  currency TEXT CHECK (length(currency) = 3),
  PRIMARY KEY (pool_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO pool_criteria_wider (pool_id, position, field, comparison, "values", currency)
  SELECT pool_id, position, field, comparison, "values", currency FROM pool_criteria;
DROP TABLE pool_criteria;
ALTER TABLE pool_criteria_wider RENAME TO pool_criteria;

-- The pool to which a run of small balances was limited; missing where it was not.
ALTER TABLE small_balance_runs ADD COLUMN pool TEXT;

-- Whether the rows of zeros of a run are shown. A run for some customers ends the older rows of those who owe nothing by such a
-- row, also where customers with a balance of zero are not asked for.
ALTER TABLE aging_runs ADD COLUMN zero_balances TEXT NOT NULL DEFAULT 'shown' CHECK (zero_balances IN ('shown', 'hidden'));
-- Runs for some did so before without saying it; a run for everybody has such rows only where they were asked for.
UPDATE aging_runs SET zero_balances = 'hidden'
  WHERE covers = 'some' OR NOT EXISTS (SELECT 1 FROM aging_balances_snapshot b WHERE b.run_id = aging_runs.id AND b.open_count = 0);
