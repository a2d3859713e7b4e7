-- The row of a mail is its job. The previous version made a job of it in the database of orders, at
-- queued_at, and neither reads nor writes these columns.
ALTER TABLE mails
  ADD COLUMN attempts int NOT NULL DEFAULT 0,
  ADD COLUMN attempt_after timestamptz(3),
  ADD COLUMN started_at timestamptz(3),
  ADD COLUMN failed_at timestamptz(3),
  ADD COLUMN output jsonb;
