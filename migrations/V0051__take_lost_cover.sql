-- Cover that a missed duty lost and a person took off the value of the policy. It stays when the policy goes; what was put
-- back keeps its row.
CREATE TABLE lost_cover_taken (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  policy_id INTEGER NOT NULL,
  -- Off the value, in the currency of the policy.
  value_minor INTEGER NOT NULL CHECK (value_minor > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  taken_on TEXT NOT NULL CHECK (length(taken_on) = 10),
  reason TEXT NOT NULL CHECK (reason <> ''),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  back_on TEXT CHECK (length(back_on) = 10),
  back_reason TEXT NOT NULL DEFAULT '',
  back_act_id INTEGER REFERENCES audit (id),
  CHECK ((back_on IS NULL) = (back_act_id IS NULL))
) STRICT;
CREATE INDEX lost_cover_taken_by_customer ON lost_cover_taken (customer_id, policy_id);

CREATE TABLE lost_cover_items (
  taken_id INTEGER NOT NULL REFERENCES lost_cover_taken (id),
  transaction_id INTEGER NOT NULL,
  -- Of the row, as an invoice in instalments has several.
  due_on TEXT NOT NULL CHECK (length(due_on) = 10),
  -- In the currency of the policy.
  open_minor INTEGER NOT NULL,
  PRIMARY KEY (taken_id, transaction_id, due_on)
) STRICT, WITHOUT ROWID;
