CREATE TYPE "WebhookDeliveryStatus" AS ENUM ('PENDING', 'DELIVERED', 'FAILED');

-- Where a partner hears of orders of their own. Secrets are sealed with a key that is not in here.
CREATE TABLE webhook_endpoints (
  id              uuid PRIMARY KEY,
  owner_id        uuid NOT NULL,
  url             text NOT NULL,
  events          text[] NOT NULL,
  enabled         boolean NOT NULL DEFAULT true,
  disabled_reason text,
  -- Since when nothing was accepted any more; null after anything was.
  failing_since   timestamptz(3),
  secret          text NOT NULL,
  previous_secret text,
  previous_until  timestamptz(3),
  created_at      timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX webhook_endpoints_owner ON webhook_endpoints (owner_id, created_at);

-- One event for one endpoint: the queue of what is to be sent, and the log of what was.
CREATE TABLE webhook_deliveries (
  id              uuid PRIMARY KEY,
  endpoint_id     uuid NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  order_id        uuid NOT NULL,
  version         integer NOT NULL,
  event_type      text NOT NULL,
  event_at        timestamptz(3) NOT NULL,
  number          text NOT NULL,
  order_status    "OrderStatus" NOT NULL,
  status          "WebhookDeliveryStatus" NOT NULL DEFAULT 'PENDING',
  attempts        integer NOT NULL DEFAULT 0,
  -- Failed attempts since it was begun, or begun anew by hand: they decide about the next pause.
  failures        integer NOT NULL DEFAULT 0,
  begun_at        timestamptz(3) NOT NULL DEFAULT now(),
  next_attempt_at timestamptz(3) DEFAULT now(),
  last_attempt_at timestamptz(3),
  response_status integer,
  lease_until     timestamptz(3),
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (endpoint_id, order_id, version)
);
CREATE INDEX webhook_deliveries_log
  ON webhook_deliveries (endpoint_id, event_at DESC, version DESC, id DESC);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE status = 'PENDING';
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (endpoint_id, order_id, version)
  WHERE status = 'PENDING';
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);
