-- A search by relevance whose words begin like very many others reads the catalogue in the order of
-- their closeness, as other sort orders read it by name or price.
CREATE INDEX products_closeness_sku_idx ON products (product_closeness(name), sku);
