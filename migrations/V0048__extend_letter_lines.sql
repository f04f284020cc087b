-- What a line of a sequence does besides its letter (spec 22 §1): the last one may propose a hand-over, and a letter may show how
-- old what it claims is.
ALTER TABLE letter_lines ADD COLUMN hands_over TEXT NOT NULL DEFAULT 'off' CHECK (hands_over IN ('on', 'off'));
ALTER TABLE letter_lines ADD COLUMN period_totals TEXT NOT NULL DEFAULT 'off' CHECK (period_totals IN ('on', 'off'));

-- The mark stood on the sequence; it meant its last line in every currency.
UPDATE letter_lines SET hands_over = 'on'
WHERE sequence_id IN (SELECT sequence_id FROM hand_over_sequences)
  AND code = (SELECT n.code FROM letter_lines n
    WHERE n.sequence_id = letter_lines.sequence_id AND n.currency = letter_lines.currency
    ORDER BY n.code = 'collection' DESC, n.code DESC LIMIT 1);
DROP TABLE hand_over_sequences;

-- Interest stops for what is with an agency (spec 22 §9): a run says so of each document that it leaves out.
CREATE TABLE interest_skips_wider (
  run_id INTEGER NOT NULL REFERENCES interest_runs (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('excluded', 'no_code', 'disputed', 'stopped', 'handed_over', 'not_yet',
    'charged_before')),
  PRIMARY KEY (run_id, transaction_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO interest_skips_wider (run_id, customer_id, transaction_id, number, reason)
SELECT run_id, customer_id, transaction_id, number, reason FROM interest_skips;
DROP TABLE interest_skips;
ALTER TABLE interest_skips_wider RENAME TO interest_skips;

-- The account status that a hand-over gave its customer, and what it was before; missing where it gave none.
ALTER TABLE hand_overs ADD COLUMN status_before TEXT;
ALTER TABLE hand_overs ADD COLUMN status_given TEXT;
ALTER TABLE hand_overs ADD COLUMN status_reason TEXT;
