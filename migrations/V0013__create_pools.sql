-- Pools of customers, the agents who work them, and what is put off on the worklist (spec 21 §1, §2).

-- A pool holds no customers: who is in it follows from its rows whenever somebody asks.
CREATE TABLE pools (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 20),
  description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 60),
  kind TEXT NOT NULL CHECK (kind IN ('collections', 'aging_snapshot')),
  -- Missing: the definition that lists use.
  definition_id TEXT REFERENCES aging_definitions (id),
  -- Of the pools in which a customer is, the one with the lowest rank names the agent.
  rank INTEGER NOT NULL CHECK (rank > 0),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

-- Rows that must all hold; of the values of a row one is enough.
CREATE TABLE pool_criteria (
  pool_id INTEGER NOT NULL REFERENCES pools (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  field TEXT NOT NULL CHECK (field IN ('account', 'customer_group', 'credit_group', 'region', 'segment', 'salesperson',
    'risk_group', 'account_status', 'currency', 'agent', 'balance', 'overdue', 'oldest_bucket')),
  comparison TEXT NOT NULL CHECK (comparison IN ('is', 'is_not', 'between', 'at_least', 'at_most')),
  -- JSON: texts; amounts are minor units.
  "values" TEXT NOT NULL CHECK (json_valid("values")),
  -- Of an amount.
  currency TEXT CHECK (length(currency) = 3),
  PRIMARY KEY (pool_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_teams (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 60),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TABLE agents (
  user_id INTEGER PRIMARY KEY REFERENCES users (id),
  team_id INTEGER NOT NULL REFERENCES agent_teams (id),
  default_pool_id INTEGER REFERENCES pools (id),
  -- `own`: the customers of the agent's pools; one without pools sees everybody.
  sees TEXT NOT NULL CHECK (sees IN ('own', 'all')),
  act_id INTEGER NOT NULL REFERENCES audit (id)
) STRICT;

CREATE TABLE agent_pools (
  user_id INTEGER NOT NULL REFERENCES agents (user_id),
  pool_id INTEGER NOT NULL REFERENCES pools (id),
  PRIMARY KEY (user_id, pool_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_pools_by_pool ON agent_pools (pool_id);

-- A customer that its agent has put off: back on the worklist of that user on the day.
CREATE TABLE worklist_snoozes (
  user_id INTEGER NOT NULL REFERENCES users (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  until_on TEXT NOT NULL CHECK (length(until_on) = 10),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  PRIMARY KEY (user_id, customer_id)
) STRICT, WITHOUT ROWID;
