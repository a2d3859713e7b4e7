-- Units that were ordered of a SKU in a UTC day, as far as they count as demand.
CREATE TABLE daily_demand (
  day   date   NOT NULL,
  sku   citext NOT NULL,
  units int    NOT NULL,
  PRIMARY KEY (day, sku)
);
CREATE INDEX daily_demand_sku_day_idx ON daily_demand (sku, day);

-- Days to be counted from the orders, by the job that forecasts demand.
CREATE TABLE daily_demand_stale (
  day date PRIMARY KEY
);

-- Reads the orders without locking them.
INSERT INTO daily_demand_stale
SELECT DISTINCT (placed_at AT TIME ZONE 'UTC')::date FROM orders;

-- One forecast a SKU, of each weekday from Monday on.
CREATE TABLE demand_forecasts (
  sku      citext             PRIMARY KEY,
  -- The first day that was forecast: its history ends with the day before.
  origin   date               NOT NULL,
  expected double precision[] NOT NULL,
  low      double precision[] NOT NULL,
  high     double precision[] NOT NULL
);

-- The note of the timeline that says so is deleted when the account is erased.
ALTER TABLE cancellation_imports ADD COLUMN cancelled_at timestamptz(3);
