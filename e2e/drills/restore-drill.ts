import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TypedDocument } from '../../client/src/document';
import { endChild } from '../../platform/process/child';
import { isAlive, waitUntil } from '../../platform/process/process-table';
import { msPerSecond } from '../../platform/values/time';
import { compiledCode, rateLimits, StartedShop } from '../../testing/started-shop';
import { Client } from '../harness/client';
import { demoAccount } from '../harness/people';
import { type Acknowledged, Buyers, buyersCount } from './buyers';
import { countAtLeast, type DrillReport, worstAtMost } from './report';

export interface RestoreDrillOptions {
  /** How often a shop is lost and restored. */
  readonly runs: number;
  /** How long buyers place orders between the backup and the loss. */
  readonly seconds: number;
  /** Whether each commit waits for a second copy of its log; then nothing may be lost. */
  readonly synchronousLog?: boolean;
  readonly log: (line: string) => void;
}

/** The figures of the plan for disaster recovery. */
const lostMsMax = 15_000;
const recoveredMsMax = 60_000;

const highLimit = 1_000_000;
const startDeadlineMs = 180_000;
const commandDeadlineMs = 600_000;
const endDeadlineMs = 30_000;
const pollAnswerMs = 1_000;
const lookUpMax = 50;
/** Exit code of verify, if it could compare everything. */
const verifyDisagreed = 1;

/** A command of the program on the shop's data. */
async function command(shop: StartedShop, ...given: string[]) {
  const env = {
    PATH: process.env.PATH,
    HOME: shop.folder,
    ORDERPROCESSING_DATA_FOLDER: path.join(shop.folder, 'data'),
    ORDERPROCESSING_SERVER_PORT: new URL(shop.url).port,
    ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(shop.ledgerUrl).port,
  };
  const args = [path.join(compiledCode, 'cli/orderprocessing.js'), ...given];
  const options = { cwd: shop.folder, env, timeout: commandDeadlineMs };
  return new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    execFile(process.execPath, args, options, (error, output, errors) => {
      const code = error === null ? 0 : Number(error.code ?? -1);
      resolve({ code, output, errors });
    });
  });
}

async function done(shop: StartedShop, ...given: string[]): Promise<string> {
  const { code, output, errors } = await command(shop, ...given);
  if (code === 0) return output;
  throw new Error(`${given.join(' ')} ended with ${code}: ${output}${errors}`);
}

/** Kills PostgreSQL and the shop without notice, and deletes the cluster. */
async function loseData(shop: StartedShop): Promise<void> {
  const cluster = path.join(shop.folder, 'data', 'postgres');
  const postgres = Number.parseInt(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8'), 10);
  // Killed, it cannot archive what is left.
  process.kill(postgres, 'SIGKILL');
  shop.child.kill('SIGKILL');
  if (!(await waitUntil(() => !isAlive(postgres), endDeadlineMs))) {
    throw new Error('PostgreSQL did not end.');
  }
  rmSync(cluster, { recursive: true, force: true, maxRetries: 10 });
}

async function untilUnreachable(url: string): Promise<void> {
  const answers = async () => {
    const signal = AbortSignal.timeout(pollAnswerMs);
    const answer = await fetch(`${url}/ready`, { signal }).catch(() => null);
    return answer?.status === 200;
  };
  const isGone = await waitUntil(async () => !(await answers()), endDeadlineMs);
  if (!isGone) throw new Error('The shop still answers.');
}

const ordersDocument: TypedDocument<
  { readonly orders: { readonly nodes: readonly { readonly id: string }[] } },
  { readonly ids: readonly string[] }
> = `query ($ids: [ID!]!) { orders(first: ${lookUpMax}, filter: { ids: $ids }) { nodes { id } } }`;

/** The acknowledged orders that the shop does not have. */
async function lostOf(customer: Client, acknowledged: readonly Acknowledged[]) {
  const lost: Acknowledged[] = [];
  // Only the newest can be lost: it is enough to look back until a whole page is there.
  const newestFirst = [...acknowledged].sort((a, b) => b.atMs - a.atMs);
  for (let start = 0; start < newestFirst.length; start += lookUpMax) {
    const page = newestFirst.slice(start, start + lookUpMax);
    const { orders } = await customer.run(ordersDocument, { ids: page.map(({ id }) => id) });
    const found = new Set(orders.nodes.map(({ id }) => id));
    const missing = page.filter(({ id }) => !found.has(id));
    lost.push(...missing);
    if (missing.length === 0) break;
  }
  return lost;
}

async function restore(shop: StartedShop): Promise<void> {
  const { code, output, errors } = await command(shop, 'restore');
  if (code === 0) return;
  // The payment provider knows the orders that were lost: their buyers get their money back.
  if (!output.includes('restore --switch')) throw new Error(`${output}${errors}`);
  await done(shop, 'reconcile', '--restored', '--yes');
  await done(shop, 'restore', '--switch');
}

/** The disagreements, and what kept it from comparing everything. */
async function verifyLines(shop: StartedShop): Promise<string[]> {
  const { code, output, errors } = await command(shop, 'verify', '--json');
  const lines = output.split('\n').filter((line) => line !== '');
  const isComplete = code === 0 || code === verifyDisagreed;
  return isComplete ? lines : [...lines, `verify could not look: ${errors}`];
}

interface Loss {
  readonly detectedAfterMs: number;
  readonly recoveredAfterMs: number;
  readonly acknowledged: number;
  readonly lost: number;
  /** The age of the oldest lost order when the databases were deleted; 0 if none was lost. */
  readonly oldestLostMs: number;
  readonly verify: readonly string[];
}

/**
 * Starts a shop, backs it up, deletes its databases while buyers place orders, restores everything
 * from the archive, and compares it with what was acknowledged.
 */
async function loseAndRestore(options: RestoreDrillOptions): Promise<Loss> {
  const { seconds, synchronousLog = false, log } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'drill-'));
  const settings = {
    ...rateLimits(highLimit),
    ORDERPROCESSING_BACKUPS_SYNCHRONOUS_LOG: String(synchronousLog),
  };
  let shop = await StartedShop.start({ folder, settings });
  try {
    await shop.untilReady(startDeadlineMs);
    await done(shop, 'backup');
    log(`The shop is backed up. ${buyersCount} buyers place orders for ${seconds} s.`);
    const buyers = new Buyers(await demoAccount(new Client(shop.url), 'customer'));
    await delay(seconds * msPerSecond);
    const brokenAtMs = Date.now();
    await loseData(shop);
    await untilUnreachable(shop.url);
    const detectedAfterMs = Date.now() - brokenAtMs;
    await buyers.stop();
    log('The databases are deleted. Restoring.');
    await restore(shop);
    shop = await StartedShop.start({ folder, settings });
    await shop.untilReady(startDeadlineMs);
    const recoveredAfterMs = Date.now() - brokenAtMs;
    const acknowledged = buyers.acknowledged.filter(({ atMs }) => atMs <= brokenAtMs);
    const lost = await lostOf(await demoAccount(new Client(shop.url), 'customer'), acknowledged);
    const oldestLostAtMs = Math.min(brokenAtMs, ...lost.map(({ atMs }) => atMs));
    return {
      detectedAfterMs,
      recoveredAfterMs,
      acknowledged: acknowledged.length,
      lost: lost.length,
      oldestLostMs: brokenAtMs - oldestLostAtMs,
      verify: await verifyLines(shop),
    };
  } finally {
    await endChild(shop.child, [['SIGINT', endDeadlineMs]]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loses and restores a shop as often as asked for, each time a new one. */
export async function runRestoreDrill(options: RestoreDrillOptions): Promise<DrillReport> {
  const losses: Loss[] = [];
  for (let run = 0; run < options.runs; run += 1) losses.push(await loseAndRestore(options));
  const acknowledged = losses.map((loss) => loss.acknowledged);
  const oldestLost = losses.map(({ oldestLostMs }) => oldestLostMs);
  const recovered = losses.map(({ recoveredAfterMs }) => recoveredAfterMs);
  return {
    drill: 'restore',
    faults: losses.map(({ detectedAfterMs, recoveredAfterMs }) => ({
      broken: 'PostgreSQL was killed, and its data folder deleted',
      detectedAfterMs,
      detectedBy: '/ready',
      recoveredAfterMs,
    })),
    acknowledged: acknowledged.reduce((sum, count) => sum + count, 0),
    lost: losses.reduce((sum, { lost }) => sum + lost, 0),
    mayLose: options.synchronousLog ? undefined : true,
    violations: [],
    verify: losses.flatMap(({ verify }) => verify),
    figures: [
      countAtLeast('orders acknowledged before each loss', Math.min(...acknowledged), 1),
      worstAtMost('age of the oldest lost order', oldestLost, lostMsMax),
      worstAtMost('the shop serves again', recovered, recoveredMsMax),
    ],
  };
}
