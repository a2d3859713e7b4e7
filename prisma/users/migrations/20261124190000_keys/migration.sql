CREATE TYPE "Scope" AS ENUM (
  'ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'INVENTORY_WRITE', 'WEBHOOKS_MANAGE'
);

-- An access token carries the generation that it was made in; those of an earlier one are over.
ALTER TABLE users ADD COLUMN token_generation integer NOT NULL DEFAULT 0;
-- Few rows of many: whether there is another ADMIN is asked before one is removed.
CREATE INDEX users_admins_idx ON users (id) WHERE 'ADMIN' = ANY (roles);

-- Without a foreign key: the tokens of an account that was erased are over too.
CREATE TABLE token_ends (
  user_id          uuid PRIMARY KEY,
  below_generation integer NOT NULL,
  ended_at         timestamptz(3) NOT NULL
);
CREATE INDEX token_ends_ended_at_user_id_idx ON token_ends (ended_at, user_id);

CREATE TABLE erasures (
  user_id   uuid PRIMARY KEY,
  erased_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX erasures_erased_at_user_id_idx ON erasures (erased_at, user_id);

CREATE TABLE api_keys (
  id               uuid PRIMARY KEY,
  user_id          uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name             text NOT NULL,
  prefix           text NOT NULL,
  scopes           "Scope"[] NOT NULL,
  quota_per_minute integer CHECK (quota_per_minute > 0),
  created_at       timestamptz(3) NOT NULL DEFAULT now(),
  expires_at       timestamptz(3),
  last_used_at     timestamptz(3),
  revoked_at       timestamptz(3),
  CONSTRAINT at_least_one_scope CHECK (cardinality(scopes) > 0)
);
CREATE INDEX api_keys_user_id_created_at_id_idx ON api_keys (user_id, created_at DESC, id DESC);

CREATE TABLE api_key_secrets (
  secret_hash bytea PRIMARY KEY CHECK (length(secret_hash) = 32),
  api_key_id  uuid NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  expires_at  timestamptz(3)
);
CREATE INDEX api_key_secrets_api_key_id_idx ON api_key_secrets (api_key_id);

-- A new key is published before it signs, so that everybody who checks a token knows it.
ALTER TABLE signing_keys ADD COLUMN signs_from timestamptz(3) NOT NULL DEFAULT now();
UPDATE signing_keys SET signs_from = created_at;
