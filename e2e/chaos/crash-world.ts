import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SandboxProcess, startSandboxProcess } from '../../payments/sandbox/start';
import { resolvesWithin } from '../../platform/process/child';
import { repositoryRoot } from '../../platform/process/repository-root';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database';
import { eventually } from '../harness/shop';
import { type Answer, CrashChild } from './crash-family';
import type { Plan, Step } from './crash-messages';
import {
  cancelling,
  fill,
  goods,
  orderIdOf,
  placing,
  type Requested,
  refunding,
  shipping,
} from './crash-scenarios';
import { type Facts, openWork, readFacts } from './facts';

const dist = path.join(repositoryRoot, 'dist');
const secrets = { apiSecret: 'secret-of-the-api', callbackSecret: 'secret-of-callbacks' };
const callersAtOnce = 3;
const quiesceDeadlineMs = 90_000;
const byProvider = new Set<Step>(['AUTHORIZE', 'CAPTURE', 'VOID', 'REFUND']);

interface Call {
  readonly query?: string;
  readonly variables?: object;
}

/** The request that was interrupted by a crash, and the response to its retry. */
export interface Case {
  readonly plan: Plan;
  readonly requested: Requested;
  readonly orderId: string;
  readonly again: Answer | null;
}

export const pointOf = ({ step, at, side }: Plan) => `${step}, ${at}, ${side} dies`;

/**
 * A shop of two databases and a payment sandbox. Each case runs in a process that crashes, or in
 * one that survives a crash of the other side; the latter also resumes unfinished work.
 */
export class CrashWorld {
  readonly cases = new Map<string, Case>();
  private survivor: CrashChild;
  /** Inventory as a separate process that crashes during the next call. */
  private victim: Promise<CrashChild> | null = null;
  private nextVictim: Promise<CrashChild> | null = null;
  private current: { readonly plan: Plan; readonly died: () => void } | null = null;

  private constructor(
    readonly orders: TestDatabase,
    private readonly inventory: TestDatabase,
    private readonly folder: string,
    private sandbox: SandboxProcess,
  ) {}

  static async open(): Promise<CrashWorld> {
    const folder = mkdtempSync(path.join(tmpdir(), 'crash-points-'));
    const [orders, inventory, sandbox] = await Promise.all([
      createTestDatabase('orders'),
      createTestDatabase('inventory'),
      openSandbox(folder, 0),
    ]);
    const world = new CrashWorld(orders, inventory, folder, sandbox);
    world.survivor = await CrashChild.start(dist, world.opening(true), (relay) =>
      world.otherSideDies(relay),
    );
    await world.survivor.serve(fill, goods);
    return world;
  }

  /** Runs a case for each point, resumes unfinished work, and repeats every request. */
  async run(points: readonly Plan[]): Promise<Facts> {
    const left = points.filter(({ side }) => side === 'caller');
    const worker = async () => {
      for (let plan = left.shift(); plan; plan = left.shift()) await this.callerDies(plan);
    };
    await Promise.all(Array.from({ length: callersAtOnce }, worker));
    // Expires the leases of the crashed process.
    await this.orders.pool.query(
      `UPDATE orders SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL`,
    );
    for (const plan of points.filter(({ side }) => side === 'other')) await this.calledDies(plan);
    await this.untilQuiescent();
    for (const [name, one] of this.cases) {
      const again = await this.ask(this.survivor, one.requested);
      this.cases.set(name, { ...one, orderId: orderIdOf(again), again });
    }
    await this.untilQuiescent();
    return readFacts(this.sources);
  }

  async timelineOf(orderId: string | undefined): Promise<string> {
    const { rows } = await this.orders.pool.query(
      'SELECT type FROM order_events WHERE order_id = $1 ORDER BY seq',
      [orderId],
    );
    return rows.map(({ type }) => String(type).replace('order.', '')).join(' ');
  }

  async close(): Promise<void> {
    await Promise.all([this.survivor.kill(), this.nextVictim?.then((one) => one.kill())]);
    await this.sandbox.stop();
    await Promise.all([this.orders.drop(), this.inventory.drop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private readonly sources = {
    orderUrls: [this.orders.url],
    inventoryUrl: this.inventory.url,
    ledger: async () => (await fetch(`${this.sandbox.url}/ledger`)).text(),
  };

  private opening(works: boolean) {
    const urls = { orders: this.orders.url, inventory: this.inventory.url };
    return { urls, sandboxUrl: this.sandbox.url, ...secrets, works };
  }

  private async untilQuiescent(): Promise<void> {
    const isSettled = async () => (await openWork(this.sources)).length === 0;
    await eventually('the end of all open work', isSettled, quiesceDeadlineMs);
  }

  private ask(child: CrashChild, { query, variables, viewer }: Requested) {
    return child.ask(query, variables, viewer);
  }

  /** Advances an order until the step is next. */
  private async prepared(step: Step): Promise<Requested> {
    if (step === 'RELEASE') return placing('tok_declined');
    if (step === 'RESERVE' || step === 'AUTHORIZE' || step === 'CONFIRM') return placing('tok_ok');
    const id = orderIdOf(await this.ask(this.survivor, placing('tok_ok')));
    if (step === 'VOID') return cancelling(id);
    if (step === 'SHIP' || step === 'CAPTURE') return shipping(id);
    orderIdOf(await this.ask(this.survivor, shipping(id)));
    await this.captured(id);
    return refunding(id);
  }

  private async captured(orderId: string): Promise<void> {
    const isCaptured = async () => {
      const { rows } = await this.orders.pool.query(
        'SELECT captured_minor > 0 AS done FROM orders WHERE id = $1',
        [orderId],
      );
      return rows[0]?.done as boolean;
    };
    await eventually(`the capture of ${orderId}`, isCaptured, quiesceDeadlineMs);
  }

  private async callerDies(plan: Plan): Promise<void> {
    const [requested, caller] = await Promise.all([
      this.prepared(plan.step),
      CrashChild.start(dist, this.opening(false)),
    ]);
    caller.plan(plan);
    // A process that responded may still crash afterwards.
    await this.ask(caller, requested);
    await reached(plan, caller.gone);
    this.cases.set(pointOf(plan), { plan, requested, orderId: '', again: null });
  }

  /** The next process to crash starts while this one is used. */
  private async calledDies(plan: Plan): Promise<void> {
    if (!byProvider.has(plan.step)) {
      this.victim = this.nextVictim ?? CrashChild.start(dist, this.opening(false));
      this.nextVictim = CrashChild.start(dist, this.opening(false));
    }
    const [requested] = await Promise.all([this.prepared(plan.step), this.victim]);
    const died = new Promise<void>((resolve) => {
      this.current = { plan, died: resolve };
    });
    this.survivor.plan(plan);
    await this.ask(this.survivor, requested);
    await reached(plan, died);
    this.cases.set(pointOf(plan), { plan, requested, orderId: '', again: null });
  }

  /** Crashes during a call of the survivor. @returns the response, if there was one. */
  private async otherSideDies(call: Call): Promise<object | undefined> {
    if (this.current === null) throw new Error('No case is running.');
    const { plan, died } = this.current;
    const answer = byProvider.has(plan.step)
      ? await this.killSandbox()
      : await this.killInventory(plan, call);
    died();
    return answer;
  }

  private async killInventory({ at }: Plan, { query = '', variables }: Call) {
    const dying = await this.victim;
    if (!dying) throw new Error('There is no process to crash.');
    const answer =
      at === 'before' ? null : await dying.serve(query, { ...variables }, at === 'committed');
    await dying.kill();
    return answer === null ? undefined : (answer.data as object);
  }

  private async killSandbox(): Promise<undefined> {
    const ended = new Promise<void>((resolve) => this.sandbox.onExit(() => resolve()));
    process.kill(this.sandbox.pid, 'SIGKILL');
    await ended;
    this.sandbox = await openSandbox(this.folder, Number(new URL(this.sandbox.url).port));
  }
}

/** @throws Error if no process crashed in time, because the case would prove nothing. */
async function reached(plan: Plan, death: Promise<void>): Promise<void> {
  if (await resolvesWithin(death, quiesceDeadlineMs)) return;
  throw new Error(`This was never reached: ${pointOf(plan)}`);
}

function openSandbox(dataFolder: string, port: number): Promise<SandboxProcess> {
  const entry = path.join(dist, 'payments/sandbox/main.js');
  const place = { host: '127.0.0.1', port, dataFolder };
  return startSandboxProcess({ ...place, merchantName: 'Demo shop', entry, ...secrets });
}
