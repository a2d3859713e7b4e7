import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endChild } from '../../platform/process/child';
import { isAlive, waitUntil } from '../../platform/process/process-table';
import { msPerSecond } from '../../platform/values/time';
import { rateLimits, StartedShop } from '../../testing/started-shop';
import { Client } from '../harness/client';
import { demoAccount } from '../harness/people';
import { Buyers, buyersCount } from './buyers';
import { lostOf } from './lost-orders';
import { countAtLeast, type DrillReport, worstAtMost } from './report';
import { shellOf } from './shell';

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
const endDeadlineMs = 30_000;
const pollAnswerMs = 1_000;

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

async function restore(shop: StartedShop): Promise<void> {
  const { code, output, errors } = await shellOf(shop).type('restore');
  if (code === 0) return;
  // The payment provider knows the orders that were lost: their buyers get their money back.
  if (!output.includes('restore --switch')) throw new Error(`${output}${errors}`);
  await shellOf(shop).done('reconcile', '--restored', '--yes');
  await shellOf(shop).done('restore', '--switch');
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
    await shellOf(shop).done('backup');
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
      verify: await shellOf(shop).verify(),
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
