-- The sums of the movements that were deleted for their age. With those that are left they are the
-- levels, as before. Without a foreign key, like the movements.
CREATE TABLE stock_opening_balances (
  sku       citext NOT NULL,
  warehouse text NOT NULL,
  on_hand   bigint NOT NULL,
  reserved  bigint NOT NULL,
  PRIMARY KEY (sku, warehouse)
);
