-- Changes of rows that processes cache, by the transaction that made them. Triggers note them, so
-- that no writer can forget it: an import, the previous version, or SQL by hand. A null key means
-- every row.
CREATE TABLE data_changes (
  id    bigserial PRIMARY KEY,
  xact  bigint NOT NULL,
  at    timestamptz(3) NOT NULL DEFAULT now(),
  scope text NOT NULL,
  key   text
);
CREATE INDEX data_changes_xact_idx ON data_changes (xact);

-- Names the history of these rows. A restore and a move to another region write a new one, so that
-- nothing which was cached before is read again. Changes of transactions below `deleted_below` are
-- no longer known one by one.
CREATE TABLE data_epoch (
  is_only       boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  epoch         uuid NOT NULL DEFAULT gen_random_uuid(),
  deleted_below bigint NOT NULL DEFAULT 0
);
INSERT INTO data_epoch DEFAULT VALUES;

-- Once a statement. Its arguments are the scope, the column of the key, and how many keys are noted
-- one by one.
CREATE FUNCTION note_data_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM (SELECT FROM changed_rows LIMIT TG_ARGV[2]::int + 1) AS sample)
      > TG_ARGV[2]::int THEN
    INSERT INTO data_changes (xact, scope)
    VALUES (pg_current_xact_id()::text::bigint, TG_ARGV[0]);
  ELSE
    INSERT INTO data_changes (xact, scope, key)
    SELECT pg_current_xact_id()::text::bigint, TG_ARGV[0], lower(to_jsonb(r) ->> TG_ARGV[1])
    FROM changed_rows r;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION note_data_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO data_changes (xact, scope) VALUES (pg_current_xact_id()::text::bigint, TG_ARGV[0]);
  RETURN NULL;
END $$;

CREATE TRIGGER products_data_inserted AFTER INSERT ON products
  REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_changes('products', 'sku', '1000');
CREATE TRIGGER products_data_updated AFTER UPDATE ON products
  REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_changes('products', 'sku', '1000');
CREATE TRIGGER products_data_deleted AFTER DELETE ON products
  REFERENCING OLD TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_changes('products', 'sku', '1000');
CREATE TRIGGER products_data_truncated AFTER TRUNCATE ON products
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_removal('products');

CREATE TRIGGER warehouses_data_inserted AFTER INSERT ON warehouses
  REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_changes('warehouses', 'code', '1000');
CREATE TRIGGER warehouses_data_updated AFTER UPDATE ON warehouses
  REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_changes('warehouses', 'code', '1000');
CREATE TRIGGER warehouses_data_deleted AFTER DELETE ON warehouses
  REFERENCING OLD TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_changes('warehouses', 'code', '1000');
CREATE TRIGGER warehouses_data_truncated AFTER TRUNCATE ON warehouses
  FOR EACH STATEMENT EXECUTE FUNCTION note_data_removal('warehouses');
