-- What cheques and bills of a customer would pay on the day of the balance; a stored run of before shows none.
ALTER TABLE aging_report_lines ADD COLUMN uncleared_minor INTEGER NOT NULL DEFAULT 0;

-- Every change of a dispute, as `case_log` has those of a case.
CREATE TABLE dispute_log (
  id INTEGER PRIMARY KEY,
  dispute_id INTEGER NOT NULL REFERENCES disputes (id),
  what TEXT NOT NULL CHECK (what IN ('opened', 'investigator', 'due_on', 'next_action', 'external_reference', 'case', 'closed',
    'reopened')),
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX dispute_log_by_dispute ON dispute_log (dispute_id, id);
CREATE TRIGGER dispute_log_no_update BEFORE UPDATE ON dispute_log BEGIN SELECT RAISE(ABORT, 'append-only: dispute_log'); END;

-- The log of a case says which disputes came to it and went.
CREATE TABLE case_log_wider (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  what TEXT NOT NULL CHECK (what IN ('opened', 'status', 'description', 'category', 'priority', 'owner', 'notes', 'resolution',
    'external_reference', 'contacts', 'transaction_added', 'transaction_removed', 'document_added', 'document_removed',
    'dispute_added', 'dispute_removed', 'withdrawn')),
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
INSERT INTO case_log_wider SELECT id, case_id, what, before, after, act_id FROM case_log;
DROP TABLE case_log;
ALTER TABLE case_log_wider RENAME TO case_log;
CREATE INDEX case_log_by_case ON case_log (case_id, id);
CREATE TRIGGER case_log_no_update BEFORE UPDATE ON case_log BEGIN SELECT RAISE(ABORT, 'append-only: case_log'); END;
CREATE TRIGGER case_log_no_delete BEFORE DELETE ON case_log BEGIN SELECT RAISE(ABORT, 'append-only: case_log'); END;

-- Who among the contacts of a customer is the salesperson to whom mails about its transactions go.
ALTER TABLE contacts ADD COLUMN is_salesperson INTEGER NOT NULL DEFAULT 0 CHECK (is_salesperson IN (0, 1));
