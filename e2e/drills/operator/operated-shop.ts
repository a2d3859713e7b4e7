import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { queryOnce } from '../../../platform/database/own-connection';
import { endChild } from '../../../platform/process/child';
import { rateLimits, StartedShop } from '../../../testing/started-shop';
import { Client } from '../../harness/client';
import { demoAccount, placedOrder } from '../../harness/people';
import type { Acknowledged } from '../buyers';
import { lostOf } from '../lost-orders';
import { type Shell, shellOf } from '../shell';

const startDeadlineMs = 180_000;
const endDeadlineMs = 60_000;
const answerMs = 10_000;
const highLimit = 1_000_000;
const settings = rateLimits(highLimit);

/** A shop whose operator stops and starts it, and a customer who remembers every order. */
export class OperatedShop {
  readonly placed: Acknowledged[] = [];

  private constructor(private current: StartedShop) {}

  /** @param prepare called with the folder of the shop before it starts. */
  static async open(prepare?: (folder: string) => void): Promise<OperatedShop> {
    const folder = mkdtempSync(path.join(tmpdir(), 'drill-'));
    prepare?.(folder);
    const shop = new OperatedShop(await StartedShop.start({ folder, settings }));
    await shop.current.untilReady(startDeadlineMs);
    return shop;
  }

  get shell(): Shell {
    return shellOf(this.current);
  }

  async start(): Promise<void> {
    const { folder } = this.current;
    this.current = await StartedShop.start({ folder, settings });
    await this.current.untilReady(startDeadlineMs);
  }

  async stop(): Promise<void> {
    await endChild(this.current.child, [['SIGINT', endDeadlineMs]]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async place(count: number): Promise<void> {
    const customer = await this.customer();
    for (let placing = 0; placing < count; placing += 1) {
      const { id } = await placedOrder(customer, [['DEMO-0001', 1]]);
      this.placed.push({ id, atMs: Date.now() });
    }
  }

  /** Places orders, and archives their log. */
  async placeArchived(count: number): Promise<void> {
    await this.place(count);
    await this.shell.done('backup', 'verify');
  }

  /** The file with the rows of orders, which a checkpoint has just written. */
  async fileOfOrders(): Promise<string> {
    const url = this.current.databaseUrl('orders');
    await queryOnce(url, 'CHECKPOINT');
    const text = `SELECT pg_relation_filepath('orders') AS path`;
    const [found] = await queryOnce<{ path: string }>(url, text);
    return path.join(this.current.folder, 'data', 'postgres', found?.path ?? '');
  }

  /** The acknowledged orders that it does not have. */
  async lost(): Promise<Acknowledged[]> {
    return lostOf(await this.customer(), this.placed);
  }

  /** Its metrics, as text. */
  async metrics(): Promise<string> {
    const signal = AbortSignal.timeout(answerMs);
    return (await fetch(`${this.current.url}/metrics`, { signal })).text();
  }

  customer(): Promise<Client> {
    return demoAccount(new Client(this.current.url), 'customer');
  }
}
