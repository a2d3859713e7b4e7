-- An account that may not be used: no sign-in, no refresh, no key.
ALTER TABLE users ADD COLUMN locked_at timestamptz(3);

-- Why, and by whom. The reason is text about a person: it goes with the account.
CREATE TABLE account_locks (
  id        uuid PRIMARY KEY,
  user_id   uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  at        timestamptz(3) NOT NULL DEFAULT now(),
  actor     text NOT NULL,
  is_locked boolean NOT NULL,
  reason    text NOT NULL
);
CREATE INDEX account_locks_user_id_at_idx ON account_locks (user_id, at);
