-- Letters of a line carry the sheet that proves the interest on what they claim (spec 30 §4).
ALTER TABLE letter_lines ADD COLUMN interest_sheet TEXT NOT NULL DEFAULT 'off' CHECK (interest_sheet IN ('on', 'off'));

-- The posting profile by which a note was made; its transactions and lines of the journal carry it. Empty before that was kept.
ALTER TABLE interest_notes ADD COLUMN profile TEXT NOT NULL DEFAULT '';

-- The customer groups that a run of reimbursements looked at; JSON, all of them where empty.
ALTER TABLE reimbursement_runs ADD COLUMN customer_groups TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(customer_groups));
