-- When a session was signed in to; a changed password begins a session that keeps the time. Null in
-- sessions of the previous version, which count as signed in to long ago.
ALTER TABLE sessions ADD COLUMN signed_in_at timestamptz(3);
