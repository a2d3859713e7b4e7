-- A mail about a change has a link that disowns it. Mails from before this migration, and those that
-- the previous version writes, have none.
ALTER TABLE mails
  ADD COLUMN send_after timestamptz(3),
  ADD COLUMN disown_hash bytea,
  ADD COLUMN disown_until timestamptz(3),
  ADD COLUMN is_proven boolean,
  ADD COLUMN factor_at timestamptz(3);
