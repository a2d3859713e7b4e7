-- A closed warehouse takes no new reservations. Its stock levels carry a copy of that fact, because
-- a reservation locks and reads their rows anyway.
ALTER TABLE warehouses ADD COLUMN active boolean NOT NULL DEFAULT true;
ALTER TABLE stock_levels ADD COLUMN warehouse_active boolean NOT NULL DEFAULT true;

-- A new level copies the state of its warehouse, also when the previous version adds it. The lock
-- waits for a warehouse that is being closed, which in turn waits for the levels being added.
CREATE FUNCTION stock_level_of_warehouse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.warehouse_active := coalesce(
    (SELECT active FROM warehouses WHERE code = NEW.warehouse FOR SHARE), true);
  RETURN NEW;
END $$;
CREATE TRIGGER stock_level_of_warehouse BEFORE INSERT ON stock_levels
  FOR EACH ROW EXECUTE FUNCTION stock_level_of_warehouse();
