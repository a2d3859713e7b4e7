-- The deliveries of an endpoint in the order of their attempts.
CREATE INDEX CONCURRENTLY webhook_deliveries_next
  ON webhook_deliveries (endpoint_id, next_attempt_at, created_at) WHERE status = 'PENDING';

-- The attempts in progress, which are counted per endpoint.
CREATE INDEX CONCURRENTLY webhook_deliveries_leased ON webhook_deliveries (endpoint_id)
  WHERE status = 'PENDING' AND lease_until IS NOT NULL;

-- The first index lists the open deliveries of an endpoint, too; earlier ones of an order are found
-- by the unique index.
DROP INDEX CONCURRENTLY IF EXISTS webhook_deliveries_open;
