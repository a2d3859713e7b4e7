import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { queryOnce } from '../../platform/database/own-connection';
import { createLogger, type Logger } from '../../platform/telemetry/logger';
import { msPerSecond } from '../../platform/values/time';
import type { Compared } from '../../testing/command';
import { runVerify } from '../chaos/run-verify';
import type { DrillContext, DrillOutcome } from './drill';
import { durationAtMost } from './report';

const detectedMsMax = 60 * msPerSecond;
const recoveredMsMax = 60 * msPerSecond;
const pageBytes = 8_192;
const flippedBytes = 4;

interface TableFile {
  /** The path below the folder of the cluster. */
  readonly path: string;
  /** Pages with rows. */
  readonly pages: readonly number[];
}

async function fileOf(url: string, table: string): Promise<TableFile> {
  const rows = await queryOnce<{ path: string; pages: number[] | null }>(
    url,
    `SELECT pg_relation_filepath($1) AS path, (SELECT array_agg(DISTINCT page) FROM (
       SELECT (ctid::text::point)[0]::int AS page FROM ${table}) row) AS pages`,
    [table],
  );
  const [{ path: found, pages } = { path: '', pages: null }] = rows;
  return { path: found, pages: pages ?? [] };
}

/** Flips a bit in each of some bytes in the middle of a page. */
function damage(file: string, page: number): void {
  const at = page * pageBytes + pageBytes / 2;
  const bytes = Buffer.alloc(flippedBytes);
  const handle = openSync(file, 'r+');
  try {
    readSync(handle, bytes, 0, flippedBytes, at);
    writeSync(
      handle,
      bytes.map((byte) => byte ^ 1),
      0,
      flippedBytes,
      at,
    );
  } finally {
    closeSync(handle);
  }
}

async function verifyOn(
  { shop, dist }: DrillContext,
  dataFolder: string,
  logger: Logger,
): Promise<Compared> {
  const server: EmbeddedPostgres = await startEmbeddedPostgres({ dataFolder, logger });
  try {
    const databaseUrl = (room: string) => server.tcpUrl(room);
    return await runVerify({ dist, folder: shop.folder, databaseUrl, sandboxPort: null });
  } finally {
    await server.stop();
  }
}

/** Keeps the owner of the files: PostgreSQL does not run as root. */
function copyCluster(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

/**
 * Bytes of a data page flip in a stopped copy of the cluster. The checksum of the page must give it
 * away: a comparison that reads it fails. Another copy takes its place.
 */
export async function corruptPage(context: DrillContext): Promise<DrillOutcome> {
  const { shop, random, log } = context;
  const logger = createLogger({ level: 'silent', pretty: false, name: 'drill' });
  await shop.end();
  const table = await fileOf(shop.databaseUrl('orders'), 'orders');
  await shop.postgres.stop();
  const copy = `${shop.postgresFolder}-copy`;
  copyCluster(shop.postgresFolder, copy);
  damage(path.join(copy, 'postgres', table.path), random.pick(table.pages));
  log('corruption: bytes of a page of orders are flipped in a stopped copy of the cluster');
  const brokenAtMs = Date.now();
  const found = await verifyOn(context, copy, logger);
  const detectedAfterMs = found.isComplete ? null : Date.now() - brokenAtMs;
  const replacedFromMs = Date.now();
  copyCluster(shop.postgresFolder, copy);
  const replaced = await verifyOn(context, copy, logger);
  const isWhole = replaced.isComplete && replaced.lines.length === 0;
  const recoveredAfterMs = isWhole ? Date.now() - replacedFromMs : null;
  return {
    faults: [
      {
        broken: `${flippedBytes} bytes of one of ${table.pages.length} pages of orders were flipped in a stopped copy`,
        detectedAfterMs,
        detectedBy: 'verify, which failed',
        recoveredAfterMs,
      },
    ],
    figures: [
      durationAtMost('the damaged page is detected', detectedAfterMs, detectedMsMax),
      durationAtMost('verify is clean on another copy', recoveredAfterMs, recoveredMsMax),
    ],
  };
}
