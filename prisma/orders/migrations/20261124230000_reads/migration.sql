-- Who ordered a SKU is answered from the index, without the lines.
CREATE INDEX order_lines_sku_order_id_idx ON order_lines (sku, order_id);
DROP INDEX order_lines_sku_idx;

-- Each order is updated when it is decided, shipped and delivered, and its effects as they are
-- done: dead versions are swept away while they are few, not when they are a fifth of everything.
ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE effects SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.05);

-- Shipping updates the lines of an order in place: no index has to follow.
ALTER TABLE order_lines SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02);

-- Append-only: vacuumed by what was inserted, so that freezing never has to catch up.
ALTER TABLE order_events SET (autovacuum_vacuum_insert_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02);

-- Each delivery is updated by every attempt, and deleted when it is old.
ALTER TABLE webhook_deliveries SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
