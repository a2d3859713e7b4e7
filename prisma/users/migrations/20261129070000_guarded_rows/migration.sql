-- Keys and evidence: the role that serves reads and inserts these rows. Whatever changes or deletes
-- them goes through functions of the owner, which check the condition themselves.

-- The tables that were swept before this migration.
ALTER TABLE data_keys
  ADD COLUMN swept_tables text[] NOT NULL DEFAULT '{users,addresses,mails,mail_tokens}';
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

-- The query of a view, encrypted; `query` is empty then. The hashes of the e-mail addresses in it
-- find it when a person is erased.
ALTER TABLE saved_views ADD COLUMN query_sealed text,
  ADD COLUMN query_emails text[] NOT NULL DEFAULT '{}';

-- Deletes a key that was retired for a minute, if no value is encrypted under it.
CREATE FUNCTION destroy_data_key(key_id text)
RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH destroyed AS (
    DELETE FROM data_keys
    WHERE id = key_id AND purpose = 'values'
      AND retired_at <= clock_timestamp() - interval '1 minute'
      AND NOT EXISTS (SELECT FROM users WHERE starts_with(email_sealed, key_id || '.')
        OR starts_with(pending_email_sealed, key_id || '.'))
      AND NOT EXISTS (SELECT FROM addresses WHERE starts_with(sealed, key_id || '.'))
      AND NOT EXISTS (SELECT FROM mails WHERE starts_with(email_sealed, key_id || '.'))
      AND NOT EXISTS (SELECT FROM saved_views WHERE starts_with(query_sealed, key_id || '.'))
    RETURNING id
  )
  SELECT EXISTS (SELECT FROM destroyed)
$$;

-- Ends the keys before a newer one, a minute after it signs at the earliest, which is how long the
-- shortest access token lasts; and deletes those whose last token has expired.
CREATE FUNCTION succeed_signing_keys(successor text, outlived_by interval)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE signing_keys SET not_after = greatest(clock_timestamp(), newer.signs_from)
    + greatest(outlived_by, interval '1 minute')
  FROM signing_keys newer
  WHERE newer.kid = successor AND newer.not_after IS NULL
    AND signing_keys.not_after IS NULL AND signing_keys.kid <> newer.kid
    AND signing_keys.created_at <= newer.created_at;
  DELETE FROM signing_keys WHERE not_after <= now();
$$;

-- Forgets erasures with what an import called their accounts, after 30 days at the earliest, which
-- is the least that the setting takes.
CREATE FUNCTION forget_erasures(days int, rows_max int)
RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH old AS (
    SELECT user_id FROM erasures WHERE erased_at < now() - greatest(days, 30) * interval '1 day'
    ORDER BY erased_at, user_id LIMIT rows_max FOR UPDATE SKIP LOCKED
  ), imported AS (
    DELETE FROM account_imports WHERE user_id IN (SELECT user_id FROM old)
  ), forgotten AS (
    DELETE FROM erasures WHERE user_id IN (SELECT user_id FROM old) RETURNING user_id
  )
  SELECT count(*)::int FROM forgotten
$$;

REVOKE EXECUTE ON FUNCTION rewrap_data_key, retire_data_keys, mark_data_key_swept, destroy_data_key,
  succeed_signing_keys, forget_erasures FROM PUBLIC;
