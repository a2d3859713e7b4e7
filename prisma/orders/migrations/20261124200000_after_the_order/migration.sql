-- What was asked to be given back. Whether it was, the effect REFUND of the same number says: the
-- journal is told once, and nothing has to be kept in step with it.
CREATE TABLE refunds (
  id           uuid PRIMARY KEY,
  order_id     uuid NOT NULL REFERENCES orders (id),
  seq          integer NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  reason       text NOT NULL,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (order_id, seq)
);

-- Units that came back with a refund. The effect RESTOCK of the refund's number puts on hand again
-- those that are to be sold again, and says where.
CREATE TABLE return_lines (
  refund_id uuid NOT NULL REFERENCES refunds (id),
  position  integer NOT NULL,
  sku       citext NOT NULL,
  quantity  integer NOT NULL CHECK (quantity > 0),
  restock   boolean NOT NULL,
  PRIMARY KEY (refund_id, position)
);
