CREATE TYPE "StatsBucket" AS ENUM ('HOUR', 'DAY');

-- Figures of the orders that were placed in a UTC hour or day. The relay adds to a few rows all the
-- time: the free space lets PostgreSQL do so without touching the index.
CREATE TABLE order_stats (
  currency      char(3)        NOT NULL,
  bucket        "StatsBucket"  NOT NULL,
  at            timestamptz(3) NOT NULL,
  placed        int            NOT NULL,
  confirmed     int            NOT NULL,
  rejected      int            NOT NULL,
  cancelled     int            NOT NULL,
  revenue_minor bigint         NOT NULL,
  decided       int[]          NOT NULL,
  PRIMARY KEY (currency, bucket, at)
) WITH (fillfactor = 50);

-- Days to be counted from the orders.
CREATE TABLE order_stats_stale (
  day timestamptz(3) PRIMARY KEY
);

-- Reads the orders without locking them; they are counted day by day after the start.
INSERT INTO order_stats_stale
SELECT DISTINCT date_trunc('day', placed_at, 'UTC') FROM orders;
