-- The few mails that are not sent yet.
CREATE INDEX CONCURRENTLY mails_waiting_idx ON mails (id) WHERE handled_at IS NULL;
