PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA cache_size=-65536;
CREATE TABLE customers (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, street TEXT, city TEXT,
  postcode TEXT, currency TEXT NOT NULL, credit_limit_minor INTEGER NOT NULL, customer_group TEXT);
CREATE TABLE transactions (id INTEGER NOT NULL UNIQUE, customer_id INTEGER NOT NULL, kind TEXT NOT NULL,
  doc_no TEXT NOT NULL, doc_date TEXT NOT NULL, due_date TEXT NOT NULL, currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL, disputed INTEGER NOT NULL);
CREATE UNIQUE INDEX by_document ON transactions (doc_no, kind);
CREATE INDEX by_customer ON transactions (customer_id, kind, doc_date, due_date, currency, amount_minor);
CREATE TABLE settlements (id INTEGER NOT NULL UNIQUE, debit_id INTEGER NOT NULL, credit_id INTEGER NOT NULL,
  date TEXT NOT NULL, amount_minor INTEGER NOT NULL);
CREATE UNIQUE INDEX by_pair ON settlements (debit_id, credit_id, date, amount_minor);
CREATE INDEX by_day ON settlements (credit_id, date, debit_id, amount_minor);
