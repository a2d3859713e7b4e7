import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { SearchTerm } from './search-terms';

/**
 * What is searched, in lower case, and its words. An index on the very same expression stands in
 * the migrations: the planner knows it only by its wording.
 */
const searchable = sql`lower((p.name || ' ' || p.sku::text) COLLATE "und-x-icu")`;
const words = sql`to_tsvector('simple', regexp_replace(${searchable}, '[^[:alnum:]]+', ' ', 'g'))`;

/** Matches that are gathered to be sorted; where there are more, an index in the order is walked. */
export const gatheredMatchesMax = 1_000;

export const every = (conditions: readonly Sql[]): Sql => join(conditions, ' AND ');

/**
 * How well a product matches, by the whole number: 4 for the SKU itself, 2 where every word is
 * typed whole, 1 where they begin so, 0 where they hold what was typed or are spelt alike.
 * The fraction is how much of its name the words are.
 */
export const tiers = { sku: 4, whole: 2, begun: 1, near: 0 } as const;

export const tierKey = (tier: number, closeness: Sql): Sql =>
  sql`(${tier}::numeric + ${closeness} * 0.001)`;

/** Every word is one that the catalogue has, letter by letter. */
export const canBeWhole = (terms: readonly SearchTerm[]): boolean =>
  terms.every(({ typed, words: known }) => known.includes(typed));

/** Every match is whole: no other word begins with a typed one. */
export const isAllWhole = (terms: readonly SearchTerm[]): boolean =>
  canBeWhole(terms) && terms.every(({ words: known }) => known.length === 1);

export const begunTier = (terms: readonly SearchTerm[]): number =>
  terms.every(({ isBegun }) => isBegun) ? tiers.begun : tiers.near;

// Words are letters and digits: nothing in them has to be escaped.
const oneOf = ({ typed, words: known, isOpen }: SearchTerm): string =>
  isOpen ? `'${typed}':*` : `(${known.map((word) => `'${word}'`).join(' | ')})`;
const allOf = (parts: readonly string[]): Sql =>
  sql`${words} @@ ${parts.join(' & ')}::text::tsquery`;

/** The condition that `p` has a word for every term. */
export const matching = (terms: readonly SearchTerm[]): Sql => allOf(terms.map(oneOf));

const wholly = (terms: readonly SearchTerm[]): Sql => allOf(terms.map(({ typed }) => `'${typed}'`));

/**
 * The common table expression `found (sku, key)`: matches, and one more than the most.
 * @param key what to sort by; null: how well a product matches.
 * @param conditions what else must be true of `p`.
 */
export function gathered(
  search: string,
  terms: readonly SearchTerm[],
  key: Sql | null,
  conditions: readonly Sql[],
): Sql {
  const closeness = sql`product_closeness(p.name)`;
  const arm = (tier: number, match: Sql): Sql => {
    const score = sql`CASE WHEN p.sku = ${search}::citext THEN ${tierKey(tiers.sku, closeness)}
      ELSE ${tierKey(tier, closeness)} END`;
    return sql`(SELECT p.sku, ${key ?? score} AS key FROM products p
      WHERE ${every([match, ...conditions])} LIMIT ${gatheredMatchesMax + 1})`;
  };
  const all = arm(isAllWhole(terms) ? tiers.whole : begunTier(terms), matching(terms));
  if (key !== null || isAllWhole(terms) || !canBeWhole(terms)) {
    return sql`found AS MATERIALIZED ${all}`;
  }
  return sql`found AS MATERIALIZED (SELECT sku, max(key) AS key FROM (
    ${all} UNION ALL ${arm(tiers.whole, wholly(terms))}) AS matches GROUP BY sku)`;
}

/**
 * The same of what is spelt like the whole text, for want of a product that has all its words.
 */
export function spelt(search: string, key: Sql | null, conditions: readonly Sql[]): Sql {
  const also = conditions.length > 0 ? sql`WHERE ${every(conditions)}` : empty;
  return sql`found AS MATERIALIZED (
    SELECT p.sku, ${key ?? sql`likeness`} AS key
    FROM products_alike(lower(${search}::text COLLATE "und-x-icu"), ${gatheredMatchesMax}) AS spelt
    JOIN products p ON p.sku = spelt.sku ${also})`;
}
