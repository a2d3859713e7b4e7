import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/database/pool';
import { prepared } from '../../../../platform/database/prepared';

/** One word of a search, and the words of the catalogue that it may stand for. */
export interface SearchTerm {
  /** In lower case, letters and digits only. */
  readonly typed: string;
  /** In letters and digits too; the typed one among them, where the catalogue has it. */
  readonly words: readonly string[];
  /** They are what is typed, or begin so; false: they hold it inside, or are spelt alike. */
  readonly isBegun: boolean;
  /** More words begin so than are looked at one by one. */
  readonly isOpen: boolean;
}

/** Words that a typed one may stand for, of each kind. */
const begunMax = 32;
const insideMax = 32;
const alikeMax = 8;

/** A trigram index knows nothing of shorter parts. */
const insideCharactersMin = 3;

/** Corrections are as good as the best one, give or take this much of a likeness of 1. */
const likenessSpread = 0.1;

interface TermRow {
  readonly typed: string;
  readonly begun: string[] | null;
  readonly inside: string[] | null;
  readonly alike: string[] | null;
}

/** Looked up word by word; an EXISTS would be a join with the words of all products. */
const isOffered = (everything: boolean): Sql => sql`(
  SELECT true FROM product_words p WHERE p.word = w.word AND (p.active OR ${everything}::boolean)
  LIMIT 1) IS NOT NULL`;

/** Behind every word that begins with what stands before it. */
const lastCharacter = '\u{10FFFF}';

/**
 * The words of a search by the best reading that the catalogue has for each: words that begin so,
 * else words that hold it, else words spelt alike. A number is never taken for another one.
 * @param everything words of inactive products too.
 * @returns a term a word, without words where there is no reading; none where nothing was typed
 * but signs.
 */
export async function searchTerms(
  pool: Pick<Database, 'query'>,
  search: string,
  everything: boolean,
): Promise<SearchTerm[]> {
  const offered = isOffered(everything);
  const rows = await prepared<TermRow>(
    pool,
    'search-terms',
    sql`SELECT typed, begun, inside, alike
      FROM unnest(search_words(${search}::text COLLATE "C")) AS given (typed)
      CROSS JOIN LATERAL (SELECT array_agg(word) AS begun FROM (
        SELECT w.word FROM catalogue_words w
        WHERE w.word >= typed AND w.word < typed || ${lastCharacter}::text AND ${offered}
        ORDER BY w.word LIMIT ${begunMax + 1}) AS found) AS begun
      CROSS JOIN LATERAL (SELECT array_agg(word) AS inside FROM (
        SELECT w.word FROM catalogue_words w
        WHERE begun IS NULL AND length(typed) >= ${insideCharactersMin}::integer
          AND w.word LIKE '%' || typed || '%' AND ${offered}
        LIMIT ${insideMax}) AS found) AS inside
      CROSS JOIN LATERAL (SELECT array_agg(word) AS alike FROM (
        SELECT w.word, similarity(w.word, typed) AS likeness,
          max(similarity(w.word, typed)) OVER () AS best
        FROM catalogue_words w
        WHERE begun IS NULL AND inside IS NULL AND typed !~ '[0-9]' AND w.word % typed
          AND ${offered}
        ORDER BY likeness DESC, w.word LIMIT ${alikeMax}) AS found
        WHERE likeness >= best - ${likenessSpread}::real) AS alike`,
  );
  return rows.map(({ typed, begun, inside, alike }) => ({
    typed,
    words: (begun ?? inside ?? alike ?? []).slice(0, begunMax),
    isBegun: begun !== null,
    isOpen: begun !== null && begun.length > begunMax,
  }));
}
