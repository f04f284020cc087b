-- How much of a charge is tax, in hundredths of a percent of its net amount: it goes to the account of the sales tax by a line of
-- its own. 0 where the accounting package finds the tax by itself.
ALTER TABLE charges_lines ADD COLUMN tax_bp INTEGER NOT NULL DEFAULT 0 CHECK (tax_bp BETWEEN 0 AND 10000);

-- A run of reimbursements can look at several customers, and remembers them. What a person left out of it is told with the rest:
-- one more reason. A CHECK cannot be widened, so the table is written anew; what it holds stays as it is.
ALTER TABLE reimbursement_runs ADD COLUMN accounts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(accounts));
CREATE TABLE reimbursement_skips_new (
  run_id INTEGER NOT NULL REFERENCES reimbursement_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  row INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  why TEXT NOT NULL CHECK (why IN ('open_debits', 'disputed', 'no_credit', 'below_minimum', 'left_out')),
  PRIMARY KEY (run_id, customer_id, currency, row)
) STRICT, WITHOUT ROWID;
INSERT INTO reimbursement_skips_new (run_id, customer_id, currency, row, amount_minor, why)
  SELECT run_id, customer_id, currency, row, amount_minor, why FROM reimbursement_skips;
DROP TABLE reimbursement_skips;
ALTER TABLE reimbursement_skips_new RENAME TO reimbursement_skips;
