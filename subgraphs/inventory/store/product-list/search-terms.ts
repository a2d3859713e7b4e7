import sql, { type Sql } from 'sql-template-tag';
import type { Queryable } from '../../../../platform/database/pool';
import { prepared } from '../../../../platform/database/prepared';

/** One word of a search, and the words of the catalogue that it may match. */
export interface SearchTerm {
  /** Lower-case letters and digits. */
  readonly typed: string;
  /** Likewise; includes the typed word if it is in the catalogue. */
  readonly words: readonly string[];
  /**
   * True if they equal the typed word or begin with it; false if they contain it or are similar.
   */
  readonly isBegun: boolean;
  /** Whether more words begin with it than are matched individually. */
  readonly isOpen: boolean;
}

/** The most words that a typed word may match, for each kind of match. */
const prefixMatchesMax = 32;
const infixMatchesMax = 32;
const similarMatchesMax = 8;

/** A trigram index knows nothing of shorter parts. */
const infixCharactersMin = 3;

/** Corrections are as good as the best one, give or take this much of a likeness of 1. */
const similaritySpread = 0.1;

interface TermRow {
  readonly typed: string;
  readonly begun: string[] | null;
  readonly inside: string[] | null;
  readonly alike: string[] | null;
}

/** Looked up per word; the planner would turn EXISTS into a join with the words of all products. */
const isOffered = (everything: boolean): Sql => sql`(
  SELECT true FROM product_words p WHERE p.word = w.word AND (p.active OR ${everything}::boolean)
  LIMIT 1) IS NOT NULL`;

/** Sorts after every word with the same prefix. */
const lastCharacter = '\u{10FFFF}';

/**
 * The terms of a search, each with its best matches in the catalogue: words that begin with it,
 * else words that contain it, else words spelt similarly. A number never matches a similar number.
 * @param everything whether to include words of inactive products.
 * @returns a term per typed word, without words if nothing matches; no terms if the text has no
 * letters or digits.
 */
export async function searchTerms(
  database: Queryable,
  search: string,
  everything: boolean,
): Promise<SearchTerm[]> {
  const offered = isOffered(everything);
  const rows = await prepared<TermRow>(
    database,
    'search-terms',
    sql`SELECT typed, begun, inside, alike
      FROM unnest(search_words(${search}::text COLLATE "C")) AS given (typed)
      CROSS JOIN LATERAL (SELECT array_agg(word) AS begun FROM (
        SELECT w.word FROM catalogue_words w
        WHERE w.word >= typed AND w.word < typed || ${lastCharacter}::text AND ${offered}
        ORDER BY w.word LIMIT ${prefixMatchesMax + 1}) AS found) AS begun
      CROSS JOIN LATERAL (SELECT array_agg(word) AS inside FROM (
        SELECT w.word FROM catalogue_words w
        WHERE begun IS NULL AND length(typed) >= ${infixCharactersMin}::integer
          AND w.word LIKE '%' || typed || '%' AND ${offered}
        LIMIT ${infixMatchesMax}) AS found) AS inside
      CROSS JOIN LATERAL (SELECT array_agg(word) AS alike FROM (
        SELECT w.word, similarity(w.word, typed) AS likeness,
          max(similarity(w.word, typed)) OVER () AS best
        FROM catalogue_words w
        WHERE begun IS NULL AND inside IS NULL AND typed !~ '[0-9]' AND w.word % typed
          AND ${offered}
        ORDER BY likeness DESC, w.word LIMIT ${similarMatchesMax}) AS found
        WHERE likeness >= best - ${similaritySpread}::real) AS alike`,
  );
  return rows.map(({ typed, begun, inside, alike }) => ({
    typed,
    words: (begun ?? inside ?? alike ?? []).slice(0, prefixMatchesMax),
    isBegun: begun !== null,
    isOpen: begun !== null && begun.length > prefixMatchesMax,
  }));
}
