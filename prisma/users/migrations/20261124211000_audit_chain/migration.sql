-- A link an entry: the hash of the entry together with the link before it. Whoever changes or removes
-- an entry behind the triggers' back breaks the chain there; the newest link, noted elsewhere, tells
-- of a chain that was made anew. Entries are linked in the order in which they are committed.
CREATE TABLE audit_links (
  seq      bigint PRIMARY KEY,
  entry_id uuid NOT NULL UNIQUE,
  hash     bytea NOT NULL
);

CREATE FUNCTION audit_hash(previous bytea, entry audit_entries) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(previous || convert_to(json_build_array(entry.id,
    to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
    entry.actor, entry.action, entry.subject, entry.detail)::text, 'UTF8'))
$$;

-- One at a time until it is committed: the link before is the last one for good.
CREATE FUNCTION link_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_seq  bigint := 0;
  last_hash bytea := '';
BEGIN
  PERFORM pg_advisory_xact_lock(7219340114);
  SELECT seq, hash INTO last_seq, last_hash FROM audit_links ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit_links (seq, entry_id, hash)
  VALUES (coalesce(last_seq, 0) + 1, NEW.id, audit_hash(coalesce(last_hash, ''), NEW));
  RETURN NULL;
END
$$;

DO $$
DECLARE
  entry     audit_entries;
  last_seq  bigint := 0;
  last_hash bytea := '';
BEGIN
  FOR entry IN SELECT * FROM audit_entries ORDER BY at, id LOOP
    last_seq := last_seq + 1;
    last_hash := audit_hash(last_hash, entry);
    INSERT INTO audit_links (seq, entry_id, hash) VALUES (last_seq, entry.id, last_hash);
  END LOOP;
END
$$;

CREATE TRIGGER audit_entries_linked AFTER INSERT ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION link_audit_entry();
CREATE TRIGGER audit_links_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_links
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
