-- The rest of collections: what goes with an import that is undone, dividends that are posted, limitation periods.

-- Promises and disputes that were taken back go with the import that brought their documents, and what is written of their
-- status with them; while the document is there, nothing of it goes.
DROP TRIGGER collections_history_no_delete;
CREATE TRIGGER collections_history_no_delete BEFORE DELETE ON collections_history
WHEN EXISTS (SELECT 1 FROM transactions WHERE id = OLD.transaction_id)
BEGIN SELECT RAISE(ABORT, 'append-only: collections_history'); END;
DROP TRIGGER promise_lines_no_delete;
CREATE TRIGGER promise_lines_no_delete BEFORE DELETE ON promise_lines
WHEN EXISTS (SELECT 1 FROM transactions WHERE id = OLD.transaction_id)
BEGIN SELECT RAISE(ABORT, 'append-only: promise_lines'); END;
DROP TRIGGER promises_no_delete;
CREATE TRIGGER promises_no_delete BEFORE DELETE ON promises
WHEN OLD.undone_by_act_id IS NULL OR EXISTS (SELECT 1 FROM promise_lines WHERE promise_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'append-only: promises'); END;
DROP TRIGGER disputes_no_delete;
CREATE TRIGGER disputes_no_delete BEFORE DELETE ON disputes
WHEN EXISTS (SELECT 1 FROM transactions WHERE id = OLD.transaction_id)
BEGIN SELECT RAISE(ABORT, 'append-only: disputes'); END;

-- The posting by which a dividend settled its items. One that was undone stays beside a later one.
CREATE TABLE insolvency_postings (
  posting_id INTEGER PRIMARY KEY REFERENCES settlement_postings (id),
  entry_id INTEGER NOT NULL REFERENCES insolvency_entries (id),
  -- The payment that was written for it; missing where money that was on the account already was used.
  payment_id INTEGER REFERENCES transactions (id)
) STRICT;
CREATE INDEX insolvency_postings_by_entry ON insolvency_postings (entry_id);

-- Shipped periods once more: what is different for consumers, trades or a part of the country stands in the source, and
-- further countries. What somebody has changed stays.
UPDATE limitation_periods SET source = 'OR Art. 127, 130; Art. 128 Ziff. 3: 5 years for craft work and retail sales'
  WHERE country = 'CH' AND act_id IS NULL;
UPDATE limitation_periods SET source = 'Code de commerce art. L110-4; Code de la consommation art. L218-2: 2 years for consumers'
  WHERE country = 'FR' AND act_id IS NULL;
UPDATE limitation_periods SET source = 'Limitation Act 1980 s. 5; Prescription and Limitation (Scotland) Act 1973 s. 6: 5 years in Scotland'
  WHERE country = 'GB' AND act_id IS NULL;
UPDATE limitation_periods SET source = 'ABGB § 1486 Z 1, § 1478' WHERE country = 'AT' AND act_id IS NULL;
UPDATE limitation_periods SET source = 'Burgerlijk Wetboek art. 3:307, 3:313' WHERE country = 'NL' AND act_id IS NULL;
UPDATE limitation_periods SET source = 'Codice civile art. 2946; art. 2955 n. 5: 1 year for goods sold to consumers'
  WHERE country = 'IT' AND act_id IS NULL;
INSERT INTO limitation_periods (country, months, begins, source) VALUES
  ('BE', 120, 'due_day', 'ancien Code civil art. 2262bis § 1'),
  ('CZ', 36, 'due_day', 'občanský zákoník § 619, 629'),
  ('DK', 36, 'due_day', 'forældelsesloven § 2, 3'),
  ('FI', 36, 'due_day', 'laki velan vanhentumisesta (728/2003) 4, 5 §'),
  ('HU', 60, 'due_day', 'Ptk. 6:22. §'),
  ('LU', 120, 'due_day', 'Code de commerce art. 189'),
  ('NO', 36, 'due_day', 'foreldelsesloven §§ 2, 3'),
  ('PL', 24, 'end_of_year', 'Kodeks cywilny art. 554, 118: sale in the course of business; 3 years for other business claims'),
  ('RO', 36, 'due_day', 'Codul civil art. 2517, 2524'),
  ('SK', 48, 'due_day', 'Obchodný zákonník § 391, 397')
ON CONFLICT (country) DO NOTHING;
