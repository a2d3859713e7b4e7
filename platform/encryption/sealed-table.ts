import type { DataKeys } from './data-keys';
import { type KeyRing, SealedValueError, sealedPrefix } from './key-ring';

/** The result of encrypting some rows of a table again. */
interface ResealedPage {
  /** Id of the last row; null if there are no more. */
  readonly last: string | null;
  /** The number of rows that were encrypted under the current key. */
  readonly changed: number;
  /** The number of rows that others had locked or changed; they are due again. */
  readonly left: number;
  /** Ids of rows with a value that cannot be decrypted, and stays as it is. */
  readonly unreadable: readonly string[];
}

/** A table with encrypted values. */
export interface SealedTable {
  readonly name: string;
  /** Encrypts what is in plain text or under another key, in the rows after an id. */
  reseal(after: string | null, limit: number): Promise<ResealedPage>;
  /** Whether any value is encrypted under the key. */
  uses(keyId: string): Promise<boolean>;
}

interface SealedTableParts<Row, Renewed> {
  readonly name: string;
  readonly keys: DataKeys;
  /** Rows after an id, in the order of ids. */
  readonly read: (after: string | null, limit: number) => Promise<readonly Row[]>;
  /** The values of a row, encrypted under the current key; null if they already are. */
  readonly renew: (row: Row, ring: KeyRing) => Promise<Renewed | null>;
  /**
   * Writes rows that are unchanged since they were read and that nobody has locked: it must not
   * wait, because that could be a deadlock.
   * @returns how many were written.
   */
  readonly write: (renewed: readonly Renewed[]) => Promise<number>;
  /** Whether any value begins with the prefix. */
  readonly holds: (prefix: string) => Promise<boolean>;
}

/** The new values of the rows that are due, and the ids of rows that cannot be decrypted. */
async function renewedOf<Row extends { readonly id: string }, Renewed>(
  rows: readonly Row[],
  renew: (row: Row) => Promise<Renewed | null>,
) {
  const renewed: Renewed[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    try {
      const values = await renew(row);
      if (values !== null) renewed.push(values);
    } catch (error) {
      if (!(error instanceof SealedValueError)) throw error;
      unreadable.push(row.id);
    }
  }
  return { renewed, unreadable };
}

export function sealedTable<Row extends { readonly id: string }, Renewed>(
  parts: SealedTableParts<Row, Renewed>,
): SealedTable {
  const { name, keys, read, renew, write, holds } = parts;
  return {
    name,
    uses: (keyId) => holds(sealedPrefix(keyId)),

    async reseal(after, limit) {
      const ring = await keys.current();
      const rows = await read(after, limit);
      const { renewed, unreadable } = await renewedOf(rows, (row) => renew(row, ring));
      const changed = renewed.length > 0 ? await write(renewed) : 0;
      const last = rows.length < limit ? null : (rows.at(-1)?.id ?? null);
      return { last, changed, left: renewed.length - changed, unreadable };
    },
  };
}

interface ResealResult {
  readonly changed: number;
  readonly left: number;
  /** `table:id` of rows with a value that cannot be decrypted. */
  readonly unreadable: readonly string[];
  /** False if it was stopped before the end. */
  readonly isComplete: boolean;
}

interface ResealOptions {
  /** The share of the time in which it works; it pauses for the rest. */
  readonly share: number;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly isStopped?: () => boolean;
}

/** The number of rows in one statement, whose locks are held for some milliseconds. */
const pageRows = 200;

/** Goes through all tables once, a page at a time, each with its own commit. */
export async function resealTables(
  tables: readonly SealedTable[],
  { share, pause, isStopped = () => false }: ResealOptions,
): Promise<ResealResult> {
  let [changed, left] = [0, 0];
  const unreadable: string[] = [];
  for (const table of tables) {
    let after: string | null = null;
    do {
      if (isStopped()) return { changed, left, unreadable, isComplete: false };
      const startedAtMs = performance.now();
      const page: ResealedPage = await table.reseal(after, pageRows);
      changed += page.changed;
      left += page.left;
      unreadable.push(...page.unreadable.map((id) => `${table.name}:${id}`));
      after = page.last;
      const tookMs = performance.now() - startedAtMs;
      if (after !== null) await pause(tookMs * (1 / share - 1));
    } while (after !== null);
  }
  return { changed, left, unreadable, isComplete: true };
}
