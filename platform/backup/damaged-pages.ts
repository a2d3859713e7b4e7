import { z } from 'zod';
import { relationOf } from '../database/relation-of-file';
import { type PgBackRest, type PgBackRestCall, runPgBackRest } from './pgbackrest';

/** Pages of one file of the cluster whose checksums are wrong. */
export interface DamagedFile {
  /** The path below the folder of the cluster, e.g. `base/16384/16402`. */
  readonly path: string;
  /** The damaged pages; none if the size of the file is not a multiple of the page size. */
  readonly pages: readonly number[];
}

/** The largest number of pages of a file that a message names. */
const namedPagesMax = 8;

/** A single page, or the first and the last one of a run. */
const pageSchema = z.union([z.number(), z.tuple([z.number(), z.number()])]);
const fileLine = /^pg_data\/([^=]+)=(.*)$/;
const damageMark = '"checksum-page":false';
const fileSchema = z.object({ 'checksum-page-error': z.array(pageSchema).default([]) });

const pagesOf = (page: z.output<typeof pageSchema>): number[] => {
  if (typeof page === 'number') return [page];
  const [first, last] = page;
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
};

/** The damaged files that the manifest of a backup lists. */
export function parseManifest(manifest: string): DamagedFile[] {
  return manifest.split('\n').flatMap((line) => {
    const [, path, json] = fileLine.exec(line) ?? [];
    if (path === undefined || !json?.includes(damageMark)) return [];
    const { 'checksum-page-error': errors } = fileSchema.parse(JSON.parse(json));
    return [{ path, pages: errors.flatMap(pagesOf) }];
  });
}

export async function damagedFilesOf(
  pgBackRest: PgBackRest,
  label: string,
  call: PgBackRestCall,
): Promise<DamagedFile[]> {
  const manifest = `backup/${pgBackRest.stanza}/${label}/backup.manifest`;
  const operands = [manifest];
  return parseManifest(await runPgBackRest(pgBackRest, 'repo-get', [], { ...call, operands }));
}

async function findRelation(urls: readonly string[], path: string): Promise<string | null> {
  for (const url of urls) {
    const found = await relationOf(url, path).catch(() => null);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Names the pages for an operator, e.g. `page 3 of orders of database orders`.
 * @param urls of servers that may have the file; if none knows its table, the file itself is named.
 */
export async function describeDamage(
  urls: readonly string[],
  { path, pages }: DamagedFile,
): Promise<string> {
  const relation = await findRelation(urls, path);
  const named = pages.slice(0, namedPagesMax).join(', ');
  const more = pages.length - namedPagesMax;
  const list = more > 0 ? `${named} and ${more} more` : named;
  const file = relation === null ? `the file ${path}` : `${relation} (file ${path})`;
  if (pages.length === 0) return `the end of ${file}`;
  return `${pages.length === 1 ? 'page' : 'pages'} ${list} of ${file}`;
}

/** PostgreSQL's message about a page that it refuses to read. */
const invalidPage = /invalid page in block (\d+) of relation "?([\w./]+)"?/;

/** The cause of an error; GraphQL has a property of its own for it. */
const causeOf = (error: Error): unknown =>
  error.cause ?? (error as { readonly originalError?: unknown }).originalError;

/** The damaged page that an error of PostgreSQL, or the cause of the error, is about. */
export function damagedPageIn(error: unknown): DamagedFile | null {
  for (let at = error; at instanceof Error; at = causeOf(at)) {
    const [, page, path] = invalidPage.exec(at.message) ?? [];
    if (page !== undefined && path !== undefined) return { path, pages: [Number(page)] };
  }
  return null;
}
