-- The queue of mails is read by mails_waiting_idx, and no statement orders by this time any longer.
DROP INDEX CONCURRENTLY IF EXISTS mails_queued_at_id_idx;
