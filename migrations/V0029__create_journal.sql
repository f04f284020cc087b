-- The journal (spec 00 "posting", spec 24): every posting of the book as balanced lines for the accounting package.

-- What a profile says to the ledger. An account that is empty is that of the role below.
ALTER TABLE posting_profiles ADD COLUMN interest TEXT NOT NULL DEFAULT 'on' CHECK (interest IN ('on', 'off'));
ALTER TABLE posting_profiles ADD COLUMN settlement TEXT NOT NULL DEFAULT 'on' CHECK (settlement IN ('on', 'off'));
ALTER TABLE posting_profiles ADD COLUMN receivable_account TEXT NOT NULL DEFAULT '';
ALTER TABLE posting_profiles ADD COLUMN write_off_account TEXT NOT NULL DEFAULT '';

-- Accounts of the ledger by what they are for. The key is a tax code, the number of a bank account or a charges code; the
-- row without one stands for all others.
CREATE TABLE ledger_accounts (
  company_id INTEGER NOT NULL REFERENCES companies (id),
  role TEXT NOT NULL CHECK (role IN ('receivable', 'bank', 'letter_fee', 'interest_income', 'interest_expense',
    'interest_fee', 'charge', 'write_off', 'recovery', 'sales_tax', 'cash_discount', 'small_difference',
    'exchange_difference', 'payable')),
  key TEXT NOT NULL DEFAULT '',
  account TEXT NOT NULL CHECK (trim(account) <> ''),
  PRIMARY KEY (company_id, role, key)
) STRICT, WITHOUT ROWID;

-- A posting. It is about one customer; its lines are of one currency and add up to nothing.
CREATE TABLE journal_entries (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  number TEXT NOT NULL CHECK (number <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'letter_fee', 'difference', 'interest_note', 'interest_fee', 'waiver',
    'reinstatement', 'interest_reversal', 'write_off', 'recovery', 'returned_payment', 'charge', 'reimbursement', 'correction')),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  posting_on TEXT NOT NULL CHECK (length(posting_on) = 10),
  document_no TEXT NOT NULL DEFAULT '',
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  text TEXT NOT NULL DEFAULT '',
  -- The entry that this one takes back; each at most once.
  corrects_id INTEGER UNIQUE REFERENCES journal_entries (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((kind = 'correction') = (corrects_id IS NOT NULL)),
  UNIQUE (company_id, number)
) STRICT;
CREATE INDEX journal_entries_by_day ON journal_entries (company_id, posting_on, id);
CREATE INDEX journal_entries_by_customer ON journal_entries (customer_id, id);

CREATE TABLE journal_lines (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES journal_entries (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  -- The customer's own account, or what the account of the ledger is for.
  role TEXT NOT NULL CHECK (role IN ('customer', 'bank', 'letter_fee', 'interest_income', 'interest_expense',
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
CREATE INDEX journal_lines_by_entry ON journal_lines (entry_id, id);
CREATE INDEX journal_lines_by_transaction ON journal_lines (transaction_id) WHERE transaction_id IS NOT NULL;

-- Files that were written for the accounting package; an entry goes into one only.
CREATE TABLE journal_exports (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx', 'extf', 'generic')),
  -- The file itself is kept, so that it can be written again as it was.
  document_id INTEGER NOT NULL REFERENCES documents (id),
  exported_at TEXT NOT NULL,
  first_on TEXT NOT NULL CHECK (length(first_on) = 10),
  last_on TEXT NOT NULL CHECK (length(last_on) = 10),
  entries INTEGER NOT NULL CHECK (entries > 0),
  -- JSON: [{"currency", "debits_minor", "credits_minor"}].
  totals TEXT NOT NULL CHECK (json_valid(totals)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE TABLE journal_exported (
  entry_id INTEGER PRIMARY KEY REFERENCES journal_entries (id),
  export_id INTEGER NOT NULL REFERENCES journal_exports (id)
) STRICT;
CREATE INDEX journal_exported_by_export ON journal_exported (export_id);

CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON journal_entries BEGIN SELECT RAISE(ABORT, 'append-only: journal_entries'); END;
CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON journal_entries BEGIN SELECT RAISE(ABORT, 'append-only: journal_entries'); END;
CREATE TRIGGER journal_lines_no_update BEFORE UPDATE ON journal_lines BEGIN SELECT RAISE(ABORT, 'append-only: journal_lines'); END;
CREATE TRIGGER journal_lines_no_delete BEFORE DELETE ON journal_lines BEGIN SELECT RAISE(ABORT, 'append-only: journal_lines'); END;
CREATE TRIGGER journal_exports_no_update BEFORE UPDATE ON journal_exports BEGIN SELECT RAISE(ABORT, 'append-only: journal_exports'); END;
CREATE TRIGGER journal_exports_no_delete BEFORE DELETE ON journal_exports BEGIN SELECT RAISE(ABORT, 'append-only: journal_exports'); END;
CREATE TRIGGER journal_exported_no_update BEFORE UPDATE ON journal_exported BEGIN SELECT RAISE(ABORT, 'append-only: journal_exported'); END;
CREATE TRIGGER journal_exported_no_delete BEFORE DELETE ON journal_exported BEGIN SELECT RAISE(ABORT, 'append-only: journal_exported'); END;
