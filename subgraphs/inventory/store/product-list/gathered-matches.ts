import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { SearchTerm } from './search-terms';

/**
 * The searched text in lower case, and its words. Must match the expression of the index in the
 * migrations literally, or the planner does not use the index.
 */
const searchable = sql`lower((p.name || ' ' || p.sku::text) COLLATE "und-x-icu")`;
const words = sql`to_tsvector('simple', regexp_replace(${searchable}, '[^[:alnum:]]+', ' ', 'g'))`;

/**
 * Maximum number of matches to gather and sort.
 * @exceeded an index in sort order is walked instead
 */
export const gatheredMatchesMax = 1_000;

export const every = (conditions: readonly Sql[]): Sql => join(conditions, ' AND ');

/**
 * The relevance of a product. Integer part: 4 for its exact SKU, 2 if all words match completely, 1
 * if they match as prefixes, 0 if they contain the typed text or are spelt similarly. The fraction
 * is the share of the name that the words cover.
 */
export const tiers = { sku: 4, whole: 2, begun: 1, near: 0 } as const;

export const tierKey = (tier: number, closeness: Sql): Sql =>
  sql`(${tier}::numeric + ${closeness} * 0.001)`;

/** Whether the catalogue contains every word exactly. */
export const canBeWhole = (terms: readonly SearchTerm[]): boolean =>
  terms.every(({ typed, words: known }) => known.includes(typed));

/** Whether every match is exact: no longer word begins with a typed one. */
export const isAllWhole = (terms: readonly SearchTerm[]): boolean =>
  canBeWhole(terms) && terms.every(({ words: known }) => known.length === 1);

export const prefixTier = (terms: readonly SearchTerm[]): number =>
  terms.every(({ isBegun }) => isBegun) ? tiers.begun : tiers.near;

// Words only contain letters and digits, so they need no escaping.
const oneOf = ({ typed, words: known, isOpen }: SearchTerm): string =>
  isOpen ? `'${typed}':*` : `(${known.map((word) => `'${word}'`).join(' | ')})`;
const allOf = (requiredWords: readonly string[]): Sql =>
  sql`${words} @@ ${requiredWords.join(' & ')}::text::tsquery`;

/** The condition that `p` has a matching word for every term. */
export const matching = (terms: readonly SearchTerm[]): Sql => allOf(terms.map(oneOf));

export const wholeWords = (terms: readonly SearchTerm[]): Sql =>
  allOf(terms.map(({ typed }) => `'${typed}'`));

/**
 * The common table expression `found (sku, key)`: the matches, up to one more than the maximum.
 * @param key the sort key; null for relevance.
 * @param conditions further conditions on `p`.
 */
export function gatherMatches(
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
  const all = arm(isAllWhole(terms) ? tiers.whole : prefixTier(terms), matching(terms));
  if (key !== null || isAllWhole(terms) || !canBeWhole(terms)) {
    return sql`found AS MATERIALIZED ${all}`;
  }
  return sql`found AS MATERIALIZED (SELECT sku, max(key) AS key FROM (
    ${all} UNION ALL ${arm(tiers.whole, wholeWords(terms))}) AS matches GROUP BY sku)`;
}

/**
 * The same for products spelt like the whole text, used if no product has all its words.
 */
export function similar(search: string, key: Sql | null, conditions: readonly Sql[]): Sql {
  const also = conditions.length > 0 ? sql`WHERE ${every(conditions)}` : empty;
  return sql`found AS MATERIALIZED (
    SELECT p.sku, ${key ?? sql`likeness`} AS key
    FROM products_alike(lower(${search}::text COLLATE "und-x-icu"), ${gatheredMatchesMax}) AS spelt
    JOIN products p ON p.sku = spelt.sku ${also})`;
}
