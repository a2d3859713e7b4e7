-- An order that has a row here is history from elsewhere: it moved no stock of ours and no money.
-- The primary key is what makes an import that is run again change nothing.
CREATE TABLE order_imports (
  invoice     text PRIMARY KEY,
  digest      text NOT NULL,
  order_id    uuid NOT NULL UNIQUE REFERENCES orders (id),
  imported_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Which line of an imported order a line of a cancellation gave back. `position` counts the lines
-- of the cancellation.
CREATE TABLE cancellation_imports (
  invoice       text NOT NULL,
  position      integer NOT NULL,
  order_id      uuid NOT NULL,
  line_position integer NOT NULL,
  quantity      integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (invoice, position, order_id, line_position),
  FOREIGN KEY (order_id, line_position) REFERENCES order_lines (order_id, position)
);
CREATE INDEX cancellation_imports_order_id_idx ON cancellation_imports (order_id, line_position);
