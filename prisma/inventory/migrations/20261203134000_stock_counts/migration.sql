-- When a level was last counted: an older count that is imported later changes nothing. Null in
-- levels that only the previous version counted.
ALTER TABLE stock_levels ADD COLUMN counted_at timestamptz(3);
