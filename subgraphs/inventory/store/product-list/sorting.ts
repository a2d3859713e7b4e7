import sql, { type Sql } from 'sql-template-tag';

/** A sort order of products, with the SKU as tie-breaker in the same direction. */
export interface ProductSorting {
  readonly name: string;
  /** Null for relevance, which only the search can compute. */
  readonly key: Sql | null;
  /** The key as text for a cursor; `keyFrom` converts it back exactly. */
  readonly keyText: (key: Sql) => Sql;
  readonly keyFrom: (text: string) => Sql;
  /** Format of a key in a cursor; anything else is forged. */
  readonly keyPattern: RegExp;
  readonly direction: 'ASC' | 'DESC';
  /** The column of `product_words` that an index sorts the matches of a word by; null for none. */
  readonly wordColumn: 'closeness' | 'price_minor' | 'created_at' | 'name' | null;
}

/** Anything that PostgreSQL accepts as text. */
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

/** Whole milliseconds, the precision of the column. */
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

/** The sort orders by their API names. */
export function productSortings(search: string | null) {
  return {
    NAME_ASC: byName,
    PRICE_ASC: { ...byPrice, name: 'price', direction: 'ASC' },
    PRICE_DESC: { ...byPrice, name: 'price-', direction: 'DESC' },
    NEWEST: newest,
    RELEVANCE: search === null ? byName : byRelevance,
  } as const satisfies Record<string, ProductSorting>;
}

/** The sorting by SKU alone, for lists that need no particular order. */
export const bySku: ProductSorting = {
  name: 'sku',
  key: sql`p.sku`,
  keyText: asText,
  keyFrom: (text) => sql`${text}::citext`,
  keyPattern: textPattern,
  direction: 'ASC',
  wordColumn: null,
};
