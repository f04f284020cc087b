-- Letters by mail (spec 30 §9): what was begun, and what became of it. Both only grow.

CREATE TABLE letter_mails (
  id INTEGER PRIMARY KEY,
  letter_id INTEGER NOT NULL REFERENCES letters (id),
  -- smtp: handed to a mail server; draft: a file for a mail program.
  channel TEXT NOT NULL CHECK (channel IN ('smtp', 'draft')),
  -- 1 where somebody asked for it although the letter had gone out in this way.
  again INTEGER NOT NULL CHECK (again IN (0, 1)),
  from_email TEXT NOT NULL CHECK (from_email <> ''),
  to_name TEXT NOT NULL,
  to_email TEXT NOT NULL CHECK (to_email <> ''),
  subject TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX letter_mails_by_letter ON letter_mails (letter_id, channel);

-- A mail without a row was on its way when the program stopped: nobody knows whether it arrived.
CREATE TABLE letter_mail_results (
  mail_id INTEGER PRIMARY KEY REFERENCES letter_mails (id),
  status TEXT NOT NULL CHECK (status IN ('sent', 'failed', 'not_sent', 'uncertain')),
  -- What the server said, word by word; empty where it said nothing.
  answer TEXT NOT NULL,
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TRIGGER letter_mails_no_update BEFORE UPDATE ON letter_mails BEGIN SELECT RAISE(ABORT, 'append-only: letter_mails'); END;
CREATE TRIGGER letter_mails_no_delete BEFORE DELETE ON letter_mails BEGIN SELECT RAISE(ABORT, 'append-only: letter_mails'); END;
CREATE TRIGGER letter_mail_results_no_update BEFORE UPDATE ON letter_mail_results BEGIN SELECT RAISE(ABORT, 'append-only: letter_mail_results'); END;
CREATE TRIGGER letter_mail_results_no_delete BEFORE DELETE ON letter_mail_results BEGIN SELECT RAISE(ABORT, 'append-only: letter_mail_results'); END;
