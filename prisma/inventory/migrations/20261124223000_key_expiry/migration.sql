-- Keys of adjustStock are forgotten oldest first, a batch at a time. Those of shipments and returns
-- stay: they belong to effects that orders may repeat at any time.
CREATE INDEX stock_effects_adjusted_at_idx ON stock_effects (created_at)
WHERE starts_with(key, 'adjust-stock:');
