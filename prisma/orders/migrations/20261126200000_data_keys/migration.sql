-- The keys that encrypt personal data, encrypted under a secret that the database never sees.
CREATE TABLE data_keys (
  id         text PRIMARY KEY,
  purpose    text NOT NULL,
  key_sealed bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  retired_at timestamptz(3),
  swept_at   timestamptz(3)
);
