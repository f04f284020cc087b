-- How old the sources were for which a run was made (spec 30 §3), and why it was made although both were too old.
ALTER TABLE letter_runs ADD COLUMN bank_to TEXT CHECK (length(bank_to) = 10);
ALTER TABLE letter_runs ADD COLUMN items_to TEXT CHECK (length(items_to) = 10);
ALTER TABLE letter_runs ADD COLUMN confirmed TEXT CHECK (confirmed <> '');
