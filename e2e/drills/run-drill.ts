import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../../platform/telemetry/logger';
import { Random } from '../../platform/testing/random';
import type { RedisNodes } from '../../testing/redis-nodes';
import type { Settings } from '../../testing/started-shop';
import { ChaosShop } from '../chaos/chaos-shop';
import { History } from '../chaos/history';
import { type Aftermath, ShopLoad } from '../chaos/shop-load';
import type { Drill, DrillContext, DrillOutcome } from './drill';
import { Probes } from './probes';
import type { DrillReport } from './report';

export interface DrillOptions {
  /** The compiled code to run. */
  readonly dist: string;
  /** The folder for history and log. */
  readonly folder: string;
  readonly seed: number;
  readonly log: (line: string) => void;
}

/** The longest wait for the first orders, on a busy machine. */
const warmUpMsMax = 120_000;
/** The time without faults before the first fault and after the last one. */
const steadyMs = 8_000;

const isLoss = (violation: string): boolean => violation.includes('is acknowledged and lost');

function reportOf(
  { name }: Drill,
  { shop, history }: DrillContext,
  { faults, figures }: DrillOutcome,
  { undecided, violations, disagreements }: Aftermath,
): DrillReport {
  return {
    drill: name,
    faults,
    acknowledged: history.acknowledgedCalls,
    lost: violations.filter(isLoss).length,
    violations: [
      ...(shop.hasEnded ? ['the shop gave up'] : []),
      ...undecided,
      ...violations.filter((violation) => !isLoss(violation)),
    ],
    verify: disagreements,
    figures,
  };
}

async function underLoad(
  drill: Drill,
  context: DrillContext,
  load: ShopLoad,
): Promise<[DrillOutcome, Aftermath]> {
  const { probes, log, dist } = context;
  load.start();
  probes.start();
  const isSelling = (await probes.recoveredAfter(Date.now(), warmUpMsMax)) !== null;
  if (!isSelling) throw new Error('The shop sold nothing before the fault.');
  await delay(steadyMs);
  const injected = await drill.inject(context);
  await delay(steadyMs);
  log(`${drill.name}: the clients end, and everything is judged`);
  await probes.stop();
  return [injected, await load.stop(dist, !drill.changesClocks)];
}

interface Started {
  readonly shop: ChaosShop;
  readonly redis: RedisNodes | null;
  readonly random: Random;
}

async function carryOut(drill: Drill, started: Started, options: DrillOptions) {
  const { folder, dist, log } = options;
  const { shop, random } = started;
  const history = new History(path.join(folder, 'history.jsonl'));
  const load = await ShopLoad.open(shop, random, history);
  const probes = await Probes.open(shop, history);
  const context = { ...started, history, probes, folder, dist, log };
  try {
    const [injected, aftermath] = await underLoad(drill, context, load);
    const report = reportOf(drill, context, injected, aftermath);
    if (drill.afterwards === undefined || shop.hasEnded) return report;
    const { faults, figures } = await drill.afterwards(context);
    return {
      ...report,
      faults: [...report.faults, ...faults],
      figures: [...report.figures, ...figures],
    };
  } finally {
    // A drill that failed leaves no client behind.
    load.abandon();
    await probes.stop();
  }
}

function redisVariables(redis: RedisNodes | null): Settings {
  if (redis === null) return {};
  const { url, mode, nodes = [] } = redis.servers;
  return {
    ORDERPROCESSING_REDIS_URL: url,
    ORDERPROCESSING_REDIS_MODE: mode,
    ORDERPROCESSING_REDIS_NODES: nodes.join(','),
  };
}

/** Starts a shop of its own as many processes, breaks it under load, and judges what is left. */
export async function runDrill(drill: Drill, options: DrillOptions): Promise<DrillReport> {
  const { folder, dist, seed, log } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const random = new Random(seed);
  const logger = createLogger({ level: 'silent', pretty: false, name: 'drill' });
  const logFile = path.join(folder, 'shop.log');
  log(`${drill.name}: starting a shop as many processes`);
  const own = drill.shop?.(folder) ?? {};
  const redis = (await drill.redis?.()) ?? null;
  try {
    const settings = { ...own.settings, ...redisVariables(redis) };
    const started = { ...own, settings, dist, random: random.fork(), logger, logFile };
    await using shop = await ChaosShop.start(started);
    return await carryOut(drill, { shop, redis, random }, options);
  } finally {
    await redis?.close();
  }
}
