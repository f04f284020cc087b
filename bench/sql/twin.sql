-- A twin of the snapshot's tables, and covering indexes by document, which plain SQL needs and the book does not have.
CREATE TABLE twin_runs (id INTEGER PRIMARY KEY, as_of TEXT NOT NULL) STRICT;
CREATE TABLE twin_balances (
  run_id INTEGER NOT NULL, customer_id INTEGER NOT NULL, currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL, overdue_minor INTEGER NOT NULL, undisputed_overdue_minor INTEGER NOT NULL,
  unapplied_minor INTEGER NOT NULL, disputed_count INTEGER NOT NULL, disputed_minor INTEGER NOT NULL,
  open_count INTEGER NOT NULL, oldest_days_overdue INTEGER, oldest_period INTEGER, credit_limit_minor INTEGER,
  p0 INTEGER NOT NULL, p1 INTEGER NOT NULL, p2 INTEGER NOT NULL, p3 INTEGER NOT NULL, p4 INTEGER NOT NULL,
  p5 INTEGER NOT NULL, p6 INTEGER NOT NULL, p7 INTEGER NOT NULL, p8 INTEGER NOT NULL, p9 INTEGER NOT NULL,
  p10 INTEGER NOT NULL, p11 INTEGER NOT NULL, p12 INTEGER NOT NULL,
  PRIMARY KEY (run_id, customer_id, currency)
) STRICT, WITHOUT ROWID;
CREATE INDEX twin_by_debit ON settlements (debit_id, effective_on, amount_minor);
CREATE INDEX twin_by_credit ON settlements (credit_id, effective_on, amount_minor);
ANALYZE;
