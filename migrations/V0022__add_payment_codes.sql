-- Payment by the letter's own reference (spec 30 §5): what a posted letter gives its payer to write, and which code it carries.
-- Letters that were posted before have no row; their number is their reference.

CREATE TABLE letter_references (
  letter_id INTEGER PRIMARY KEY REFERENCES letters (id),
  -- RF by ISO 11649 or QR reference, without blanks.
  reference TEXT NOT NULL CHECK (length(reference) BETWEEN 5 AND 27),
  scheme TEXT NOT NULL CHECK (scheme IN ('rf', 'qrr')),
  -- The account to pay to; empty where the company has none that takes the currency.
  account TEXT NOT NULL,
  -- The code on the paper.
  standard TEXT CHECK (standard IN ('epc', 'swiss')),
  -- Why there is none, JSON.
  no_code TEXT CHECK ((no_code IS NULL) = (standard IS NOT NULL)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TRIGGER letter_references_no_update BEFORE UPDATE ON letter_references
BEGIN SELECT RAISE(ABORT, 'append-only: letter_references'); END;
CREATE TRIGGER letter_references_no_delete BEFORE DELETE ON letter_references
BEGIN SELECT RAISE(ABORT, 'append-only: letter_references'); END;
