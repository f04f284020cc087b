-- Letters of a line carry the sheet that proves the interest on what they claim (spec 30 §4).
ALTER TABLE letter_lines ADD COLUMN interest_sheet TEXT NOT NULL DEFAULT 'off' CHECK (interest_sheet IN ('on', 'off'));

-- The posting profile by which a note was made; its transactions and lines of the journal carry it. Empty before that was kept.
ALTER TABLE interest_notes ADD COLUMN profile TEXT NOT NULL DEFAULT '';
-- It stays as everything else of a posted note does.
DROP TRIGGER interest_notes_stay;
CREATE TRIGGER interest_notes_stay BEFORE UPDATE OF run_id, customer_id, side, currency, code_id, version_id, to_on, status,
  interest_minor, rounding_minor, fee_minor, items, note_no, due_on, posted_on, interest_transaction_id, fee_transaction_id,
  cancelled_on, cancel_reason, profile ON interest_notes WHEN OLD.status IN ('posted', 'cancelled')
BEGIN SELECT RAISE(ABORT, 'append-only: interest_notes'); END;

-- The customer groups that a run of reimbursements looked at; JSON, all of them where empty.
ALTER TABLE reimbursement_runs ADD COLUMN customer_groups TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(customer_groups));
