-- What a bank takes besides a payment that came back has an account of its own in the ledger: one more role for accounts and
-- lines. A CHECK cannot be widened, so both tables are written anew; what they hold stays as it is.
CREATE TABLE ledger_accounts_new (
  company_id INTEGER NOT NULL REFERENCES companies (id),
  role TEXT NOT NULL CHECK (role IN ('receivable', 'bank', 'bank_charge', 'letter_fee', 'interest_income', 'interest_expense',
    'interest_fee', 'charge', 'write_off', 'recovery', 'sales_tax', 'cash_discount', 'small_difference',
    'exchange_difference', 'payable')),
  key TEXT NOT NULL DEFAULT '',
  account TEXT NOT NULL CHECK (trim(account) <> ''),
  PRIMARY KEY (company_id, role, key)
) STRICT, WITHOUT ROWID;
INSERT INTO ledger_accounts_new (company_id, role, key, account) SELECT company_id, role, key, account FROM ledger_accounts;
DROP TABLE ledger_accounts;
ALTER TABLE ledger_accounts_new RENAME TO ledger_accounts;

CREATE TABLE journal_lines_new (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES journal_entries (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  -- The customer's own account, or what the account of the ledger is for.
  role TEXT NOT NULL CHECK (role IN ('customer', 'bank', 'bank_charge', 'letter_fee', 'interest_income', 'interest_expense',
    'interest_fee', 'charge', 'write_off', 'recovery', 'sales_tax', 'cash_discount', 'small_difference',
    'exchange_difference', 'payable')),
  role_key TEXT NOT NULL DEFAULT '',
  -- As it was set up when it was posted; empty where it was not: an export asks the set-up then.
  account TEXT NOT NULL DEFAULT '',
  -- The transaction of the customer that this line is, or that its counterpart is about; an imported one may leave the book
  -- with its file, so that nothing holds it here.
  transaction_id INTEGER,
  profile TEXT NOT NULL DEFAULT '',
  -- JSON: [[name, value]].
  dimensions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(dimensions)),
  tax_code TEXT NOT NULL DEFAULT '',
  -- Debits positive, credits negative, minor units of the entry's currency.
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0)
) STRICT;
INSERT INTO journal_lines_new (id, entry_id, customer_id, role, role_key, account, transaction_id, profile, dimensions, tax_code,
    amount_minor)
  SELECT id, entry_id, customer_id, role, role_key, account, transaction_id, profile, dimensions, tax_code, amount_minor
  FROM journal_lines;
DROP TABLE journal_lines;
ALTER TABLE journal_lines_new RENAME TO journal_lines;
CREATE INDEX journal_lines_by_entry ON journal_lines (entry_id, id);
CREATE INDEX journal_lines_by_transaction ON journal_lines (transaction_id) WHERE transaction_id IS NOT NULL;
CREATE TRIGGER journal_lines_no_update BEFORE UPDATE ON journal_lines BEGIN SELECT RAISE(ABORT, 'append-only: journal_lines'); END;
CREATE TRIGGER journal_lines_no_delete BEFORE DELETE ON journal_lines BEGIN SELECT RAISE(ABORT, 'append-only: journal_lines'); END;
