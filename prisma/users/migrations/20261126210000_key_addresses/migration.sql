-- From where an API key is used, so that an address that is new for it can be found.
CREATE TABLE api_key_addresses (
  api_key_id    uuid NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  address       text NOT NULL,
  first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at  timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (api_key_id, address)
);
