-- The phase of an activity (spec 21 §3), and stored aging runs that have not come to their end (spec 20 §3).

-- In which phase of its collection the customer is: a word of the house, such as "First call".
ALTER TABLE activities ADD COLUMN phase TEXT NOT NULL DEFAULT '' CHECK (length(phase) <= 40);

-- A run is noted here when it begins, and leaves when its lines are stored. What is still here was interrupted, or says why it failed.
CREATE TABLE aging_report_attempts (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  name TEXT NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  started_at TEXT NOT NULL,
  -- Code of the refusal with its figures, JSON; missing where the run did not get so far as to say it.
  fault TEXT,
  fault_args TEXT CHECK (json_valid(fault_args)),
  user_id INTEGER NOT NULL REFERENCES users (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (company_id, name),
  CHECK ((fault IS NULL) = (fault_args IS NULL))
) STRICT;
