-- The levels of a product by one look, where a list asks of each product whether there is any: the
-- primary key takes some eighteen comparisons of citext, each of which lowers both sides. It hashes
-- what never changes, so a reservation stays an update in place. As text in lower case, because
-- the planner would prefer the primary key for the citext itself. Levels are not written meanwhile:
-- 0.3 s for 285,000 of them.
CREATE INDEX stock_levels_of_sku_idx ON stock_levels USING hash (lower(sku::text));
