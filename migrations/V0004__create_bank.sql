-- The bank (spec 30 §2, spec 24 §1): accounts, statements, lines, what was posted from them, and settlement differences.

CREATE TABLE bank_accounts (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  -- IBAN without blanks, or the number as the bank writes it.
  number TEXT NOT NULL CHECK (number <> ''),
  bic TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  -- Missing until a file or a person says it.
  currency TEXT CHECK (length(currency) = 3),
  ledger_account TEXT NOT NULL DEFAULT '',
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (company_id, number)
) STRICT;

CREATE TABLE bank_statements (
  id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL REFERENCES import_batches (id),
  bank_account_id INTEGER NOT NULL REFERENCES bank_accounts (id),
  -- camt_052, camt_053, camt_054, mt940, mt942, csv.
  format TEXT NOT NULL,
  statement_no TEXT NOT NULL,
  sequence_no TEXT NOT NULL DEFAULT '',
  -- Name of the file inside a ZIP.
  entry_name TEXT NOT NULL DEFAULT '',
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  opening_on TEXT CHECK (length(opening_on) = 10),
  opening_minor INTEGER,
  closing_on TEXT CHECK (length(closing_on) = 10),
  closing_minor INTEGER,
  -- Opening balance and booked lines; a warning where it is not the closing balance.
  computed_minor INTEGER,
  -- Days of the lines; closing_on stands in where there are none.
  data_to TEXT CHECK (length(data_to) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX bank_statements_by_account ON bank_statements (bank_account_id, closing_on);
CREATE INDEX bank_statements_by_batch ON bank_statements (batch_id);

-- A line as the bank sent it; never changed. A fingerprint with its occurrence is a line's identity over all files.
CREATE TABLE bank_lines (
  -- Never used again, not even after an undo: what was posted from a withdrawn line still names it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  statement_id INTEGER NOT NULL REFERENCES bank_statements (id),
  bank_account_id INTEGER NOT NULL REFERENCES bank_accounts (id),
  line INTEGER NOT NULL,
  booking_on TEXT NOT NULL CHECK (length(booking_on) = 10),
  value_on TEXT NOT NULL CHECK (length(value_on) = 10),
  -- Money in positive, money out negative.
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  status TEXT NOT NULL CHECK (status IN ('booked', 'pending', 'information')),
  reversal INTEGER NOT NULL CHECK (reversal IN (0, 1)),
  payer_name TEXT NOT NULL DEFAULT '',
  payer_account TEXT NOT NULL DEFAULT '',
  payer_bic TEXT NOT NULL DEFAULT '',
  reference TEXT NOT NULL DEFAULT '',
  remittance TEXT NOT NULL DEFAULT '',
  end_to_end_id TEXT NOT NULL DEFAULT '',
  mandate_id TEXT NOT NULL DEFAULT '',
  bank_ref TEXT NOT NULL DEFAULT '',
  entry_ref TEXT NOT NULL DEFAULT '',
  -- What may link a booked batch with its details: payment information, message and the bank's reference of the entry,
  -- each ended by U+001F; empty where the file gives none of them.
  batch_key TEXT NOT NULL DEFAULT '',
  transaction_code TEXT NOT NULL DEFAULT '',
  return_code TEXT NOT NULL DEFAULT '',
  return_text TEXT NOT NULL DEFAULT '',
  original_end_to_end_id TEXT NOT NULL DEFAULT '',
  original_bank_ref TEXT NOT NULL DEFAULT '',
  -- Document numbers that the bank file names as such, JSON.
  document_numbers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(document_numbers)),
  fingerprint TEXT NOT NULL,
  occurrence INTEGER NOT NULL CHECK (occurrence > 0),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (fingerprint, occurrence)
) STRICT;
CREATE INDEX bank_lines_by_account ON bank_lines (bank_account_id, booking_on, id);
CREATE INDEX bank_lines_by_statement ON bank_lines (statement_id);

-- What has become of a line.
CREATE TABLE bank_line_states (
  line_id INTEGER PRIMARY KEY REFERENCES bank_lines (id),
  -- open: waits; posted: payment and settlement stand; set_aside: nothing to do with customers; batch: its details
  -- count; returned: a payment came back and waits as a task; not_booked: pending or for information only.
  state TEXT NOT NULL CHECK (state IN ('open', 'posted', 'set_aside', 'batch', 'returned', 'not_booked')),
  note TEXT NOT NULL DEFAULT '',
  -- The booked batch whose detail this line is, whichever file came first: the money counts in the details, once.
  batch_line_id INTEGER REFERENCES bank_lines (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX bank_line_states_by_batch ON bank_line_states (batch_line_id) WHERE batch_line_id IS NOT NULL;
CREATE INDEX bank_line_states_waiting ON bank_line_states (state, line_id);

-- The payments posted from a line; one for each customer of a joint payment.
CREATE TABLE bank_postings (
  id INTEGER PRIMARY KEY,
  -- Among the withdrawn lines where its import was undone after the posting was.
  line_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  transaction_id INTEGER NOT NULL UNIQUE REFERENCES transactions (id),
  -- By whom: confirmed by a person, or by itself because the match was exact.
  posted_by TEXT NOT NULL CHECK (posted_by IN ('person', 'rule')),
  -- Why, JSON: the proposal with its reasons.
  why TEXT NOT NULL CHECK (json_valid(why)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  undone_by_act_id INTEGER REFERENCES audit (id)
) STRICT;
CREATE INDEX bank_postings_by_line ON bank_postings (line_id);
CREATE INDEX bank_postings_by_customer ON bank_postings (customer_id, line_id);

-- What the matching said last: a stored copy that can be dropped and made again.
CREATE TABLE bank_proposals_snapshot (
  line_id INTEGER NOT NULL REFERENCES bank_lines (id),
  rank INTEGER NOT NULL CHECK (rank > 0),
  confidence TEXT NOT NULL CHECK (confidence IN ('exact', 'proposal')),
  reason TEXT NOT NULL,
  customer_id INTEGER NOT NULL,
  -- JSON of the whole proposal: parts with document, amount, discount, reasons.
  proposal TEXT NOT NULL CHECK (json_valid(proposal)),
  PRIMARY KEY (line_id, rank)
) STRICT, WITHOUT ROWID;

-- An entry that a settlement made beside the payment: discount taken, small difference, exchange of currencies.
CREATE TABLE settlement_differences (
  transaction_id INTEGER PRIMARY KEY REFERENCES transactions (id),
  kind TEXT NOT NULL CHECK (kind IN ('cash_discount', 'small_difference', 'currency')),
  -- The document on which it was taken, and the payment with which.
  document_id INTEGER NOT NULL REFERENCES transactions (id),
  payment_id INTEGER REFERENCES transactions (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX settlement_differences_by_act ON settlement_differences (act_id);

-- What was settled for one customer at once, by a person or a rule: one posting is taken back as a whole.
CREATE TABLE settlement_postings (
  id INTEGER PRIMARY KEY,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  -- The bank line from which it was posted; among the withdrawn ones where its import was undone since.
  line_id INTEGER,
  settled_by TEXT NOT NULL CHECK (settled_by IN ('person', 'rule')),
  settled_on TEXT NOT NULL CHECK (length(settled_on) = 10),
  undone_by_act_id INTEGER REFERENCES audit (id)
) STRICT;
CREATE INDEX settlement_postings_by_customer ON settlement_postings (customer_id, id);
CREATE INDEX settlement_postings_by_line ON settlement_postings (line_id) WHERE line_id IS NOT NULL;

CREATE TABLE settlement_posting_parts (
  settlement_id INTEGER PRIMARY KEY REFERENCES settlements (id),
  posting_id INTEGER NOT NULL REFERENCES settlement_postings (id)
) STRICT;
CREATE INDEX settlement_posting_parts_by_posting ON settlement_posting_parts (posting_id, settlement_id);

-- Settlements of unknown day that a real payment replaced; taking the payment back brings them back.
CREATE TABLE replaced_inferences (
  settlement_id INTEGER PRIMARY KEY REFERENCES settlements (id),
  counter_id INTEGER NOT NULL REFERENCES transactions (id),
  document_id INTEGER NOT NULL REFERENCES transactions (id),
  posting_id INTEGER NOT NULL REFERENCES settlement_postings (id),
  restored_by_act_id INTEGER REFERENCES audit (id)
) STRICT;
CREATE INDEX replaced_inferences_by_posting ON replaced_inferences (posting_id);

-- Paper that is not money yet: post-dated cheques and bills settle nothing until they are cleared (T-A17).
CREATE TABLE instruments (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  kind TEXT NOT NULL CHECK (kind IN ('cheque', 'bill')),
  number TEXT NOT NULL CHECK (number <> ''),
  received_on TEXT NOT NULL CHECK (length(received_on) = 10),
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  -- JSON: ids of the documents that it shall pay.
  pays TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pays)),
  cleared_on TEXT CHECK (length(cleared_on) = 10),
  returned_on TEXT CHECK (length(returned_on) = 10),
  payment_id INTEGER REFERENCES transactions (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK (cleared_on IS NULL OR returned_on IS NULL)
) STRICT;
CREATE INDEX instruments_by_customer ON instruments (customer_id, currency, due_on);

-- Lines of a bank file that was undone: a line goes only together with a copy of it here, JSON of the whole row.
CREATE TABLE withdrawn_bank_lines (
  line_id INTEGER NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id),
  withdrawn_by_act_id INTEGER NOT NULL REFERENCES audit (id),
  line TEXT NOT NULL CHECK (json_valid(line)),
  PRIMARY KEY (line_id, act_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_lines_no_delete BEFORE DELETE ON bank_lines
WHEN NOT EXISTS (SELECT 1 FROM withdrawn_bank_lines w WHERE w.line_id = OLD.id AND w.act_id = OLD.act_id)
BEGIN SELECT RAISE(ABORT, 'append-only: bank_lines'); END;
CREATE TRIGGER withdrawn_bank_lines_no_update BEFORE UPDATE ON withdrawn_bank_lines BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_bank_lines'); END;
CREATE TRIGGER withdrawn_bank_lines_no_delete BEFORE DELETE ON withdrawn_bank_lines BEGIN SELECT RAISE(ABORT, 'append-only: withdrawn_bank_lines'); END;

CREATE TRIGGER bank_lines_no_update BEFORE UPDATE ON bank_lines BEGIN SELECT RAISE(ABORT, 'append-only: bank_lines'); END;
CREATE TRIGGER settlement_differences_no_update BEFORE UPDATE ON settlement_differences BEGIN SELECT RAISE(ABORT, 'append-only: settlement_differences'); END;
CREATE TRIGGER settlement_differences_no_delete BEFORE DELETE ON settlement_differences BEGIN SELECT RAISE(ABORT, 'append-only: settlement_differences'); END;
-- A posting is taken back by marking it, once.
CREATE TRIGGER bank_postings_keep BEFORE UPDATE ON bank_postings
WHEN OLD.undone_by_act_id IS NOT NULL OR NEW.line_id <> OLD.line_id OR NEW.transaction_id <> OLD.transaction_id
  OR NEW.customer_id <> OLD.customer_id OR NEW.act_id <> OLD.act_id OR NEW.why <> OLD.why
BEGIN SELECT RAISE(ABORT, 'append-only: bank_postings'); END;
CREATE TRIGGER bank_postings_no_delete BEFORE DELETE ON bank_postings BEGIN SELECT RAISE(ABORT, 'append-only: bank_postings'); END;
CREATE TRIGGER settlement_postings_keep BEFORE UPDATE ON settlement_postings
WHEN OLD.undone_by_act_id IS NOT NULL OR NEW.act_id <> OLD.act_id OR NEW.customer_id <> OLD.customer_id
BEGIN SELECT RAISE(ABORT, 'append-only: settlement_postings'); END;
CREATE TRIGGER settlement_postings_no_delete BEFORE DELETE ON settlement_postings BEGIN SELECT RAISE(ABORT, 'append-only: settlement_postings'); END;
CREATE TRIGGER settlement_posting_parts_no_update BEFORE UPDATE ON settlement_posting_parts BEGIN SELECT RAISE(ABORT, 'append-only: settlement_posting_parts'); END;
CREATE TRIGGER settlement_posting_parts_no_delete BEFORE DELETE ON settlement_posting_parts BEGIN SELECT RAISE(ABORT, 'append-only: settlement_posting_parts'); END;
