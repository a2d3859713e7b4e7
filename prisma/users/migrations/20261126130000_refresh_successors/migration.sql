-- From the salt and the used token, its successor can be computed again. Null once the successor was
-- used. The previous version writes none, and revoked_at; both versions can run at the same time.
ALTER TABLE refresh_tokens ADD COLUMN salt bytea CHECK (length(salt) = 32);
-- At most two per session.
CREATE INDEX refresh_tokens_salted_idx ON refresh_tokens (session_id) WHERE salt IS NOT NULL;
