-- Cases and activities: what is done about a customer, by whom, until when (spec 21 §8, §9).

CREATE TABLE case_categories (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  description TEXT NOT NULL,
  category_type TEXT NOT NULL DEFAULT 'collections' CHECK (category_type IN ('collections', 'other'))
) STRICT, WITHOUT ROWID;
INSERT INTO case_categories (id, description) VALUES ('COLLECTIONS', '');

CREATE TABLE cases (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  category_id TEXT NOT NULL REFERENCES case_categories (id),
  description TEXT NOT NULL CHECK (description <> ''),
  status TEXT NOT NULL DEFAULT 'opened' CHECK (status IN ('opened', 'in_process', 'waiting', 'closed')),
  priority INTEGER NOT NULL DEFAULT 2 CHECK (priority BETWEEN 1 AND 5),
  owner_id INTEGER REFERENCES users (id),
  notes TEXT NOT NULL DEFAULT '',
  resolution TEXT NOT NULL DEFAULT '',
  external_reference TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  modified_at TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX cases_by_customer ON cases (customer_id, status);

CREATE TABLE activities (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  kind TEXT NOT NULL CHECK (kind IN ('action', 'task', 'appointment', 'event')),
  category TEXT NOT NULL CHECK (category IN ('call', 'email', 'letter', 'visit', 'dispute', 'promise', 'other')),
  purpose TEXT NOT NULL CHECK (purpose <> ''),
  memo TEXT NOT NULL DEFAULT '',
  contact_id INTEGER REFERENCES contacts (id),
  responsible_id INTEGER REFERENCES users (id),
  starts_on TEXT NOT NULL CHECK (length(starts_on) = 10),
  starts_at TEXT CHECK (length(starts_at) = 5),
  ends_on TEXT NOT NULL CHECK (length(ends_on) = 10 AND ends_on >= starts_on),
  ends_at TEXT CHECK (length(ends_at) = 5),
  reminder_on TEXT CHECK (length(reminder_on) = 10),
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  closed_on TEXT CHECK (length(closed_on) = 10),
  case_id INTEGER REFERENCES cases (id),
  transaction_id INTEGER REFERENCES transactions (id),
  source TEXT NOT NULL DEFAULT 'manual' CHECK (source IN ('manual', 'automation')),
  -- For an automatic one: what it is about, such as `promise_broken:12`. Made once for each.
  subject TEXT UNIQUE,
  created_at TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((state = 'closed') = (closed_on IS NOT NULL))
) STRICT;
CREATE INDEX activities_by_customer ON activities (customer_id, state, ends_on);
CREATE INDEX activities_by_responsible ON activities (responsible_id, state, ends_on);
