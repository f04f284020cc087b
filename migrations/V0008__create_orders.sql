-- Orders under credit management (spec 12): what an order is checked by, checks with their decisions, holds, releases,
-- reservations, and the rules as they stood at each check.

-- What rules look at besides the amount. A missing text is "not given", and then the customer's own counts.
ALTER TABLE orders ADD COLUMN tax_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN terms TEXT;
ALTER TABLE orders ADD COLUMN discount TEXT;
ALTER TABLE orders ADD COLUMN deliver_to TEXT;
ALTER TABLE orders ADD COLUMN suspicion TEXT NOT NULL DEFAULT 'not_given' CHECK (suspicion IN ('not_given', 'clear', 'flagged'));
ALTER TABLE orders ADD COLUMN origin TEXT NOT NULL DEFAULT 'customer' CHECK (origin IN ('customer', 'intercompany'));
CREATE INDEX orders_by_act ON orders (act_id);

-- The cash discount that is agreed with a customer, for the rank test of spec 12 §4.9.
ALTER TABLE credit_attributes ADD COLUMN discount TEXT;

-- Versions of rules, checkpoints, ranks and parameters: JSON of `engine::holds::Policy`. The newest holds; a check names the
-- one that it went by, so that it can be replayed.
CREATE TABLE hold_policies (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

-- What credit management knows of an order, by its number: an order may be checked before it arrives.
CREATE TABLE order_credit (
  id INTEGER PRIMARY KEY,
  company_id INTEGER NOT NULL REFERENCES companies (id),
  order_no TEXT NOT NULL CHECK (order_no <> ''),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  state TEXT NOT NULL DEFAULT 'not_checked' CHECK (state IN
    ('not_checked', 'passed', 'warned', 'on_hold', 'in_approval', 'released', 'rejected', 'cancelled')),
  exclusion TEXT NOT NULL DEFAULT 'by_default' CHECK (exclusion IN ('by_default', 'excluded', 'not_excluded')),
  -- As it was checked last: JSON of the order's facts.
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  step TEXT CHECK (step IN
    ('entry', 'confirmation', 'picking_list', 'packing_slip', 'invoice', 'release_to_warehouse')),
  checked_on TEXT CHECK (length(checked_on) = 10),
  -- JSON of `engine::holds::Release` and `engine::holds::Forced`.
  released TEXT CHECK (json_valid(released)),
  forced TEXT CHECK (json_valid(forced)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  UNIQUE (company_id, order_no)
) STRICT;
CREATE INDEX order_credit_by_customer ON order_credit (customer_id, state);
CREATE INDEX order_credit_by_state ON order_credit (state, id);

CREATE TABLE order_checks (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES order_credit (id),
  checked_on TEXT NOT NULL CHECK (length(checked_on) = 10),
  step TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('posting', 'pro_forma')),
  policy_id INTEGER NOT NULL REFERENCES hold_policies (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('allow', 'warn', 'hold')),
  -- JSON of `engine::holds::Snapshot` and `engine::holds::Decision`.
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  decision TEXT NOT NULL CHECK (json_valid(decision)),
  -- JSON of the exposure by parts with the order in it.
  exposure TEXT NOT NULL CHECK (json_valid(exposure)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX order_checks_by_order ON order_checks (order_id, id);
CREATE INDEX order_checks_by_day ON order_checks (checked_on, id);

CREATE TABLE holds (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES order_credit (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  step TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('posting', 'pro_forma')),
  held_on TEXT NOT NULL CHECK (length(held_on) = 10),
  -- Of the order, minor units of the company's currency.
  amount_minor INTEGER NOT NULL,
  check_id INTEGER REFERENCES order_checks (id),
  forced_reason_id INTEGER REFERENCES credit_reasons (id),
  -- Whether the order was changed since.
  modified INTEGER NOT NULL DEFAULT 0 CHECK (modified IN (0, 1)),
  -- *Ready to release*, and whether somebody is to be asked to post the step.
  ready INTEGER NOT NULL DEFAULT 0 CHECK (ready IN (0, 1)),
  posting_asked INTEGER NOT NULL DEFAULT 0 CHECK (posting_asked IN (0, 1)),
  -- Role or user of the rule that comes first.
  route TEXT,
  assigned_id INTEGER REFERENCES users (id),
  review_on TEXT CHECK (length(review_on) = 10),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'released', 'rejected', 'cancelled')),
  closed_on TEXT CHECK (length(closed_on) = 10),
  closed_act_id INTEGER REFERENCES audit (id),
  release_reason_id INTEGER REFERENCES credit_reasons (id),
  comment TEXT NOT NULL DEFAULT '',
  perform_step INTEGER NOT NULL DEFAULT 0 CHECK (perform_step IN (0, 1)),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((state = 'open') = (closed_on IS NULL))
) STRICT;
CREATE UNIQUE INDEX holds_open ON holds (order_id) WHERE state = 'open';
CREATE INDEX holds_by_order ON holds (order_id, id);
CREATE INDEX holds_by_customer ON holds (customer_id, state);
CREATE INDEX holds_by_state ON holds (state, held_on, id);
CREATE INDEX holds_by_closing ON holds (closed_act_id) WHERE closed_act_id IS NOT NULL;
CREATE INDEX holds_by_forced_reason ON holds (forced_reason_id) WHERE forced_reason_id IS NOT NULL;
CREATE INDEX holds_by_release_reason ON holds (release_reason_id) WHERE release_reason_id IS NOT NULL;

-- The reasons of a hold; `still` is the tick: valid, cleared, cleared_by_threshold, new.
CREATE TABLE hold_reasons (
  hold_id INTEGER NOT NULL REFERENCES holds (id),
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  still TEXT NOT NULL DEFAULT 'valid' CHECK (still IN ('valid', 'cleared', 'cleared_by_threshold', 'new')),
  -- JSON of `engine::holds::Reason`.
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (hold_id, position)
) STRICT, WITHOUT ROWID;

-- A release or rejection that waits for approval (spec 12 §9).
CREATE TABLE hold_requests (
  id INTEGER PRIMARY KEY,
  hold_id INTEGER NOT NULL REFERENCES holds (id),
  wanted TEXT NOT NULL CHECK (wanted IN ('release', 'reject')),
  reason_id INTEGER REFERENCES credit_reasons (id),
  review_on TEXT CHECK (length(review_on) = 10),
  mode TEXT NOT NULL CHECK (mode IN ('without_posting', 'with_posting')),
  comment TEXT NOT NULL DEFAULT '',
  over_limit_minor INTEGER NOT NULL DEFAULT 0,
  asked_by_id INTEGER NOT NULL REFERENCES users (id),
  asked_on TEXT NOT NULL CHECK (length(asked_on) = 10),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'granted', 'declined', 'recalled', 'done')),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX hold_requests_by_hold ON hold_requests (hold_id, id);

CREATE TABLE hold_decisions (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES hold_requests (id),
  decision TEXT NOT NULL CHECK (decision IN ('approved', 'declined')),
  user_id INTEGER NOT NULL REFERENCES users (id),
  -- JSON of the signature, where it is an approval.
  signature TEXT CHECK (json_valid(signature)),
  comment TEXT NOT NULL DEFAULT '',
  decided_on TEXT NOT NULL CHECK (length(decided_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX hold_decisions_by_request ON hold_decisions (request_id, id);

-- Every change of an order's credit status.
CREATE TABLE order_history (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES order_credit (id),
  old_state TEXT NOT NULL,
  new_state TEXT NOT NULL,
  step TEXT,
  changed_on TEXT NOT NULL CHECK (length(changed_on) = 10),
  -- What happened: checked, forced, submitted, recalled, released, rejected, cancelled, undone, reopened.
  event TEXT NOT NULL,
  reason_id INTEGER REFERENCES credit_reasons (id),
  comment TEXT NOT NULL DEFAULT '',
  check_id INTEGER REFERENCES order_checks (id),
  hold_id INTEGER REFERENCES holds (id),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX order_history_by_order ON order_history (order_id, id);

-- What a passed check keeps for an order that has not arrived; an order that has arrived counts by itself.
CREATE TABLE reservations (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES order_credit (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  prepaid_minor INTEGER NOT NULL,
  checked_on TEXT NOT NULL CHECK (length(checked_on) = 10),
  last_on TEXT NOT NULL CHECK (length(last_on) = 10),
  ended_on TEXT CHECK (length(ended_on) = 10),
  ended_why TEXT CHECK (ended_why IN ('imported', 'cancelled', 'replaced')),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  CHECK ((ended_on IS NULL) = (ended_why IS NULL))
) STRICT;
CREATE INDEX reservations_by_customer ON reservations (customer_id, last_on);
CREATE INDEX reservations_by_order ON reservations (order_id, id);

-- Customer rules (spec 12 §11): JSON of `engine::holds::customer_rules::CustomerRule`.
CREATE TABLE customer_rules (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

-- The rule by which a customer has its status, the proposal that waits, and rules whose proposal was declined.
CREATE TABLE customer_rule_states (
  customer_id INTEGER PRIMARY KEY REFERENCES customers (id),
  applied TEXT CHECK (json_valid(applied)),
  -- JSON of the change that is proposed.
  proposed TEXT CHECK (json_valid(proposed)),
  proposed_on TEXT CHECK (length(proposed_on) = 10),
  declined TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(declined)),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;
CREATE INDEX customer_rule_states_proposed ON customer_rule_states (proposed_on) WHERE proposed IS NOT NULL;

-- Shipped reasons; the window has their words.
INSERT INTO credit_reasons (kind, code) VALUES
  ('hold', 'CHECK'), ('release', 'CHECKED'), ('release', 'AUTOMATIC'), ('release', 'CHANGED'), ('release', 'CANCELLED')
ON CONFLICT DO NOTHING;

CREATE TRIGGER hold_policies_no_update BEFORE UPDATE ON hold_policies BEGIN SELECT RAISE(ABORT, 'append-only: hold_policies'); END;
CREATE TRIGGER hold_policies_no_delete BEFORE DELETE ON hold_policies BEGIN SELECT RAISE(ABORT, 'append-only: hold_policies'); END;
CREATE TRIGGER order_checks_no_update BEFORE UPDATE ON order_checks BEGIN SELECT RAISE(ABORT, 'append-only: order_checks'); END;
-- They go only with their order, when the import that brought its customer is undone.
CREATE TRIGGER order_checks_no_delete BEFORE DELETE ON order_checks WHEN EXISTS (SELECT 1 FROM order_credit WHERE id = OLD.order_id)
BEGIN SELECT RAISE(ABORT, 'append-only: order_checks'); END;
CREATE TRIGGER order_history_no_update BEFORE UPDATE ON order_history BEGIN SELECT RAISE(ABORT, 'append-only: order_history'); END;
CREATE TRIGGER order_history_no_delete BEFORE DELETE ON order_history WHEN EXISTS (SELECT 1 FROM order_credit WHERE id = OLD.order_id)
BEGIN SELECT RAISE(ABORT, 'append-only: order_history'); END;
CREATE TRIGGER hold_decisions_no_update BEFORE UPDATE ON hold_decisions BEGIN SELECT RAISE(ABORT, 'append-only: hold_decisions'); END;
CREATE TRIGGER hold_decisions_no_delete BEFORE DELETE ON hold_decisions BEGIN SELECT RAISE(ABORT, 'append-only: hold_decisions'); END;
-- A hold that was decided stays as it was decided; only its undo opens another.
CREATE TRIGGER holds_closed BEFORE UPDATE ON holds WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'append-only: holds'); END;
