import { setTimeout as delay } from 'node:timers/promises';
import { AdjustStock } from '../../client/src/generated/operations';
import { pressButton } from '../../payments/testing/press-button';
import type { Random } from '../../platform/testing/random';
import { msPerSecond } from '../../platform/values/time';
import { demoAccount, newCustomer } from '../harness/people';
import type { ChaosShop } from './chaos-shop';
import { checkIntentions, checkReleases } from './check-intentions';
import { checkLedger } from './check-ledger';
import { ChaosClient, type Desk, goods, warehouses } from './clients';
import { openPages, openWork, readFacts } from './facts';
import type { History } from './history';

/** What the judges find when the faults are over and everything has settled. */
export interface Aftermath {
  readonly orders: number;
  readonly decidedMs: number;
  /** Work that was still open at the deadline. */
  readonly undecided: readonly string[];
  readonly violations: readonly string[];
  /** The lines of `verify`. */
  readonly disagreements: readonly string[];
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

/** Clients at work in a shop, and the judges of what is left of it. */
export class ShopLoad {
  private isOver = false;
  private running: readonly Promise<void>[] = [];

  private constructor(
    private readonly shop: ChaosShop,
    private readonly history: History,
    private readonly clients: readonly ChaosClient[],
  ) {}

  /** Signs in staff and buyers before the first fault, and reduces the stock. */
  static async open(shop: ChaosShop, random: Random, history: History): Promise<ShopLoad> {
    const [warehouse, support] = [
      await patiently('the warehouse signs in', () => demoAccount(shop.client, 'warehouse')),
      await patiently('support signs in', () => demoAccount(shop.client, 'support')),
    ];
    const input = goods.flatMap((sku) =>
      warehouses.map((code) => ({
        sku,
        warehouse: code,
        delta: unitsLeft - demoUnits,
        reason: 'few are left',
      })),
    );
    await warehouse.run(AdjustStock, { input, idempotencyKey: 'few-are-left' });
    const desk: Desk = { orders: [], warehouse, support };
    const clients: ChaosClient[] = [];
    for (let number = 0; number < clientsMax; number += 1) {
      const buyer = await patiently('a buyer registers', () => newCustomer(shop.client));
      clients.push(new ChaosClient(number, buyer, desk, random.fork(), history));
    }
    return new ShopLoad(shop, history, clients);
  }

  get size(): number {
    return this.clients.length;
  }

  start(): void {
    this.running = this.clients.map((client) => client.run(() => this.isOver));
  }

  /** Ends the clients without a judgement. */
  abandon(): void {
    this.isOver = true;
  }

  /**
   * Ends the clients, waits until everything is decided, repeats each call with a key, and judges.
   * @param judge the compiled code of `verify`.
   * @param clocksAgree whether no clock was changed.
   */
  async stop(judge: string, clocksAgree = true): Promise<Aftermath> {
    this.isOver = true;
    const [{ decidedMs, open: left }] = await Promise.all([this.untilQuiescent(), ...this.running]);
    await Promise.all(this.clients.map((client) => client.repeatKeyedCalls()));
    // Clients that were still waiting may have started something in the meantime.
    const late = left.length === 0 ? await this.untilQuiescent() : { open: left };
    await this.shop.ready().catch(() => undefined);
    const facts = await readFacts(this.shop);
    const disagreements = await this.shop.verify(judge);
    const seconds = quiesceMsMax / msPerSecond;
    return {
      orders: facts.orders.length,
      decidedMs,
      undecided: late.open.map((what) => `not decided within ${seconds} s: ${what}`),
      violations: [
        ...checkIntentions(this.history, facts),
        ...(clocksAgree ? checkReleases(this.history, facts) : []),
        ...checkLedger(facts),
      ],
      disagreements,
    };
  }

  /** Waits until nothing is open. @returns how long that took, and what is still open. */
  private async untilQuiescent(): Promise<{ decidedMs: number; open: string[] }> {
    const startedAt = Date.now();
    let open: string[] = ['nobody has looked'];
    while (open.length > 0 && Date.now() - startedAt < quiesceMsMax) {
      await delay(quiescePollMs);
      // Buyers complete their steps; all other work is waited for.
      const pages = await openPages(this.shop).catch(() => []);
      await Promise.all(pages.map((url) => pressButton(url, 'Authorise').catch(() => null)));
      open = await openWork(this.shop).catch((error: Error) => [
        `the database is down: ${error.message}`,
      ]);
    }
    return { decidedMs: Date.now() - startedAt, open };
  }
}
