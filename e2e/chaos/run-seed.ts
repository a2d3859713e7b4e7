import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from '../../platform/telemetry/logger';
import { Random } from '../../platform/testing/random';
import { msPerMinute } from '../../platform/values/time';
import { ChaosShop } from './chaos-shop';
import { History } from './history';
import { Nemesis } from './nemesis';
import type { OrderDatabaseCount } from './order-databases';
import { ShopLoad } from './shop-load';

/** Instances of each process but the gateway, which has two. */
export type InstanceCount = 1 | 2;

export interface SeedOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly databases: OrderDatabaseCount;
  readonly instances: InstanceCount;
  /** The compiled code to run. */
  readonly dist: string;
  /** The compiled code of `verify`; differs if the code to run is a mutant. */
  readonly judge: string;
  /** The folder for history and log. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

export interface SeedResult {
  readonly seed: number;
  readonly minutes: number;
  readonly databases: OrderDatabaseCount;
  readonly instances: InstanceCount;
  readonly faults: Readonly<Record<string, number>>;
  readonly orders: number;
  readonly calls: number;
  readonly acknowledged: number;
  readonly unknown: number;
  readonly decidedMs: number;
  readonly slowestRestartMs: number;
  readonly violations: readonly string[];
}

async function ordeal(
  shop: ChaosShop,
  random: Random,
  history: History,
  options: SeedOptions,
): Promise<SeedResult> {
  const { seed, minutes, databases, instances, log } = options;
  const load = await ShopLoad.open(shop, random, history);
  log(`seed ${seed}: ${load.size} clients, ${minutes} min of faults`);
  const nemesis = new Nemesis(shop, random.fork(), history);
  load.start();
  await nemesis.run(minutes * msPerMinute);
  const { orders, decidedMs, ...found } = await load.stop(options.judge);
  const all = [
    ...(shop.hasEnded ? ['the shop gave up'] : []),
    ...nemesis.violations,
    ...found.undecided,
    ...found.violations,
    ...found.disagreements.map((line) => `verify: ${line}`),
  ];
  for (const what of all) history.violation(what);
  return {
    seed,
    minutes,
    databases,
    instances,
    faults: nemesis.counts as Record<string, number>,
    orders,
    calls: history.acknowledgedCalls + history.unknownCalls,
    acknowledged: history.acknowledgedCalls,
    unknown: history.unknownCalls,
    decidedMs,
    slowestRestartMs: nemesis.slowestRestartMs,
    violations: all,
  };
}

/** Runs one seed: starts a shop, injects faults, heals, checks and stops it. */
export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const { seed, folder, dist, databases, instances } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const random = new Random(seed);
  const history = new History(path.join(folder, 'history.jsonl'));
  const logger = createLogger({ level: 'error', pretty: false, name: 'chaos' });
  const logFile = path.join(folder, 'shop.log');
  const started = { dist, random: random.fork(), logger, logFile, databases, instances };
  await using shop = await ChaosShop.start(started);
  return await ordeal(shop, random, history, options);
}
