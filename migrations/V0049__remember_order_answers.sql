-- What a shop was told of an order that came through the order folder, newest only: where it may not go on and that changes, the
-- shop is told again.
CREATE TABLE order_answers (
  order_id INTEGER PRIMARY KEY REFERENCES order_credit (id),
  decision TEXT NOT NULL,
  may_go_on INTEGER NOT NULL CHECK (may_go_on IN (0, 1)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX order_answers_waiting ON order_answers (order_id) WHERE may_go_on = 0;
