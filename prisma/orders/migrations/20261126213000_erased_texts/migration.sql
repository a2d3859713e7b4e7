-- An erasure looks up the results of bulk actions by order.
CREATE INDEX CONCURRENTLY bulk_action_items_order_idx ON bulk_action_items (order_id);

-- Erased orders whose payment can still be refunded or released.
CREATE INDEX CONCURRENTLY orders_erased_payments_idx ON orders (id)
  WHERE erased_at IS NOT NULL AND payment_reference IS NOT NULL;
