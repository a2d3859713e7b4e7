CREATE INDEX CONCURRENTLY saved_views_query_emails_idx ON saved_views USING gin (query_emails);
