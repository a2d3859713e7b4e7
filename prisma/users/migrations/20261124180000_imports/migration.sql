-- Whose account an imported customer got. It stays theirs when the e-mail address changes.
CREATE TABLE account_imports (
  reference text PRIMARY KEY,
  user_id   uuid NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE
);
