-- Keys and evidence: the role that serves reads and inserts these rows. Whatever changes or deletes
-- them goes through functions of the owner, which check the condition themselves.

-- The table that was swept before this migration.
ALTER TABLE data_keys ADD COLUMN swept_tables text[] NOT NULL DEFAULT '{orders}';
-- Hash of a token that is derived from the secret under which the key is encrypted: only a process
-- that has the secret may replace `key_sealed`. Null in rows of the previous version.
ALTER TABLE data_keys ADD COLUMN rewrap_token_hash bytea;

-- Encrypts a data key under another secret. The first caller sets the token of an older row.
CREATE FUNCTION rewrap_data_key(key_id text, token bytea, sealed bytea, next_token_hash bytea)
RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH rewrapped AS (
    UPDATE data_keys SET key_sealed = sealed, rewrap_token_hash = next_token_hash
    WHERE id = key_id AND coalesce(rewrap_token_hash = sha256(token), rewrap_token_hash IS NULL)
    RETURNING id
  )
  SELECT EXISTS (SELECT FROM rewrapped)
$$;

-- Retires the keys before a newer one that is in use.
CREATE FUNCTION retire_data_keys(successor text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE data_keys SET retired_at = now()
  WHERE purpose = 'values' AND retired_at IS NULL AND EXISTS (
    SELECT FROM data_keys newer
    WHERE newer.id = successor AND newer.purpose = 'values' AND newer.retired_at IS NULL
      AND substr(newer.id, 2)::int > substr(data_keys.id, 2)::int)
$$;

-- Records the tables in which everything is encrypted under the key in use.
CREATE FUNCTION mark_data_key_swept(key_id text, tables text[])
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE data_keys SET swept_at = now(), swept_tables = ARRAY(
    SELECT DISTINCT name FROM unnest(swept_tables || tables) AS name ORDER BY name)
  WHERE id = key_id AND purpose = 'values' AND retired_at IS NULL
$$;

-- Deletes a key that was retired for a minute, if no value is encrypted under it.
CREATE FUNCTION destroy_data_key(key_id text)
RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH destroyed AS (
    DELETE FROM data_keys
    WHERE id = key_id AND purpose = 'values'
      AND retired_at <= clock_timestamp() - interval '1 minute'
      AND NOT EXISTS (
        SELECT FROM orders WHERE starts_with(shipping_address->>'sealed', key_id || '.'))
    RETURNING id
  )
  SELECT EXISTS (SELECT FROM destroyed)
$$;

-- Forgets erased customers that orders has known for 30 days at the least, as the setting does.
CREATE FUNCTION forget_erased_customers(days int, rows_max int)
RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH forgotten AS (
    DELETE FROM erased_customers WHERE customer_id IN (
      SELECT customer_id FROM erased_customers
      WHERE heard_at < now() - greatest(days, 30) * interval '1 day'
      ORDER BY heard_at LIMIT rows_max FOR UPDATE SKIP LOCKED)
    RETURNING customer_id
  )
  SELECT count(*)::int FROM forgotten
$$;

REVOKE EXECUTE ON FUNCTION rewrap_data_key, retire_data_keys, mark_data_key_swept, destroy_data_key,
  forget_erased_customers FROM PUBLIC;
