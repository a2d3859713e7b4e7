-- Finds the mail of a link.
CREATE UNIQUE INDEX CONCURRENTLY mails_disown_hash_key ON mails (disown_hash);
