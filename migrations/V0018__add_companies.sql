-- Several companies in one book: each has a short code, a party links customers that are the same in several of them.

ALTER TABLE companies ADD COLUMN code TEXT NOT NULL DEFAULT '' CHECK (length(code) <= 10);
UPDATE companies SET code = CAST(id AS TEXT);
CREATE UNIQUE INDEX companies_by_code ON companies (code);

ALTER TABLE customers ADD COLUMN party TEXT CHECK (party <> '');
CREATE UNIQUE INDEX customers_by_party ON customers (party, company_id) WHERE party IS NOT NULL;

-- The companies that a user may see; a user without a row sees all.
CREATE TABLE user_companies (
  user_id INTEGER NOT NULL REFERENCES users (id),
  company_id INTEGER NOT NULL REFERENCES companies (id),
  PRIMARY KEY (user_id, company_id)
) STRICT, WITHOUT ROWID;

-- The company in which a user worked last: a convenience, no fact.
CREATE TABLE chosen_companies (
  user_id INTEGER PRIMARY KEY REFERENCES users (id),
  company_id INTEGER NOT NULL REFERENCES companies (id)
) STRICT;

-- What belongs to a company and has no customer that says so.
ALTER TABLE import_batches ADD COLUMN company_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE aging_runs ADD COLUMN company_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE aging_reports ADD COLUMN company_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE letter_runs ADD COLUMN company_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE small_balance_runs ADD COLUMN company_id INTEGER NOT NULL DEFAULT 1;
-- The codes of the companies that a run took together, JSON in their order; missing in a run of one company.
ALTER TABLE aging_runs ADD COLUMN companies TEXT CHECK (json_valid(companies));

-- Two companies may bring settlements with the same key.
DROP INDEX settlements_by_external_key;
CREATE UNIQUE INDEX settlements_by_external_key ON settlements (external_key, customer_id) WHERE external_key IS NOT NULL;
