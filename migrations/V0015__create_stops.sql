-- Stops until a day, insolvencies and limitation (spec 30 §15, §16).

CREATE TABLE stops (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  -- The item; missing for all items of the customer.
  transaction_id INTEGER REFERENCES transactions (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('dunning', 'interest', 'both')),
  reason TEXT NOT NULL CHECK (trim(reason) <> ''),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  -- The last day as it is now; of one that was ended at once it is the day before the first. stop_changes has the way to it.
  until_on TEXT NOT NULL CHECK (length(until_on) = 10),
  first_until_on TEXT NOT NULL CHECK (length(first_until_on) = 10),
  source TEXT NOT NULL CHECK (source IN ('manual', 'import')),
  set_by_id INTEGER NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX stops_by_customer ON stops (customer_id, id);
CREATE INDEX stops_by_transaction ON stops (transaction_id) WHERE transaction_id IS NOT NULL;
CREATE INDEX stops_by_end ON stops (until_on);

-- Only grows; rows go only together with the stop of an import that is undone.
CREATE TABLE stop_changes (
  id INTEGER PRIMARY KEY,
  stop_id INTEGER NOT NULL REFERENCES stops (id),
  kind TEXT NOT NULL CHECK (kind IN ('extended', 'ended')),
  until_before TEXT NOT NULL CHECK (length(until_before) = 10),
  until_on TEXT NOT NULL CHECK (length(until_on) = 10),
  reason TEXT NOT NULL CHECK (trim(reason) <> ''),
  changed_on TEXT NOT NULL CHECK (length(changed_on) = 10),
  changed_by_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX stop_changes_by_stop ON stop_changes (stop_id);
CREATE TRIGGER stop_changes_no_update BEFORE UPDATE ON stop_changes
BEGIN SELECT RAISE(ABORT, 'the history of stops only grows'); END;

-- Of who was skipped because of a stop: its reason and last day as they were then.
ALTER TABLE letter_skips ADD COLUMN stop_reason TEXT;
ALTER TABLE letter_skips ADD COLUMN stop_until_on TEXT CHECK (length(stop_until_on) = 10);

CREATE TABLE insolvencies (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  court TEXT NOT NULL CHECK (trim(court) <> ''),
  file_number TEXT NOT NULL DEFAULT '',
  opened_on TEXT NOT NULL CHECK (length(opened_on) = 10),
  administrator TEXT NOT NULL DEFAULT '',
  file_by_on TEXT CHECK (length(file_by_on) = 10),
  note TEXT NOT NULL DEFAULT '',
  closed_on TEXT CHECK (length(closed_on) = 10 AND closed_on >= opened_on),
  recorded_by_id INTEGER NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE UNIQUE INDEX insolvencies_open ON insolvencies (customer_id) WHERE closed_on IS NULL;
CREATE INDEX insolvencies_by_customer ON insolvencies (customer_id, opened_on);

-- What was filed, admitted and distributed: only grows, a mistake is withdrawn by an entry of its own.
CREATE TABLE insolvency_entries (
  id INTEGER PRIMARY KEY,
  insolvency_id INTEGER NOT NULL REFERENCES insolvencies (id),
  kind TEXT NOT NULL CHECK (kind IN ('filed', 'admitted', 'dividend', 'withdrawn')),
  entry_on TEXT NOT NULL CHECK (length(entry_on) = 10),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  -- Of a dividend that was given as one: hundredths of a percent.
  rate_bp INTEGER CHECK (rate_bp BETWEEN 1 AND 10000),
  withdraws_id INTEGER UNIQUE REFERENCES insolvency_entries (id),
  note TEXT NOT NULL DEFAULT '',
  entered_by_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((kind = 'withdrawn') = (withdraws_id IS NOT NULL)),
  CHECK (rate_bp IS NULL OR kind = 'dividend')
) STRICT;
CREATE INDEX insolvency_entries_by_case ON insolvency_entries (insolvency_id, id);
CREATE TRIGGER insolvency_entries_no_update BEFORE UPDATE ON insolvency_entries
BEGIN SELECT RAISE(ABORT, 'the history of an insolvency only grows'); END;
CREATE TRIGGER insolvency_entries_no_delete BEFORE DELETE ON insolvency_entries
BEGIN SELECT RAISE(ABORT, 'the history of an insolvency only grows'); END;

-- Of what was filed: the claim by item. Of a dividend: its part by item.
CREATE TABLE insolvency_parts (
  entry_id INTEGER NOT NULL REFERENCES insolvency_entries (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  PRIMARY KEY (entry_id, transaction_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX insolvency_parts_by_transaction ON insolvency_parts (transaction_id);
CREATE TRIGGER insolvency_parts_no_update BEFORE UPDATE ON insolvency_parts
BEGIN SELECT RAISE(ABORT, 'the history of an insolvency only grows'); END;
CREATE TRIGGER insolvency_parts_no_delete BEFORE DELETE ON insolvency_parts
BEGIN SELECT RAISE(ABORT, 'the history of an insolvency only grows'); END;

-- The general period of a country for a price that is owed under a contract. Data: whoever knows better changes it.
CREATE TABLE limitation_periods (
  country TEXT PRIMARY KEY CHECK (length(country) = 2),
  months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 600),
  begins TEXT NOT NULL CHECK (begins IN ('end_of_year', 'due_day')),
  source TEXT NOT NULL CHECK (trim(source) <> ''),
  -- Missing for what was shipped.
  act_id INTEGER REFERENCES audit (id)
) STRICT, WITHOUT ROWID;
INSERT INTO limitation_periods (country, months, begins, source) VALUES
  ('AT', 36, 'due_day', 'ABGB § 1486 Z 1'),
  ('CH', 120, 'due_day', 'OR Art. 127, 130'),
  ('DE', 36, 'end_of_year', 'BGB §§ 195, 199'),
  ('ES', 60, 'due_day', 'Código Civil art. 1964'),
  ('FR', 60, 'due_day', 'Code civil art. 2224; Code de commerce art. L110-4'),
  ('GB', 72, 'due_day', 'Limitation Act 1980 s. 5'),
  ('IE', 72, 'due_day', 'Statute of Limitations 1957 s. 11'),
  ('IT', 120, 'due_day', 'Codice civile art. 2946'),
  ('NL', 60, 'due_day', 'Burgerlijk Wetboek art. 3:307');

CREATE TABLE limitation_events (
  id INTEGER PRIMARY KEY,
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  kind TEXT NOT NULL CHECK (kind IN ('suspended', 'restarted')),
  from_on TEXT NOT NULL CHECK (length(from_on) = 10),
  -- Of a suspension that is over: its last day.
  until_on TEXT CHECK (length(until_on) = 10 AND until_on >= from_on),
  note TEXT NOT NULL CHECK (trim(note) <> ''),
  entered_by_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  withdrawn_by_act_id INTEGER REFERENCES audit (id),
  CHECK (until_on IS NULL OR kind = 'suspended')
) STRICT;
CREATE INDEX limitation_events_by_transaction ON limitation_events (transaction_id);
