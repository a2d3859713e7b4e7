-- Keyed hashes of the shipping address, the network address and the card of each order of the last
-- day: how many accounts share one is counted by them. A day of orders is all that is stored, which
-- the index by block range is enough to delete.
CREATE TABLE fraud_links (
  hash        bigint NOT NULL,
  order_id    uuid NOT NULL,
  customer_id uuid NOT NULL,
  at          timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (hash, order_id)
);

CREATE INDEX fraud_links_at_idx ON fraud_links USING brin (at);
