import sql, { empty, join, type Sql } from 'sql-template-tag';

/**
 * What is searched, in lower case, and its words. Indexes on the very same expressions stand in the
 * migrations: the planner knows them only by their wording.
 */
const searchable = sql`lower((p.name || ' ' || p.sku::text) COLLATE "und-x-icu")`;
const wordsOf = (text: Sql): Sql => sql`regexp_replace(${text}, '[^[:alnum:]]+', ' ', 'g')`;
const words = sql`to_tsvector('simple', ${wordsOf(searchable)})`;

/** Matches of each kind that are ranked or sorted; a search that has more should say more. */
export const rankedMatchesMax = 1_000;

/** Three letters or digits in a row: without them a trigram index is of no use. */
const hasTrigram = /[\p{L}\p{N}]{3}/u;
const hasWord = /[\p{L}\p{N}]/u;

/**
 * The ways in which a product may match, the better first. A worse one is tried only where none of
 * the better ones finds anything: whoever spells right is not shown what is merely alike.
 */
export type MatchKind = 'words' | 'inside' | 'alike';

export interface ProductSearch {
  /** False: the text holds nothing that could be found. */
  readonly isPossible: boolean;
  /** The condition of one kind, for a list that walks an order instead of sorting matches. */
  readonly matching: (kind: Exclude<MatchKind, 'alike'>) => Sql;
  /**
   * Common table expressions up to `found (sku, key)`, which also knows its `kind`.
   * @param key what to sort by; null: how well a product matches, from 0 to 4, more is better.
   * @param conditions what else must be true of `p`.
   */
  readonly found: (key: Sql | null, conditions: readonly Sql[]) => Sql;
}

const every = (conditions: readonly Sql[]): Sql => join(conditions, ' AND ');

export function productSearch(search: string): ProductSearch {
  const lowered = sql`lower(${search}::text COLLATE "und-x-icu")`;
  const plain = sql`trim(${wordsOf(lowered)})`;
  const whole = sql`${words} @@ to_tsquery('simple', replace(${plain}, ' ', ' & '))`;
  const begun = sql`to_tsquery('simple', replace(nullif(${plain}, ''), ' ', ':* & ') || ':*')`;
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const kinds = {
    words: sql`${words} @@ ${begun}`,
    inside: hasTrigram.test(search) ? sql`${searchable} LIKE ${pattern}` : sql`false`,
  };
  /** The more of a name the text is, the better; below 1, so that it never outdoes the kind. */
  const share = sql`0.99 * least(1, length(${search}::text)::numeric / (1 + length(p.name)))`;
  const scores = {
    sku: sql`4::numeric`,
    whole: sql`round(2 + ${share}, 4)`,
    begun: sql`round(1 + ${share}, 4)`,
    inside: sql`round(${share}, 4)`,
  };

  return {
    isPossible: hasWord.test(search),
    matching: (kind) => kinds[kind],
    found: (key, conditions) => {
      const matches = (score: Sql, ...more: Sql[]): Sql => sql`
        SELECT p.sku, ${key ?? score} AS key FROM products p
        WHERE ${every([...more, ...conditions])} LIMIT ${rankedMatchesMax + 1}`;
      const better =
        key === null
          ? sql`UNION ALL (${matches(scores.whole, whole)})
              UNION ALL (${matches(scores.sku, sql`p.sku = ${search}::citext`)})`
          : empty;
      const none = (kind: Sql): Sql => sql`NOT EXISTS (SELECT FROM ${kind})`;
      const noWords = none(sql`words`);
      return sql`
        words AS MATERIALIZED ((${matches(scores.begun, kinds.words)}) ${better}),
        inside AS MATERIALIZED (${matches(scores.inside, noWords, kinds.inside)}),
        alike AS MATERIALIZED (
          SELECT p.sku, ${key ?? sql`likeness`} AS key
          FROM products_alike(${lowered}, ${rankedMatchesMax}) AS spelt
          JOIN products p ON p.sku = spelt.sku
          WHERE ${every([noWords, none(sql`inside`), ...conditions])}),
        found AS MATERIALIZED (
          SELECT sku, max(key) AS key, min(kind) AS kind FROM (
            SELECT *, 'words' AS kind FROM words UNION ALL SELECT *, 'inside' FROM inside
            UNION ALL SELECT *, 'alike' FROM alike) AS matches
          GROUP BY sku)`;
    },
  };
}
