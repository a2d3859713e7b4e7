-- What is stored about a person, prepared as a file. A row is worked on until it is ready or failed.
CREATE TABLE data_exports (
  id          uuid PRIMARY KEY,
  user_id     uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  -- Until then a process works on it, or it waits before its next attempt.
  lease_until timestamptz(3),
  attempts    int NOT NULL DEFAULT 0,
  ready_at    timestamptz(3),
  failed_at   timestamptz(3),
  -- From then on it is deleted; null while it is being prepared.
  expires_at  timestamptz(3),
  parts       int NOT NULL DEFAULT 0,
  bytes       int NOT NULL DEFAULT 0,
  downloads   int NOT NULL DEFAULT 0
);
CREATE INDEX data_exports_user_id_created_at_idx ON data_exports (user_id, created_at);
CREATE INDEX data_exports_open_idx ON data_exports (created_at) WHERE expires_at IS NULL;
CREATE INDEX data_exports_expires_at_idx ON data_exports (expires_at);

-- The file, cut in pieces and encrypted.
CREATE TABLE data_export_parts (
  export_id uuid  NOT NULL REFERENCES data_exports (id) ON DELETE CASCADE,
  position  int   NOT NULL,
  sealed    bytea NOT NULL,
  PRIMARY KEY (export_id, position)
);
