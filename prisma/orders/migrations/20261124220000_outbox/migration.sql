-- What happened to an order and was not passed on yet. A row is written by the statement that
-- writes the timeline, and deleted by the relay once everybody has it. The position rises with
-- each order's version, for whoever writes an order holds its row; between orders it says nothing.
CREATE TABLE outbox (
  position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id    uuid NOT NULL,
  version     integer NOT NULL,
  customer_id uuid NOT NULL,
  number      text NOT NULL,
  type        text NOT NULL,
  status      "OrderStatus" NOT NULL,
  at          timestamptz(3) NOT NULL DEFAULT now(),
  -- Webhooks have it, while the stream for other systems is still away.
  is_told     boolean NOT NULL DEFAULT false
);

-- As good as empty and always new: what was deleted is swept away by number, not by share.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000);
