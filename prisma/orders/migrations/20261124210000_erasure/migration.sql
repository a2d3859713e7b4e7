-- When what identifies a person was removed from the order: from then on no write brings it back.
ALTER TABLE orders ADD COLUMN erased_at timestamptz(3);

-- Accounts that are no more, as users tells of them. The newest says where to go on asking;
-- `heard_at` for how long orders that came in late are looked for.
CREATE TABLE erased_customers (
  customer_id uuid PRIMARY KEY,
  erased_at   timestamptz(3) NOT NULL,
  heard_at    timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX erased_customers_erased_at_idx ON erased_customers (erased_at DESC, customer_id DESC);
CREATE INDEX erased_customers_heard_at_idx ON erased_customers (heard_at);
