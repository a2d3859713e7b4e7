-- How long work has been open, however often it was tried since.
ALTER TABLE effects ADD COLUMN opened_at timestamptz(3) NOT NULL DEFAULT now();

-- The trace (a W3C traceparent) of what happened: it goes on where the news of it goes.
ALTER TABLE outbox ADD COLUMN trace text;
ALTER TABLE webhook_deliveries ADD COLUMN trace text;
