-- How new the name and price of an imported product are: older lines, and the same ones imported
-- again, change nothing.
CREATE TABLE product_imports (
  sku       citext PRIMARY KEY REFERENCES products (sku),
  listed_at timestamptz(3) NOT NULL
);
