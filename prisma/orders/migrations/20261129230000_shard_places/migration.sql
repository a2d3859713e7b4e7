-- Shards that were moved between databases of orders. A database without rows has the shards of the
-- configuration. Triggers that call the functions below exist only where a command has moved shards
-- away, so a shop that moves none pays nothing.
CREATE TYPE "ShardState" AS ENUM ('DRAINING', 'COPYING', 'GONE', 'HERE');

CREATE TABLE shard_places (
  shard      int PRIMARY KEY CHECK (shard BETWEEN 0 AND 4095),
  move       int NOT NULL,
  state      "ShardState" NOT NULL,
  changed_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  cleared_at timestamptz(6)
);

-- The role that serves has the right to change rows of every table; only the owner moves shards.
CREATE FUNCTION only_owner_moves_shards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    RAISE EXCEPTION 'Only the owner of the database moves shards.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER shard_places_of_owner BEFORE INSERT OR UPDATE OR DELETE ON shard_places
  FOR EACH ROW EXECUTE FUNCTION only_owner_moves_shards();

-- The shard in the id of an order, as shardOfId of domain/shard.ts reads it.
CREATE FUNCTION shard_of_id(id uuid) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (get_byte(uuid_send(id), 6) & 15) * 256 + get_byte(uuid_send(id), 7)
$$;

-- The shard of a customer's orders, as shardOf of domain/shard.ts computes it.
CREATE FUNCTION shard_of_customer(id uuid) RETURNS int LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  hash bigint := 2166136261;
BEGIN
  FOR position IN 1..36 LOOP
    hash := ((hash # ascii(substr(id::text, position, 1))) * 16777619) & 4294967295;
  END LOOP;
  RETURN ((hash >> 16) # hash) & 4095;
END $$;

-- Whether this database no longer takes writes of a shard. The lock lets the move wait for writes
-- that were begun before; the row is read after it, so that a later write sees the move.
CREATE FUNCTION is_fenced(number int, VARIADIC states "ShardState"[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(720825108, number);
  RETURN EXISTS (SELECT FROM shard_places WHERE shard = number AND state = ANY (states));
END $$;

-- The code means that the server takes no writes, which callers report as SERVICE_UNAVAILABLE.
CREATE FUNCTION refuse_moving(number int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Shard % of orders moves to another database. Try again.', number
    USING ERRCODE = 'read_only_sql_transaction';
END $$;

-- A statement that takes or seals many orders at once leaves out those that move; it changes neither
-- version nor updated_at. Any other write is refused.
CREATE FUNCTION fence_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT is_fenced(shard_of_id(NEW.id), 'DRAINING', 'COPYING', 'GONE') THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND NEW.version = OLD.version AND NEW.updated_at = OLD.updated_at THEN
    RETURN NULL;
  END IF;
  PERFORM refuse_moving(shard_of_id(NEW.id));
  RETURN NULL;
END $$;

-- Rows that are written before or without a change of their order.
CREATE FUNCTION fence_row_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_fenced(shard_of_id(NEW.order_id), 'DRAINING', 'COPYING', 'GONE') THEN
    PERFORM refuse_moving(shard_of_id(NEW.order_id));
  END IF;
  RETURN NEW;
END $$;

-- The relay creates deliveries while a shard drains. Later, attempts are left out, and made again
-- where the shard is then; a restart by hand is refused.
CREATE FUNCTION fence_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT is_fenced(shard_of_id(NEW.order_id), 'COPYING', 'GONE') THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND NEW.begun_at = OLD.begun_at THEN RETURN NULL; END IF;
  PERFORM refuse_moving(shard_of_id(NEW.order_id));
  RETURN NULL;
END $$;

-- Only the move itself deletes endpoints of a fenced shard.
CREATE FUNCTION fence_endpoint() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  endpoint webhook_endpoints := COALESCE(NEW, OLD);
BEGIN
  IF current_setting('orderprocessing.moves_shards', true) = 'on' THEN RETURN endpoint; END IF;
  IF NOT is_fenced(shard_of_customer(endpoint.owner_id), 'COPYING', 'GONE') THEN
    RETURN endpoint;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'failing_since' = to_jsonb(OLD) - 'failing_since' THEN
    RETURN NULL;
  END IF;
  PERFORM refuse_moving(shard_of_customer(endpoint.owner_id));
  RETURN NULL;
END $$;
