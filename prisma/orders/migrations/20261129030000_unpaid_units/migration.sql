-- When the order began to wait for its buyer; null if it never did.
ALTER TABLE orders ADD COLUMN awaited_at timestamptz(3);

-- Orders of the account, besides `this_order`, that have waited for their buyer and are not older
-- than `since`.
CREATE FUNCTION awaited_orders(customer uuid, this_order uuid, since interval) RETURNS uuid[]
LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(id), '{}') FROM orders
  WHERE customer_id = customer AND placed_at > now() - since AND awaited_at IS NOT NULL
    AND id <> this_order
$$;

-- Units of each product in those of the orders that are unpaid: they wait for their buyer, or their
-- wait ended less than `ended` ago. An order whose payment was authorised does not count. `ended_at`
-- is when the first of these waits ended, or now if none has ended.
CREATE FUNCTION unpaid_units(order_ids uuid[], ended interval)
RETURNS TABLE (sku citext, units bigint, ended_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT l.sku, sum(l.quantity), min(coalesce(o.decided_at, now()))
  FROM orders o JOIN order_lines l ON l.order_id = o.id
  WHERE o.id = ANY(order_ids) AND o.awaited_at IS NOT NULL
    AND (o.decided_at IS NULL OR o.decided_at > now() - ended)
    AND NOT EXISTS (
      SELECT FROM effects e WHERE e.order_id = o.id AND e.kind = 'AUTHORIZE' AND e.state = 'DONE')
  GROUP BY l.sku
$$;

-- Whether `this_order` of the account may wait: fewer orders wait than `orders_max`, and the other
-- unpaid orders have at most `units_max` units of each of these products. `awaits_buyers_below` makes
-- the changes of one account take turns; the queries after it have new snapshots, which see what was
-- committed during the wait for that lock.
CREATE FUNCTION may_await_buyer(
  customer uuid, this_order uuid, orders_max integer, awaited interval, since interval,
  ended interval, skus citext[], units_max bigint[]
) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF NOT awaits_buyers_below(customer, orders_max, awaited) THEN
    RETURN false;
  END IF;
  RETURN NOT EXISTS (
    SELECT FROM unnest(skus, units_max) AS wanted (sku, units_max)
    LEFT JOIN unpaid_units(awaited_orders(customer, this_order, since), ended) held
      ON held.sku = wanted.sku
    WHERE coalesce(held.units, 0) > wanted.units_max);
END
$$;
