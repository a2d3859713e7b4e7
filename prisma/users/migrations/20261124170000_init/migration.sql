CREATE EXTENSION IF NOT EXISTS citext;

CREATE TYPE "Role" AS ENUM ('CUSTOMER', 'SUPPORT', 'WAREHOUSE', 'PARTNER', 'ADMIN');

CREATE TABLE users (
  id            uuid PRIMARY KEY,
  email         citext NOT NULL UNIQUE,
  name          text NOT NULL,
  password_hash text,
  roles         "Role"[] NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  updated_at    timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT email_in_lower_case CHECK (email::text = lower(email::text)),
  CONSTRAINT at_least_one_role CHECK (cardinality(roles) > 0)
);
CREATE INDEX users_created_at_id_idx ON users (created_at DESC, id DESC);
-- Prefixes of names, whatever the case and the collation.
CREATE INDEX users_name_prefix_idx ON users (lower(name) text_pattern_ops);

CREATE TABLE addresses (
  id          uuid PRIMARY KEY,
  user_id     uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  label       text,
  recipient   text NOT NULL,
  line1       text NOT NULL,
  line2       text,
  city        text NOT NULL,
  region      text,
  postal_code text NOT NULL,
  country     char(2) NOT NULL,
  phone       text,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX addresses_user_id_created_at_id_idx ON addresses (user_id, created_at, id);

CREATE TABLE sessions (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  ended_at   timestamptz(3),
  ended_by   text
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  used_at    timestamptz(3),
  successor  bytea,
  revoked_at timestamptz(3),
  CONSTRAINT successor_once_used CHECK ((used_at IS NULL) = (successor IS NULL))
);
CREATE INDEX refresh_tokens_session_id_idx ON refresh_tokens (session_id);

CREATE TABLE signing_keys (
  kid                text PRIMARY KEY,
  public_jwk         text NOT NULL,
  private_key_sealed bytea NOT NULL,
  created_at         timestamptz(3) NOT NULL DEFAULT now(),
  not_after          timestamptz(3)
);

CREATE TABLE audit_entries (
  id      uuid PRIMARY KEY,
  at      timestamptz(3) NOT NULL DEFAULT now(),
  actor   text NOT NULL,
  action  text NOT NULL,
  subject text NOT NULL,
  detail  text
);
CREATE INDEX audit_entries_at_id_idx ON audit_entries (at DESC, id DESC);
CREATE INDEX audit_entries_subject_at_id_idx ON audit_entries (subject, at DESC, id DESC);
CREATE INDEX audit_entries_actor_at_id_idx ON audit_entries (actor, at DESC, id DESC);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
