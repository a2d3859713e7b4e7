CREATE EXTENSION IF NOT EXISTS citext;

-- A product is inventory's: its SKU is compared without regard to case, here as there.
CREATE TABLE reviews (
  id        uuid PRIMARY KEY,
  sku       citext NOT NULL,
  stars     smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  text      text NOT NULL CHECK (char_length(text) <= 2000),
  is_hidden boolean NOT NULL DEFAULT false
);
CREATE INDEX reviews_sku_idx ON reviews (sku);
