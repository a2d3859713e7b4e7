-- When the order began to wait for its buyer; null if it never did.
ALTER TABLE orders ADD COLUMN awaited_at timestamptz(3);

-- The unpaid orders of the account besides `this_order`, not older than `since`: they wait for their
-- buyer, or their wait ended less than `ended` ago. An order whose payment was authorised is not
-- unpaid. Only the newest 6,000 orders are read: an attacker may have very many that were refused, and
-- nobody places more in the time that an order waits.
CREATE FUNCTION unpaid_orders(customer uuid, this_order uuid, since interval, ended interval)
RETURNS TABLE (id uuid)
LANGUAGE sql STABLE AS $$
  SELECT o.id FROM (
    SELECT n.id, n.awaited_at, n.decided_at FROM orders n
    WHERE n.customer_id = customer AND n.placed_at > now() - since
    ORDER BY n.placed_at DESC, n.id DESC LIMIT 6000) o
  WHERE o.awaited_at IS NOT NULL AND o.id <> this_order
    AND (o.decided_at IS NULL OR o.decided_at > now() - ended)
    AND NOT EXISTS (
      SELECT FROM effects e WHERE e.order_id = o.id AND e.kind = 'AUTHORIZE' AND e.state = 'DONE')
$$;

-- Units of these products in those of the orders that are unpaid. `ended_at` is when the first of
-- their waits ended, or now if none has ended.
CREATE FUNCTION unpaid_units(order_ids uuid[], ended interval, skus citext[])
RETURNS TABLE (sku citext, units bigint, ended_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT l.sku, sum(l.quantity), min(coalesce(o.decided_at, now()))
  FROM orders o JOIN order_lines l ON l.order_id = o.id
  WHERE o.id = ANY(order_ids) AND l.sku = ANY(skus) AND o.awaited_at IS NOT NULL
    AND (o.decided_at IS NULL OR o.decided_at > now() - ended)
    AND NOT EXISTS (
      SELECT FROM effects e WHERE e.order_id = o.id AND e.kind = 'AUTHORIZE' AND e.state = 'DONE')
  GROUP BY l.sku
$$;

-- Whether `this_order` of the account may wait: fewer orders wait than `orders_max`, the account has
-- fewer than `unpaid_max` other unpaid orders, and they have at most `units_max` units of each of these
-- products. `awaits_buyers_below` makes the changes of one account take turns; the queries after it
-- have new snapshots, which see what was committed during the wait for that lock.
CREATE FUNCTION may_await_buyer(
  customer uuid, this_order uuid, orders_max integer, awaited interval, since interval,
  ended interval, unpaid_max integer, skus citext[], units_max bigint[]
) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  others uuid[];
BEGIN
  IF 0 > ANY(units_max) OR NOT awaits_buyers_below(customer, orders_max, awaited) THEN
    RETURN false;
  END IF;
  others := ARRAY(
    SELECT u.id FROM unpaid_orders(customer, this_order, since, ended) u LIMIT unpaid_max);
  IF cardinality(others) = 0 OR cardinality(others) = unpaid_max THEN
    RETURN cardinality(others) = 0;
  END IF;
  RETURN NOT EXISTS (
    SELECT FROM unnest(skus, units_max) AS wanted (sku, units_max)
    JOIN unpaid_units(others, ended, skus) held ON held.sku = wanted.sku
    WHERE held.units > wanted.units_max);
END
$$;
