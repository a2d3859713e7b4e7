import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AdjustStockDocument } from '../../client/documents';
import { pressButton } from '../../payments/testing/press-button';
import { createLogger } from '../../platform/telemetry/logger';
import { Random } from '../../platform/testing/random';
import { msPerMinute } from '../../platform/values/time';
import { ChaosShop } from './chaos-shop';
import { checkIntentions } from './check-intentions';
import { checkLedger } from './check-ledger';
import { ChaosClient, type Desk, goods, warehouses } from './clients';
import { openPages, openWork, readFacts } from './facts';
import { History } from './history';
import { Nemesis } from './nemesis';

export interface SeedOptions {
  readonly seed: number;
  readonly minutes: number;
  /** The compiled code to run. */
  readonly dist: string;
  /** The compiled code of `verify`; differs if the code to run is a mutant. */
  readonly judge: string;
  /** The folder for history and log. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

export interface SeedResult {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly orders: number;
  readonly calls: number;
  readonly acknowledged: number;
  readonly unknown: number;
  readonly decidedMs: number;
  readonly slowestRestartMs: number;
  readonly violations: readonly string[];
}

const clientsMax = 10;
const quiesceMsMax = 60_000;
const quiescePollMs = 500;
const setUpDeadlineMs = 60_000;
/** Remaining stock of a demo product per warehouse, of 3,000 units. */
const unitsLeft = 12;
const demoUnits = 1_000;

/** Retries until it succeeds. @throws Error with the last failure if that takes too long. */
async function patiently<Value>(what: string, act: () => Promise<Value>): Promise<Value> {
  const deadline = Date.now() + setUpDeadlineMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`It did not happen: ${what}`, { cause: error });
      await delay(quiescePollMs);
    }
  }
}

/** Signs in staff and buyers before the first fault, and reduces the stock. */
async function open(shop: ChaosShop, random: Random, history: History): Promise<ChaosClient[]> {
  const [warehouse, support] = [
    await patiently('the warehouse signs in', () => shop.client.asDemo('warehouse')),
    await patiently('support signs in', () => shop.client.asDemo('support')),
  ];
  const input = goods.flatMap((sku) =>
    warehouses.map((code) => ({
      sku,
      warehouse: code,
      delta: unitsLeft - demoUnits,
      reason: 'few are left',
    })),
  );
  await warehouse.run(AdjustStockDocument, { input, idempotencyKey: 'few-are-left' });
  const desk: Desk = { orders: [], warehouse, support };
  const clients: ChaosClient[] = [];
  for (let number = 0; number < clientsMax; number += 1) {
    const buyer = await patiently('a buyer registers', () => shop.client.asNewCustomer());
    clients.push(new ChaosClient(number, buyer, desk, random.fork(), history));
  }
  return clients;
}

/** Waits until nothing is open. @returns how long that took, and what is still open. */
async function untilQuiescent(shop: ChaosShop): Promise<{ decidedMs: number; open: string[] }> {
  const startedAt = Date.now();
  let open: string[] = ['nobody has looked'];
  while (open.length > 0 && Date.now() - startedAt < quiesceMsMax) {
    await delay(quiescePollMs);
    // Buyers complete their steps; all other work is waited for.
    const pages = await openPages(shop).catch(() => []);
    await Promise.all(pages.map((url) => pressButton(url, 'Authorise').catch(() => null)));
    open = await openWork(shop).catch((error: Error) => [`the database is down: ${error.message}`]);
  }
  return { decidedMs: Date.now() - startedAt, open };
}

async function judge(shop: ChaosShop, history: History, options: SeedOptions) {
  await shop.ready().catch(() => undefined);
  const facts = await readFacts(shop);
  const disagreements = await shop.verify(options.judge);
  const violations = [
    ...checkIntentions(history, facts),
    ...checkLedger(facts),
    ...disagreements.map((line) => `verify: ${line}`),
  ];
  return { orders: facts.orders.length, violations };
}

async function ordeal(
  shop: ChaosShop,
  random: Random,
  history: History,
  options: SeedOptions,
): Promise<SeedResult> {
  const { seed, minutes, say } = options;
  const clients = await open(shop, random, history);
  say(`seed ${seed}: ${clients.length} clients, ${minutes} min of faults`);
  const nemesis = new Nemesis(shop, random.fork(), history);
  let isOver = false;
  const running = clients.map((client) => client.run(() => isOver));
  await nemesis.run(minutes * msPerMinute);
  isOver = true;
  const [{ decidedMs, open: left }] = await Promise.all([untilQuiescent(shop), ...running]);
  await Promise.all(clients.map((client) => client.repeatKeyedCalls()));
  // Clients that were still waiting may have started something in the meantime.
  const late = left.length === 0 ? await untilQuiescent(shop) : { open: left };
  const { orders, violations } = await judge(shop, history, options);
  const all = [
    ...(shop.hasEnded ? ['the shop gave up'] : []),
    ...nemesis.violations,
    ...late.open.map((what) => `not decided within ${quiesceMsMax / 1_000} s: ${what}`),
    ...violations,
  ];
  for (const what of all) history.violation(what);
  return {
    seed,
    minutes,
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
  const { seed, folder, dist } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const random = new Random(seed);
  const history = new History(path.join(folder, 'history.jsonl'));
  const logger = createLogger({ level: 'error', pretty: false, name: 'chaos' });
  const logFile = path.join(folder, 'shop.log');
  const shop = await ChaosShop.start({ dist, random: random.fork(), logger, logFile });
  try {
    return await ordeal(shop, random, history, options);
  } finally {
    await shop.close();
  }
}
