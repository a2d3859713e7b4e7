-- Each look for mails to send deletes those that neither count nor have a link.
CREATE INDEX CONCURRENTLY mails_without_link_idx ON mails (created_at) WHERE disown_until IS NULL;
CREATE INDEX CONCURRENTLY mails_disown_until_idx ON mails (disown_until);
