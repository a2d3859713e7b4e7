-- From now on the service computes the links, with a key that the database never sees. Links without
-- a key id are those of the versions before, whose entries this trigger still links.
ALTER TABLE audit_links ADD COLUMN key_id text;

CREATE OR REPLACE FUNCTION link_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_seq  bigint := 0;
  last_hash bytea := '';
BEGIN
  IF EXISTS (SELECT FROM audit_links WHERE entry_id = NEW.id) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(7219340114);
  SELECT seq, hash INTO last_seq, last_hash FROM audit_links ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit_links (seq, entry_id, hash)
  VALUES (coalesce(last_seq, 0) + 1, NEW.id, audit_hash(coalesce(last_hash, ''), NEW));
  RETURN NULL;
END
$$;
