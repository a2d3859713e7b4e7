-- A customer's orders that were not fulfilled: few, and often none among very many others.
CREATE INDEX CONCURRENTLY orders_unfulfilled_idx ON orders (customer_id, placed_at DESC, id DESC)
  WHERE status IN ('CANCELLED', 'REJECTED');
