-- Cases and activities: what is done about a customer, by whom, until when (spec 21 §8, §9).

-- A category may note an activity by itself when a case is opened, and another one when that is closed; without a purpose it
-- notes none. The days count from the day on which it is noted.
CREATE TABLE case_categories (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  description TEXT NOT NULL,
  category_type TEXT NOT NULL DEFAULT 'collections' CHECK (category_type IN ('collections', 'other')),
  activity_kind TEXT NOT NULL DEFAULT 'task' CHECK (activity_kind IN ('action', 'task', 'appointment', 'event')),
  activity_category TEXT NOT NULL DEFAULT 'call'
    CHECK (activity_category IN ('call', 'email', 'letter', 'visit', 'dispute', 'promise', 'other')),
  activity_purpose TEXT NOT NULL DEFAULT '',
  activity_days INTEGER NOT NULL DEFAULT 0 CHECK (activity_days BETWEEN 0 AND 366),
  follow_up_kind TEXT NOT NULL DEFAULT 'task' CHECK (follow_up_kind IN ('task', 'appointment')),
  follow_up_category TEXT NOT NULL DEFAULT 'call'
    CHECK (follow_up_category IN ('call', 'email', 'letter', 'visit', 'dispute', 'promise', 'other')),
  follow_up_purpose TEXT NOT NULL DEFAULT '',
  follow_up_days INTEGER NOT NULL DEFAULT 7 CHECK (follow_up_days BETWEEN 0 AND 366)
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
  -- Array of {name, email, phone} as they were when they were taken in: the contacts of a customer are replaced as a whole.
  contacts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(contacts)),
  created_at TEXT NOT NULL,
  modified_at TEXT NOT NULL,
  -- Opened by mistake: it is closed, and no list shows it.
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK (withdrawn = 0 OR status = 'closed')
) STRICT;
CREATE INDEX cases_by_customer ON cases (customer_id, status);

-- At most one open case for a transaction; `open` follows the status of the case.
CREATE TABLE case_transactions (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  transaction_id INTEGER NOT NULL REFERENCES transactions (id),
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (case_id, transaction_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX case_transactions_open ON case_transactions (transaction_id) WHERE open = 1;
CREATE INDEX case_transactions_by_transaction ON case_transactions (transaction_id);

CREATE TABLE case_documents (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  document_id INTEGER NOT NULL REFERENCES documents (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  removed_by_act_id INTEGER REFERENCES audit (id)
) STRICT;
CREATE INDEX case_documents_by_case ON case_documents (case_id);

-- Every change of a case, with what was there before; when and by whom is with its act.
CREATE TABLE case_log (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  what TEXT NOT NULL CHECK (what IN ('opened', 'status', 'description', 'category', 'priority', 'owner', 'notes', 'resolution',
    'external_reference', 'contacts', 'transaction_added', 'transaction_removed', 'document_added', 'document_removed',
    'withdrawn')),
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX case_log_by_case ON case_log (case_id, id);
CREATE TRIGGER case_log_no_update BEFORE UPDATE ON case_log BEGIN SELECT RAISE(ABORT, 'append-only: case_log'); END;
CREATE TRIGGER case_log_no_delete BEFORE DELETE ON case_log BEGIN SELECT RAISE(ABORT, 'append-only: case_log'); END;

CREATE TABLE activities (
  id INTEGER PRIMARY KEY,
  -- Tells a calendar that an entry is the same one.
  uuid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  kind TEXT NOT NULL CHECK (kind IN ('action', 'task', 'appointment', 'event')),
  category TEXT NOT NULL CHECK (category IN ('call', 'email', 'letter', 'visit', 'dispute', 'promise', 'other')),
  purpose TEXT NOT NULL CHECK (purpose <> ''),
  memo TEXT NOT NULL DEFAULT '',
  -- The person at the customer by name: the contacts of a customer are replaced as a whole.
  contact TEXT NOT NULL DEFAULT '',
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
CREATE INDEX activities_by_case ON activities (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX activities_by_transaction ON activities (transaction_id) WHERE transaction_id IS NOT NULL;
