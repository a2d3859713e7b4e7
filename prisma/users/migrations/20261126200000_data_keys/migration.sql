-- The keys that encrypt personal data, encrypted under a secret that the database never sees.
CREATE TABLE data_keys (
  id         text PRIMARY KEY,
  purpose    text NOT NULL,
  key_sealed bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  retired_at timestamptz(3),
  swept_at   timestamptz(3)
);

-- With a sealed address, `email` and `pending_email` are its keyed hash. Rows without one are those
-- of earlier versions, in clear; a job encrypts them.
ALTER TABLE users ADD COLUMN email_sealed text, ADD COLUMN pending_email_sealed text;
ALTER TABLE addresses ADD COLUMN sealed text;
ALTER TABLE mails ADD COLUMN email_sealed text;
