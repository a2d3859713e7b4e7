import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { PageRequest } from '../../../../platform/graphql/connection';
import {
  canBeWhole,
  every,
  isAllWhole,
  matching,
  prefixTier,
  tierKey,
  tiers,
  wholeWords,
} from './gathered-matches';
import { afterCursor } from './pages';
import type { SearchTerm } from './search-terms';
import type { ProductSorting } from './sorting';

/**
 * Reads matches in sort order from the words of products: only as many entries as a page has rows,
 * regardless of the number of matches. Here `p` is a word of a product, with all columns that
 * conditions use.
 */

/** `p` and another word of the same product, which is found by its whole key. */
const hasOtherWord = (known: readonly string[]): Sql => sql`(
  SELECT true FROM product_words o
  WHERE o.word = ANY(${known}) AND o.closeness = p.closeness AND o.sku = p.sku LIMIT 1) IS NOT NULL`;

/** The term whose words are walked: the longest, because it is rarely the most frequent. */
function led(terms: readonly SearchTerm[]): readonly [SearchTerm | undefined, SearchTerm[]] {
  const [first, ...others] = [...terms].sort((a, b) => b.typed.length - a.typed.length);
  return [first, others];
}

interface Walk {
  readonly words: readonly string[];
  readonly conditions: readonly Sql[];
  /** The sort columns, all in the same direction. */
  readonly by: readonly Sql[];
  readonly direction: 'ASC' | 'DESC';
  readonly limit: number;
}

/** The first entries of each word, and each product once, for it may have several of the words. */
const walk = (key: Sql, { words, conditions, by, direction, limit }: Walk): Sql => sql`
  SELECT DISTINCT top.sku, ${key} AS key FROM unnest(${words}::text[] COLLATE "C") AS has (word)
  CROSS JOIN LATERAL (
    SELECT p.sku, ${by[0]} FROM product_words p
    WHERE ${every([sql`p.word = has.word`, ...conditions])}
    ORDER BY ${join(by.map((column) => sql`${column} ${raw(direction)}`))} LIMIT ${limit}) AS top`;

/** A page in a sort order whose column is part of `product_words`. */
export function walkedByColumn(
  terms: readonly SearchTerm[],
  conditions: readonly Sql[],
  sorting: ProductSorting,
  page: PageRequest,
): Sql {
  const [leading, others] = led(terms);
  const column = raw(sorting.wordColumn ?? 'closeness');
  const [key, sku] = [sql`p.${column}`, sql`p.sku`];
  return walk(sql`top.${column}`, {
    words: leading?.words ?? [],
    conditions: [
      ...conditions,
      ...others.map(({ words }) => hasOtherWord(words)),
      ...afterCursor(sorting, key, sku, page),
    ],
    by: [key, sku],
    direction: sorting.direction,
    limit: page.first + 1,
  });
}

/** The position of a relevance cursor: continue in this tier, after this closeness and SKU. */
interface CursorPosition {
  readonly tier: number;
  readonly closeness: number;
  readonly sku: string;
}

function positionOf({ after }: PageRequest): CursorPosition | null {
  if (after === null) return null;
  const [key = '', sku = ''] = after;
  const [tier = '', thousandths = ''] = key.split('.');
  return { tier: Number(tier), closeness: Number(thousandths.padEnd(3, '0').slice(0, 3)), sku };
}

function behindIn(
  tier: number,
  position: CursorPosition | null,
  closeness: Sql = sql`p.closeness`,
): Sql[] {
  if (position === null || position.tier > tier) return [];
  return [sql`(${closeness}, p.sku) < (${position.closeness}::smallint, ${position.sku}::citext)`];
}

/**
 * The matches of words that begin with a typed one, if they are too many to walk each: from
 * `products` in the order of their closeness. `whole` are in a better tier.
 */
function prefixesByCloseness(
  terms: readonly SearchTerm[],
  conditions: readonly Sql[],
  position: CursorPosition | null,
  limit: number,
): Sql {
  const tier = prefixTier(terms);
  const closeness = sql`product_closeness(p.name)`;
  const notWhole = canBeWhole(terms) ? [sql`NOT (${wholeWords(terms)})`] : [];
  // There are many, but the planner may expect few and sort all of them. It estimates no CASE.
  const matches = sql`CASE WHEN ${matching(terms)} THEN true ELSE false END`;
  const all = [matches, ...conditions, ...notWhole, ...behindIn(tier, position, closeness)];
  return sql`SELECT p.sku, ${tierKey(tier, closeness)} AS key FROM products p
    WHERE ${every(all)} ORDER BY ${closeness} DESC, p.sku DESC LIMIT ${limit}`;
}

/**
 * A page by relevance, with one statement per tier, best tier first. If the first tier fills the
 * page, no other statement is sent.
 */
export function walkedByRelevance(
  search: string,
  terms: readonly SearchTerm[],
  conditions: readonly Sql[],
  page: PageRequest,
): Sql[] {
  const [leading, others] = led(terms);
  if (!leading) return [];
  const position = positionOf(page);
  const sorted = {
    by: [sql`p.closeness`, sql`p.sku`],
    direction: 'DESC',
    limit: page.first + 1,
  } as const;
  const isSku = sql`p.sku = ${search}::citext`;
  const tierOf = (tier: number, words: readonly string[], match: readonly Sql[]): Sql[] => {
    if (position !== null && position.tier < tier) return [];
    const all = [...conditions, sql`NOT ${isSku}`, ...match, ...behindIn(tier, position)];
    return [walk(tierKey(tier, sql`top.closeness`), { ...sorted, words, conditions: all })];
  };
  const inWhole = others.map(({ typed }) => hasOtherWord([typed]));
  const whole = canBeWhole(terms) ? tierOf(tiers.whole, [leading.typed], inWhole) : [];
  const notWhole = sql`NOT (${every(terms.map(({ typed }) => hasOtherWord([typed])))})`;
  const isAlone = others.length === 0;
  const rest = isAlone ? leading.words.filter((word) => word !== leading.typed) : leading.words;
  const inRest = [
    ...others.map(({ words }) => hasOtherWord(words)),
    ...(canBeWhole(terms) ? [notWhole] : []),
  ];
  const hasMore = rest.length > 0 && !isAllWhole(terms);
  const isOpen = terms.some((term) => term.isOpen);
  const begunOf = () =>
    isOpen
      ? [prefixesByCloseness(terms, [...conditions, sql`NOT ${isSku}`], position, sorted.limit)]
      : tierOf(prefixTier(terms), rest, inRest);
  const byPrefix = hasMore ? begunOf() : [];
  const [best, ...worse] = [...whole, ...byPrefix];
  if (!best) return [];
  if (position !== null) return [best, ...worse];
  const itself = sql`SELECT p.sku, ${tierKey(tiers.sku, sql`product_closeness(p.name)`)} AS key
    FROM products p WHERE ${every([isSku, ...conditions])}`;
  return [sql`${itself} UNION ALL (${best})`, ...worse];
}

/** One row per product that has a word matching the term. */
export function havingWord({ words }: SearchTerm, conditions: readonly Sql[]): Sql {
  // A product has each word only once.
  const once = words.length > 1 ? sql`DISTINCT p.sku` : sql`p.sku`;
  return sql`SELECT ${once} FROM product_words p
    WHERE ${every([sql`p.word = ANY(${words})`, ...conditions])}`;
}
