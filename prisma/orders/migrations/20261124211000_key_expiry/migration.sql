-- Keys are forgotten oldest first, a batch at a time: found by their age, not by reading them all.
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);
