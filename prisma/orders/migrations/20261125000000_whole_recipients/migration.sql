-- What was sent to a whole name, newest first. Every version of an order writes it, as it does the
-- other indexes of orders. Orders are not written meanwhile: 3.5 s for a million.
CREATE INDEX orders_recipient_placed_at_id_idx
  ON orders (lower(shipping_address->>'recipient'), placed_at DESC, id DESC);
