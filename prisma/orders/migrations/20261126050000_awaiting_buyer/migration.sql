-- Whether an account has fewer orders that wait for their buyer than so many. Changes of one account
-- that ask this take turns until they are committed, and each query of the function has a snapshot
-- of its own: none is decided on what another is just changing.
CREATE FUNCTION awaits_buyers_below(customer uuid, most integer, since interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('awaiting buyer ' || customer::text, 0));
  RETURN (
    SELECT count(*) < most FROM orders
    WHERE customer_id = customer AND placed_at > now() - since
      AND status = 'PENDING' AND payment_status = 'ACTION_REQUIRED');
END
$$;
