-- Idempotency keys are texts of clients and may name a person: kept as SHA-256 in base64url, by
-- which the same key is found again. All rows are written once.
UPDATE idempotency_keys
SET key = rtrim(translate(encode(sha256(convert_to(key, 'UTF8')), 'base64'), '+/', '-_'), '=');

UPDATE effects
SET input = jsonb_set(input, '{idempotencyKey}', to_jsonb(
  rtrim(translate(encode(sha256(convert_to(input->>'idempotencyKey', 'UTF8')), 'base64'), '+/', '-_'), '=')))
WHERE kind IN ('SHIP', 'REFUND') AND input ? 'idempotencyKey';

-- What was erased before this loses its tracking too: the carrier knows by it who lives where.
UPDATE shipments s SET tracking_code = 'erased', tracking_url = NULL
FROM orders o WHERE o.id = s.order_id AND o.erased_at IS NOT NULL;

UPDATE effects e SET input = e.input || '{"trackingCode": "erased", "trackingUrl": null}'
FROM orders o WHERE o.id = e.order_id AND o.erased_at IS NOT NULL AND e.kind = 'SHIP';
