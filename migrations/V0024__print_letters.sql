-- Letters that were printed before they were posted (spec 22 §6): number, paper, reference and codes are those of the
-- printing, and what the posting adds stands here. A letter that was posted at once has no row.

CREATE TABLE letter_postings (
  letter_id INTEGER PRIMARY KEY REFERENCES letters (id),
  posted_on TEXT NOT NULL CHECK (length(posted_on) = 10),
  fee_transaction_id INTEGER UNIQUE REFERENCES transactions (id),
  -- The customer's hold before the posting blocked deliveries; missing where it did not.
  hold_before TEXT CHECK (hold_before IN ('no', 'invoice', 'all')),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TRIGGER letter_postings_no_update BEFORE UPDATE ON letter_postings
BEGIN SELECT RAISE(ABORT, 'append-only: letter_postings'); END;
CREATE TRIGGER letter_postings_no_delete BEFORE DELETE ON letter_postings
BEGIN SELECT RAISE(ABORT, 'append-only: letter_postings'); END;
