CREATE TYPE "Language" AS ENUM ('EN', 'DE');

-- A new address waits in pending_email until a link sent to it is opened.
ALTER TABLE users
  ADD COLUMN email_verified_at timestamptz(3),
  ADD COLUMN pending_email citext,
  ADD COLUMN language "Language" NOT NULL DEFAULT 'EN';

-- The demo accounts of development; nobody else can have an address of this domain.
UPDATE users SET email_verified_at = created_at
WHERE email IN ('admin@example.com', 'support@example.com', 'warehouse@example.com',
  'partner@example.com', 'customer@example.com');

-- One token an account and purpose: a newer one replaces it. Used tokens are deleted.
CREATE TABLE mail_tokens (
  user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  purpose    text NOT NULL,
  token_hash bytea NOT NULL,
  email      citext NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (user_id, purpose)
);
CREATE UNIQUE INDEX mail_tokens_token_hash_key ON mail_tokens (token_hash);

-- Mails to be sent, written with the change that they report. Handled ones stay for an hour, to
-- count how many an address got.
CREATE TABLE mails (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL,
  email      citext NOT NULL,
  user_id    uuid REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL,
  queued_at  timestamptz(3),
  handled_at timestamptz(3)
);
CREATE INDEX mails_email_kind_created_at_idx ON mails (email, kind, created_at);
CREATE INDEX mails_queued_at_id_idx ON mails (queued_at, id);
CREATE INDEX mails_created_at_idx ON mails (created_at);
CREATE INDEX mails_user_id_idx ON mails (user_id);
