import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { QueryResultRow } from 'pg';
import { inject } from 'vitest';
import { queryOnce } from '../../platform/database/own-connection';
import type { Child } from '../../platform/process/child';
import { type Check, eventually as poll } from '../../platform/testing/eventually';
import type { Ended } from '../../testing/command';
import {
  rateLimits,
  type ShopConnection,
  StartedShop,
  type Topology,
} from '../../testing/started-shop';
import { Client } from './client';
import { runCommand } from './command';
import { pollMs, soonMs, startDeadlineMs, stopDeadlineMs } from './deadlines';
import { callsInTurn } from './each-in-turn';
import { settingsIn, startTwoDatabases, stopTwoDatabases } from './order-databases';
import { copyPrepared } from './prepared-shop';
import { usualTopology } from './topologies';

/** A line of the payment sandbox's ledger. */
export interface LedgerLine {
  readonly idempotencyKey: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly amount: string;
  readonly currency: string;
}

/**
 * The settings of journeys: no rate limits, which would stop them on a fast machine, cheap password
 * hashes to save time, patience with a Redis that a busy machine keeps from replying in 50 ms, and no
 * profile of an event loop that the machine makes late.
 */
const ofJourneys = {
  ...rateLimits(100_000),
  ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
  ORDERPROCESSING_REDIS_REQUEST_WAIT_MS: '1000',
  ORDERPROCESSING_TELEMETRY_PROFILES_EVENT_LOOP_DELAY_MS: '60000',
};

/** `npm start`: the compiled command in its own process. */
export class Shop {
  private constructor(private readonly started: StartedShop) {}

  /** Spawns the command without waiting. */
  static async spawn(
    dataFolder: string,
    settings: Record<string, string> = {},
    topology: Topology = usualTopology,
    project?: string,
    instances: number = inject('instances'),
  ): Promise<Shop> {
    const many = topology === 'many processes' && { gateways: 2, instances };
    await startTwoDatabases(dataFolder, settings);
    const given = { ...ofJourneys, ...callsInTurn, ...settingsIn(dataFolder), ...settings };
    const dist = project && path.join(project, 'dist');
    const options = { folder: dataFolder, topology, ...many, settings: given, dist };
    return new Shop(await StartedShop.start(options));
  }

  /**
   * A shop that is ready to sell.
   * @param dataFolder null for a new folder with a copy of the demo shop; an empty folder for a
   * first start.
   * @param project a copy of the project to start it from, instead of this one.
   * @param instances how many there are of each process in the topology of many processes.
   */
  static async start(
    settings: Record<string, string> = {},
    dataFolder: string | null = null,
    topology: Topology = usualTopology,
    project?: string,
    instances?: number,
  ): Promise<Shop> {
    const folder = dataFolder ?? (await preparedFolder());
    const shop = await Shop.spawn(folder, settings, topology, project, instances);
    await shop.ready();
    return shop;
  }

  /** `npm run dev` in a copy of the project, ready to sell. */
  static async startDev(project: string): Promise<Shop> {
    const dist = path.join(project, 'dist');
    const folder = await preparedFolder();
    const options = { folder, script: 'tools/dev/dev.js', dist, settings: ofJourneys };
    const shop = new Shop(await StartedShop.start(options));
    await shop.ready();
    return shop;
  }

  get client(): Client {
    return Client.patient(this.url);
  }

  get url(): string {
    return this.started.url;
  }

  get ledgerUrl(): string {
    return this.started.ledgerUrl;
  }

  /** HOME of its processes; its data is in `data/`. */
  get dataFolder(): string {
    return this.started.folder;
  }

  get process(): Child {
    return this.started.child;
  }

  get output(): string {
    return this.started.output;
  }

  get isRunning(): boolean {
    return this.started.isRunning;
  }

  async ready(): Promise<void> {
    try {
      await this.started.untilReady(startDeadlineMs);
    } catch (error) {
      // The caller has no reference yet and could not stop it.
      if (this.isRunning) await this.stop();
      throw error;
    }
  }

  /** Waits until the process exits by itself. */
  ended(): Promise<number | null> {
    return this.started.untilEnded(stopDeadlineMs);
  }

  /** Sends SIGINT and waits until all processes have exited. */
  async stop(): Promise<number | null> {
    if (this.isRunning) this.process.kill('SIGINT');
    return this.ended();
  }

  async close(): Promise<void> {
    await this.stop();
    await stopTwoDatabases(this.dataFolder);
    rmSync(this.dataFolder, { recursive: true, force: true });
  }

  /** Runs another command on the shop's data, with the same ports. */
  run(command: string, ...given: string[]): Promise<Ended> {
    return this.runWith({}, command, ...given);
  }

  /** The same with other settings. */
  runWith(settings: Record<string, string>, command: string, ...given: string[]): Promise<Ended> {
    return runCommand(command, given, this.dataFolder, {
      ...settings,
      ORDERPROCESSING_SERVER_PORT: new URL(this.url).port,
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(this.ledgerUrl).port,
    });
  }

  /** @throws Error when its embedded PostgreSQL does not run. */
  databaseUrl(name: string): string {
    return this.started.databaseUrl(name);
  }

  /** A direct connection to one of its databases. */
  database(name: string): Promise<ShopConnection> {
    return this.started.database(name);
  }

  /** Runs one statement in one of its databases. */
  query<Row extends QueryResultRow>(
    database: string,
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    return queryOnce(this.databaseUrl(database), text, values);
  }

  /** The provider's ledger of one order, oldest first. */
  async ledgerOf(orderId: string): Promise<LedgerLine[]> {
    const text = await (await fetch(this.ledgerUrl)).text();
    const lines = text.split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as LedgerLine)
      .filter((line) => line.idempotencyKey.includes(orderId));
  }
}

/** A folder with the data of a first start. */
export async function preparedFolder(): Promise<string> {
  const folder = newFolder();
  await copyPrepared(folder, async (first) => {
    const shop = await Shop.start({}, first, 'one process');
    await shop.stop();
    await stopTwoDatabases(first);
  });
  return folder;
}

export function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'shop-'));
}

/** Polls until the check gives a value. A check may run a command, so that polls are rare. */
export const eventually = <Value>(
  what: string,
  check: Check<Value>,
  deadlineMs = soonMs,
): Promise<Value> => poll(what, check, { deadlineMs, pollMs });
