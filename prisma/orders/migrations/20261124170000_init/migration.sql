CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TYPE "OrderStatus" AS ENUM ('PENDING', 'IN_REVIEW', 'CONFIRMED', 'PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED');
CREATE TYPE "PaymentStatus" AS ENUM ('NONE', 'PENDING', 'ACTION_REQUIRED', 'AUTHORIZED', 'DECLINED', 'PARTIALLY_CAPTURED', 'CAPTURED', 'VOIDED', 'PARTIALLY_REFUNDED', 'REFUNDED');
CREATE TYPE "EffectKind" AS ENUM ('RESERVE', 'AUTHORIZE', 'CONFIRM', 'SHIP', 'CAPTURE', 'VOID', 'RELEASE', 'REFUND', 'RESTOCK');
CREATE TYPE "EffectState" AS ENUM ('PENDING', 'DONE', 'REFUSED', 'SKIPPED');

-- An order is written once and updated a few times while it is hot; fillfactor leaves room on the
-- page for those updates.
CREATE TABLE orders (
  id                uuid PRIMARY KEY,
  number            text NOT NULL UNIQUE,
  customer_id       uuid NOT NULL,
  status            "OrderStatus" NOT NULL,
  status_reason     text,
  currency          char(3) NOT NULL,
  subtotal_minor    bigint NOT NULL,
  shipping_minor    bigint NOT NULL,
  tax_minor         bigint NOT NULL,
  total_minor       bigint NOT NULL,
  shipping_address  jsonb NOT NULL,
  note              text,
  payment_status    "PaymentStatus" NOT NULL,
  payment_token     text,
  payment_reference text,
  payment_brand     text,
  payment_last4     text,
  payment_action    jsonb,
  captured_minor    bigint NOT NULL DEFAULT 0,
  refunded_minor    bigint NOT NULL DEFAULT 0,
  refusal           jsonb,
  attention         jsonb,
  version           integer NOT NULL DEFAULT 1,
  epoch             integer NOT NULL DEFAULT 1,
  lease_until       timestamptz(3),
  placed_at         timestamptz(3) NOT NULL DEFAULT now(),
  decided_at        timestamptz(3),
  updated_at        timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT total_adds_up CHECK (total_minor = subtotal_minor + shipping_minor + tax_minor),
  CONSTRAINT captured_within_total CHECK (captured_minor BETWEEN 0 AND total_minor),
  CONSTRAINT refunded_within_captured CHECK (refunded_minor BETWEEN 0 AND captured_minor)
) WITH (fillfactor = 80);
CREATE INDEX orders_customer_id_placed_at_id_idx ON orders (customer_id, placed_at DESC, id DESC);
CREATE INDEX orders_placed_at_id_idx ON orders (placed_at DESC, id DESC);
CREATE INDEX orders_status_placed_at_id_idx ON orders (status, placed_at DESC, id DESC);
-- Orders that wait for a person: few, and looked for often.
CREATE INDEX orders_waiting_idx ON orders (placed_at DESC, id DESC) WHERE status = 'IN_REVIEW' OR attention IS NOT NULL;
CREATE INDEX orders_recipient_idx ON orders USING gin ((shipping_address->>'recipient') gin_trgm_ops);

CREATE TABLE order_lines (
  order_id           uuid NOT NULL REFERENCES orders (id),
  position           integer NOT NULL,
  sku                citext NOT NULL,
  name               text NOT NULL,
  quantity           integer NOT NULL CHECK (quantity > 0),
  shipped_quantity   integer NOT NULL DEFAULT 0,
  cancelled_quantity integer NOT NULL DEFAULT 0,
  returned_quantity  integer NOT NULL DEFAULT 0,
  unit_price_minor   bigint NOT NULL,
  PRIMARY KEY (order_id, position),
  CONSTRAINT shipped_within_quantity CHECK (shipped_quantity >= 0 AND cancelled_quantity >= 0 AND shipped_quantity + cancelled_quantity <= quantity),
  CONSTRAINT returned_within_shipped CHECK (returned_quantity BETWEEN 0 AND shipped_quantity)
);
CREATE INDEX order_lines_sku_idx ON order_lines (sku);

CREATE TABLE effects (
  order_id   uuid NOT NULL REFERENCES orders (id),
  kind       "EffectKind" NOT NULL,
  seq        integer NOT NULL DEFAULT 1,
  state      "EffectState" NOT NULL DEFAULT 'PENDING',
  attempts   integer NOT NULL DEFAULT 0,
  next_at    timestamptz(3) NOT NULL DEFAULT now(),
  input      jsonb,
  outcome    jsonb,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (order_id, kind, seq)
) WITH (fillfactor = 80);
-- Open work, and nothing else: the index stays as small as the backlog.
CREATE INDEX effects_open_idx ON effects (next_at) WHERE state = 'PENDING';

CREATE TABLE order_events (
  order_id    uuid NOT NULL REFERENCES orders (id),
  seq         integer NOT NULL,
  at          timestamptz(3) NOT NULL DEFAULT now(),
  type        text NOT NULL,
  from_status "OrderStatus",
  to_status   "OrderStatus" NOT NULL,
  actor       text NOT NULL,
  note        text,
  PRIMARY KEY (order_id, seq)
);

CREATE TABLE shipments (
  id            uuid PRIMARY KEY,
  order_id      uuid NOT NULL REFERENCES orders (id),
  warehouse     text NOT NULL,
  carrier       text NOT NULL,
  tracking_code text NOT NULL,
  tracking_url  text,
  shipped_at    timestamptz(3) NOT NULL DEFAULT now(),
  delivered_at  timestamptz(3)
);
CREATE INDEX shipments_order_id_idx ON shipments (order_id);
CREATE INDEX shipments_tracking_code_idx ON shipments (tracking_code);

CREATE TABLE shipment_lines (
  shipment_id uuid NOT NULL REFERENCES shipments (id),
  sku         citext NOT NULL,
  quantity    integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (shipment_id, sku)
);

CREATE TABLE idempotency_keys (
  mutation   text NOT NULL,
  user_id    uuid NOT NULL,
  key        text NOT NULL,
  input_hash text NOT NULL,
  order_id   uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, mutation, key)
);
