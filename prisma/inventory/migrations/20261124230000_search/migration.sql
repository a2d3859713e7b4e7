-- Whole words and their beginnings, in any case and script. Signs part words, so that DEMO-0101 is
-- found by 0101. No stemming: names are names, and come in several languages.
CREATE INDEX products_words_idx ON products
  USING gin (to_tsvector('simple', regexp_replace(lower((name || ' ' || sku::text) COLLATE "und-x-icu"), '[^[:alnum:]]+', ' ', 'g')))
  WITH (fastupdate = off);

-- What is spelt like a text. At 0.45 one wrong letter in a word of eight is forgiven, which the
-- extension's own 0.6 does not; a function, because the operator takes its threshold from a setting.
CREATE FUNCTION products_alike(wanted text, most integer)
RETURNS TABLE (sku citext, likeness numeric)
LANGUAGE sql STABLE ROWS 20 SET pg_trgm.word_similarity_threshold = 0.45 AS $$
  SELECT p.sku, round(word_similarity(wanted, lower((p.name || ' ' || p.sku::text) COLLATE "und-x-icu"))::numeric, 4)
  FROM products p
  WHERE wanted <% lower((p.name || ' ' || p.sku::text) COLLATE "und-x-icu")
  ORDER BY 2 DESC, 1 LIMIT most
$$;

-- Counting what can be bought reads this narrow index instead of the table.
CREATE INDEX products_active_idx ON products (active, currency, sku);

-- A reservation updates rows in place and leaves one dead version on each: swept away by number,
-- for a share of a large table would be far too many versions on few hot pages.
ALTER TABLE stock_levels SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.05);

-- Held, confirmed, shipped: the updates of a reservation stay on its page.
ALTER TABLE reservations SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);

-- Append-only: vacuumed by what was inserted, so that index-only scans and freezing keep up.
ALTER TABLE stock_movements SET (autovacuum_vacuum_insert_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02);
