-- Records erasures. An account that was restored and erased again counts from its last erasure, so
-- that orders looks for its new orders again. No caller can make an erasure older.
CREATE FUNCTION record_erasures(ids uuid[], times timestamptz[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO erased_customers AS known (customer_id, erased_at)
  SELECT id, max(at) FROM unnest(ids, times) AS recorded (id, at) GROUP BY id
  ON CONFLICT (customer_id) DO UPDATE SET erased_at = excluded.erased_at, heard_at = now()
  WHERE excluded.erased_at > known.erased_at
$$;

REVOKE EXECUTE ON FUNCTION record_erasures FROM PUBLIC;
