import sql, { type Sql } from 'sql-template-tag';

/** A sort order of products. SKU breaks ties, in the same direction. */
export interface ProductSorting {
  readonly name: string;
  /** Null: how well a product matches what is searched, which only the search knows. */
  readonly key: Sql | null;
  /** A key as a cursor keeps it: text from which `keyFrom` makes the very same key. */
  readonly keyText: (key: Sql) => Sql;
  readonly keyFrom: (text: string) => Sql;
  /** What a key in a cursor looks like; anything else was not given out by us. */
  readonly keyPattern: RegExp;
  readonly direction: 'ASC' | 'DESC';
  /** The column of `product_words` in whose order an index has the matches of a word; null: none. */
  readonly wordColumn: 'closeness' | 'price_minor' | 'created_at' | 'name' | null;
}

/** Anything that PostgreSQL takes as text. */
const textPattern = /^[^\0]*$/;
const integerPattern = /^\d{1,15}$/;
const fractionPattern = /^\d(\.\d{1,4})?$/;

const asText = (key: Sql): Sql => sql`(${key})::text`;

const byName: ProductSorting = {
  name: 'name',
  key: sql`p.name`,
  keyText: asText,
  keyFrom: (text) => sql`${text}::text`,
  keyPattern: textPattern,
  direction: 'ASC',
  wordColumn: 'name',
};

const byPrice = {
  key: sql`p.price_minor`,
  keyText: asText,
  keyFrom: (text: string) => sql`${text}::bigint`,
  keyPattern: integerPattern,
  wordColumn: 'price_minor' as const,
};

/** Whole milliseconds, as precise as the column is. */
const newest: ProductSorting = {
  name: 'new',
  key: sql`p.created_at`,
  keyText: (key) => sql`(extract(epoch FROM ${key}) * 1000)::bigint::text`,
  keyFrom: (text) => sql`to_timestamp(${text}::bigint / 1000.0)`,
  keyPattern: integerPattern,
  direction: 'DESC',
  wordColumn: 'created_at',
};

const byRelevance: ProductSorting = {
  name: 'relevance',
  key: null,
  keyText: asText,
  keyFrom: (text) => sql`${text}::numeric`,
  keyPattern: fractionPattern,
  direction: 'DESC',
  wordColumn: 'closeness',
};

/** The orders by the API's names for them. */
export function productSortings(search: string | null) {
  return {
    NAME_ASC: byName,
    PRICE_ASC: { ...byPrice, name: 'price', direction: 'ASC' },
    PRICE_DESC: { ...byPrice, name: 'price-', direction: 'DESC' },
    NEWEST: newest,
    RELEVANCE: search === null ? byName : byRelevance,
  } as const satisfies Record<string, ProductSorting>;
}

/** By SKU alone, for lists that need no other order. */
export const bySku: ProductSorting = {
  name: 'sku',
  key: sql`p.sku`,
  keyText: asText,
  keyFrom: (text) => sql`${text}::citext`,
  keyPattern: textPattern,
  direction: 'ASC',
  wordColumn: null,
};
