CREATE TYPE "BulkOrderAction" AS ENUM ('CANCEL', 'DELIVER', 'APPROVE', 'REJECT');
CREATE TYPE "BulkItemState" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED');

-- One action on many orders, on behalf of a person: with the roles and the session that it was
-- started with, which are checked again for each order.
CREATE TABLE bulk_actions (
  id         uuid PRIMARY KEY,
  user_id    uuid              NOT NULL,
  roles      text[]            NOT NULL,
  generation int               NOT NULL,
  key        text              NOT NULL,
  input_hash text              NOT NULL,
  action     "BulkOrderAction" NOT NULL,
  reason     text              NOT NULL,
  total      int               NOT NULL,
  succeeded  int               NOT NULL DEFAULT 0,
  failed     int               NOT NULL DEFAULT 0,
  -- Until then a process works on it, or it waits before its next attempt.
  lease_until timestamptz(3),
  turn_at     timestamptz(3) NOT NULL DEFAULT now(),
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  started_at  timestamptz(3),
  stopped_at  timestamptz(3),
  finished_at timestamptz(3),
  UNIQUE (user_id, key)
);
CREATE INDEX bulk_actions_open_idx ON bulk_actions (turn_at)
  WHERE finished_at IS NULL AND stopped_at IS NULL;
CREATE INDEX bulk_actions_created_idx ON bulk_actions (created_at DESC, id DESC);

CREATE TABLE bulk_action_items (
  bulk_action_id uuid            NOT NULL REFERENCES bulk_actions (id) ON DELETE CASCADE,
  position       int             NOT NULL,
  order_id       uuid            NOT NULL,
  state          "BulkItemState" NOT NULL DEFAULT 'PENDING',
  attempts       int             NOT NULL DEFAULT 0,
  code           text,
  message        text,
  finished_at    timestamptz(3),
  PRIMARY KEY (bulk_action_id, position)
);
CREATE INDEX bulk_action_items_pending_idx ON bulk_action_items (bulk_action_id, attempts, position)
  WHERE state = 'PENDING';
