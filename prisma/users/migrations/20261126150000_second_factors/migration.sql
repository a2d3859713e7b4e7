-- Until when staff without a second factor may enrol one, besides the day after the registration.
ALTER TABLE users ADD COLUMN may_enrol_until timestamptz(3);
-- Whether the sign-in had a second factor. The previous version's sessions have none.
ALTER TABLE sessions ADD COLUMN second_factor_at timestamptz(3);

CREATE TABLE second_factors (
  user_id       uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret_sealed bytea NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  confirmed_at  timestamptz(3),
  last_step     bigint,
  wrong_codes   integer NOT NULL DEFAULT 0,
  wrong_since   timestamptz(3)
);

CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  used_at   timestamptz(3),
  PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE sign_in_challenges (
  challenge_hash bytea PRIMARY KEY CHECK (length(challenge_hash) = 32),
  user_id        uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  generation     integer NOT NULL,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  expires_at     timestamptz(3) NOT NULL,
  wrong_codes    integer NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_challenges_user_id_created_at_idx ON sign_in_challenges (user_id, created_at);

-- The reason is text about a person: it goes with the account.
CREATE TABLE second_factor_resets (
  id      uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  at      timestamptz(3) NOT NULL DEFAULT now(),
  actor   text NOT NULL,
  reason  text NOT NULL
);
CREATE INDEX second_factor_resets_user_id_at_idx ON second_factor_resets (user_id, at);
