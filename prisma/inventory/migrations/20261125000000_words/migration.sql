-- The words of a text as they are searched: in lower case, parted by signs, each once. The index
-- products_words_idx is made of the same.
CREATE FUNCTION search_words(given text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN tsvector_to_array(to_tsvector('simple',
  regexp_replace(lower(given COLLATE "und-x-icu"), '[^[:alnum:]]+', ' ', 'g')));

-- How much of a name a word of it is: the shorter the name, the more. A name has 200 characters.
CREATE FUNCTION product_closeness(name text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (999 - least(length(name), 999))::smallint;

-- Which products have a word. What lists are sorted and narrowed by stands here too, so that a page
-- in any order is read from one index, and from as many entries as it has rows.
CREATE TABLE product_words (
  word        text COLLATE "C" NOT NULL,
  closeness   smallint NOT NULL,
  sku         citext NOT NULL,
  active      boolean NOT NULL,
  currency    char(3) NOT NULL,
  price_minor bigint NOT NULL,
  name        text COLLATE "und-x-icu" NOT NULL,
  created_at  timestamptz(3) NOT NULL
);

-- Every word that a product has or had, for beginnings, parts and typing mistakes: of many new
-- products few bring a new word.
CREATE TABLE catalogue_words (
  word text COLLATE "C" NOT NULL
);

-- Triggers, for whatever writes a product changes its words. Once a statement, not once a row; what
-- is written again as it was changes nothing.
CREATE FUNCTION product_words_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM product_words w
  USING gone_rows p, unnest(search_words((p.name || ' ' || p.sku::text) COLLATE "C")) AS had (word)
  WHERE w.word = had.word AND w.closeness = product_closeness(p.name) AND w.sku = p.sku;
  RETURN NULL;
END $$;

CREATE FUNCTION product_words_vanish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE product_words, catalogue_words;
  RETURN NULL;
END $$;

CREATE FUNCTION product_words_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH words AS (
    SELECT has.word, product_closeness(p.name), p.sku, p.active, p.currency, p.price_minor,
      p.name, p.created_at
    FROM come_rows p, unnest(search_words((p.name || ' ' || p.sku::text) COLLATE "C")) AS has (word)
  ), known AS (
    -- In one order everywhere, so that two imports of new words do not wait for each other.
    INSERT INTO catalogue_words SELECT DISTINCT word FROM words ORDER BY word
    ON CONFLICT DO NOTHING
  )
  INSERT INTO product_words SELECT * FROM words;
  RETURN NULL;
END $$;

CREATE FUNCTION product_words_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH gone AS (
    SELECT sku::text, name, active, currency, price_minor, created_at FROM gone_rows
    EXCEPT SELECT sku::text, name, active, currency, price_minor, created_at FROM come_rows
  )
  DELETE FROM product_words w
  USING gone p, unnest(search_words((p.name || ' ' || p.sku) COLLATE "C")) AS had (word)
  WHERE w.word = had.word AND w.closeness = product_closeness(p.name) AND w.sku = p.sku::citext;

  WITH come AS (
    SELECT sku::text, name, active, currency, price_minor, created_at FROM come_rows
    EXCEPT SELECT sku::text, name, active, currency, price_minor, created_at FROM gone_rows
  ), words AS (
    SELECT has.word, product_closeness(p.name), p.sku::citext, p.active, p.currency, p.price_minor,
      p.name, p.created_at
    FROM come p, unnest(search_words((p.name || ' ' || p.sku) COLLATE "C")) AS has (word)
  ), known AS (
    INSERT INTO catalogue_words SELECT DISTINCT word FROM words ORDER BY word
    ON CONFLICT DO NOTHING
  )
  INSERT INTO product_words SELECT * FROM words;
  RETURN NULL;
END $$;

-- From here on nobody writes a product until this is committed, 5 s with 100,000 of them. Reads and
-- orders go on.
CREATE TRIGGER product_words_come AFTER INSERT ON products REFERENCING NEW TABLE AS come_rows
  FOR EACH STATEMENT EXECUTE FUNCTION product_words_come();
CREATE TRIGGER product_words_change AFTER UPDATE ON products
  REFERENCING OLD TABLE AS gone_rows NEW TABLE AS come_rows
  FOR EACH STATEMENT EXECUTE FUNCTION product_words_change();
CREATE TRIGGER product_words_go AFTER DELETE ON products REFERENCING OLD TABLE AS gone_rows
  FOR EACH STATEMENT EXECUTE FUNCTION product_words_go();
CREATE TRIGGER product_words_vanish AFTER TRUNCATE ON products
  FOR EACH STATEMENT EXECUTE FUNCTION product_words_vanish();

INSERT INTO product_words
SELECT has.word, product_closeness(p.name), p.sku, p.active, p.currency, p.price_minor,
  p.name, p.created_at
FROM products p, unnest(search_words((p.name || ' ' || p.sku::text) COLLATE "C")) AS has (word);
INSERT INTO catalogue_words SELECT DISTINCT word FROM product_words;

ALTER TABLE product_words
  ADD PRIMARY KEY (word, closeness, sku) INCLUDE (active, currency, price_minor);
CREATE INDEX product_words_word_price_minor_sku_idx ON product_words (word, price_minor, sku)
  INCLUDE (active, currency, closeness);
CREATE INDEX product_words_word_created_at_sku_idx ON product_words (word, created_at, sku)
  INCLUDE (active, currency, price_minor, closeness);
CREATE INDEX product_words_word_name_sku_idx ON product_words (word, name, sku)
  INCLUDE (active, currency, price_minor, closeness);
ALTER TABLE catalogue_words ADD PRIMARY KEY (word);
CREATE INDEX catalogue_words_trigrams_idx ON catalogue_words USING gin (word gin_trgm_ops)
  WITH (fastupdate = off);

-- Read by index alone as long as it is vacuumed: by what is inserted, too.
ALTER TABLE product_words SET (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ANALYZE product_words, catalogue_words;
