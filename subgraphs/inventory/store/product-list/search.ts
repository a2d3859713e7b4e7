import sql, { empty, type Sql } from 'sql-template-tag';
import type { PageRequest } from '../../../../platform/graphql/connection';
import { gatheredMatchesMax, gatherMatches, matching, similar } from './gathered-matches';
import { havingWord, walkedByColumn, walkedByRelevance } from './index-walks';
import {
  afterCursor,
  type Counted,
  countedPage,
  indexedPage,
  type ListContext,
  type ListedProduct,
  type ProductPage,
  sorted,
  totalColumn,
  where,
} from './pages';
import { type SearchTerm, searchTerms } from './search-terms';
import type { ProductSorting } from './sorting';

export interface Search {
  readonly text: string;
  /** Whether to return active or inactive products; null for all. */
  readonly active: boolean | null;
  /** Further conditions on a product `p`. */
  readonly conditions: readonly Sql[];
}

/** The products of the first rows (sku, key). */
const listed = (columns: Sql, rows: Sql, sorting: ProductSorting, limit: number): Sql => sql`
  SELECT ${columns}, ${sorting.keyText(sql`top.key`)} AS "sortKey"
  FROM (SELECT * FROM (${rows}) AS found ${sorted(sorting, sql`key`, sql`sku`)} LIMIT ${limit}) AS top
  JOIN products p ON p.sku = top.sku ${sorted(sorting, sql`top.key`, sql`top.sku`)}`;

/** A page read directly from the words of products, in sort order. */
async function walkedPage(
  context: ListContext,
  search: Search,
  terms: readonly SearchTerm[],
  sorting: ProductSorting,
  page: PageRequest,
): Promise<ProductPage> {
  const { text, conditions } = search;
  const counted = countedOf(search, terms);
  const walks =
    sorting.key === null
      ? walkedByRelevance(text, terms, conditions, page)
      : [walkedByColumn(terms, conditions, sorting, page)];
  const all: ListedProduct[] = [];
  for (const walk of walks) {
    const missing = page.first + 1 - all.length;
    if (missing === 0) break;
    const columns = sql`${context.columns}${all.length === 0 ? totalColumn(context, counted) : empty}`;
    const { rows } = await context.database.query<ListedProduct>(
      listed(columns, walk, sorting, missing),
    );
    all.push(...rows);
  }
  return countedPage(context, all, counted);
}

interface Gathered {
  readonly rows: ListedProduct[];
  /**
   * The number of matches, at most one more than the maximum; null on a page without rows, which
   * could not carry it.
   */
  readonly found: number | null;
}

/** A page of gathered matches with their number, in one statement. */
async function gatheredRows(
  { database, columns }: ListContext,
  found: Sql,
  sorting: ProductSorting,
  page: PageRequest,
): Promise<Gathered> {
  const [key, sku] = [sql`found.key`, sql`found.sku`];
  const { rows } = await database.query<ListedProduct & { readonly found: bigint }>(sql`
    WITH ${found} SELECT ${columns}, ${sorting.keyText(sql`top.key`)} AS "sortKey",
      (SELECT count(*) FROM found) AS found
    FROM (SELECT * FROM found ${where(afterCursor(sorting, key, sku, page))}
      ${sorted(sorting, key, sku)} LIMIT ${page.first + 1}) AS top
    JOIN products p ON p.sku = top.sku ${sorted(sorting, sql`top.key`, sql`top.sku`)}`);
  const [first] = rows;
  return { rows, found: first ? Number(first.found) : null };
}

const exactly = (count: number) => async () => ({ count, exact: true });

/** The products that match every term, only read from the words if that is sufficient. */
function countedOf(search: Search, terms: readonly SearchTerm[]): Counted {
  const all = sql`SELECT FROM products p ${where([matching(terms), ...search.conditions])}`;
  const [only] = terms;
  const rows =
    only && terms.length === 1 && !only.isOpen ? havingWord(only, search.conditions) : all;
  return { rows, all };
}

/** Whether any product matches every term, regardless of further conditions. */
async function isAny(
  context: ListContext,
  { text, active }: Search,
  terms: readonly SearchTerm[],
  sorting: ProductSorting,
): Promise<boolean> {
  const conditions = active === null ? [] : [sql`p.active = ${active}`];
  const found = gatherMatches(text, terms, sorting.key, conditions);
  return (await gatheredRows(context, found, sorting, { first: 1, after: null })).found !== null;
}

/**
 * The page of products that match every term.
 * @returns null if there is no such product.
 */
async function wordPage(
  context: ListContext,
  search: Search,
  terms: readonly SearchTerm[],
  sorting: ProductSorting,
  page: PageRequest,
): Promise<ProductPage | null> {
  const { text, conditions } = search;
  const canWalkIndex = sorting.wordColumn !== null && terms.every(({ isOpen }) => !isOpen);
  if (canWalkIndex && terms.length === 1) {
    const walked = await walkedPage(context, search, terms, sorting, page);
    const { length } = walked.rows;
    const isAll = page.after === null && length <= page.first;
    return isAll ? { rows: walked.rows, count: exactly(length) } : walked;
  }
  const found = gatherMatches(text, terms, sorting.key, conditions);
  const counted = countedOf(search, terms);
  const matches = await gatheredRows(context, found, sorting, page);
  if (matches.found === null) {
    return (await isAny(context, search, terms, sorting))
      ? countedPage(context, [], counted)
      : null;
  }
  if (matches.found <= gatheredMatchesMax) {
    return { rows: matches.rows, count: exactly(matches.found) };
  }
  if (canWalkIndex || sorting.key === null) {
    return walkedPage(context, search, terms, sorting, page);
  }
  return indexedPage(context, [matching(terms), ...conditions], sorting, page, counted);
}

/** The page of products that are spelt like the text, the last resort. */
async function similarPage(
  context: ListContext,
  { text, conditions }: Search,
  sorting: ProductSorting,
  page: PageRequest,
): Promise<ProductPage> {
  const gather = (some: PageRequest) =>
    gatheredRows(context, similar(text, sorting.key, conditions), sorting, some);
  const { rows, found } = await gather(page);
  const counted = async () => found ?? (await gather({ first: 1, after: null })).found ?? 0;
  return { rows, count: async () => ({ count: await counted(), exact: true }) };
}

/**
 * A page of a search: products that have all its words, exactly, as prefixes or corrected; if there
 * are none, products spelt like the whole text.
 */
export async function searchedPage(
  context: ListContext,
  search: Search,
  sorting: ProductSorting,
  page: PageRequest,
): Promise<ProductPage> {
  const terms = await searchTerms(context.database, search.text, search.active !== true);
  // Only words without digits are searched by similar spelling: another number is another product.
  const isSimilar = terms.some(({ typed }) => !/\d/.test(typed));
  if (terms.length > 0 && terms.every(({ words }) => words.length > 0)) {
    const worded = await wordPage(context, search, terms, sorting, page);
    if (worded) return worded;
  }
  if (!isSimilar) return { rows: [], count: exactly(0) };
  return similarPage(context, search, sorting, page);
}
