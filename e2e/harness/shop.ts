import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client as Connection } from 'pg';
import { subgraphNames } from '../../config/subgraphs';
import { adminPortVariables, portVariables } from '../../config/testing/subgraph-variables';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { Client } from './client';
import { type Ended, runCommand, spawnCommand } from './command';
import { pollMs, readyAnswerMs, soonMs, startDeadlineMs, stopDeadlineMs } from './deadlines';
import { freePort } from './free-port';
import { compileCache, copyPrepared } from './prepared-shop';

export { repositoryRoot } from './command';

/** The system in one process, or distributed over several. */
export type Topology = 'one process' | 'many processes';

interface Command {
  readonly name: string;
  readonly args: readonly string[];
  readonly settings: () => Promise<Record<string, string>>;
}

const commands: Readonly<Record<Topology, Command>> = {
  'one process': { name: 'start', args: [], settings: async () => ({}) },
  'many processes': {
    name: 'start-distributed',
    args: ['--gateways', '2'],
    settings: async () => {
      const ports = new Map<string, number>();
      for (const name of subgraphNames) ports.set(name, await freePort());
      return {
        ORDERPROCESSING_SERVER_ADMIN_PORT: '0',
        ...portVariables((name) => ports.get(name) ?? 0),
        ...adminPortVariables(() => 0),
      };
    },
  },
};

/** A line of the payment sandbox's ledger. */
export interface LedgerLine {
  readonly idempotencyKey: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly amount: string;
  readonly currency: string;
}

/**
 * Without rate limits, which would stop journeys on a fast machine, and with cheap password hashes
 * to save time.
 */
const ofJourneys = {
  ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
  ORDERPROCESSING_LIMITS_RATE_ANONYMOUS_PER_MINUTE: '100000',
  ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: '100000',
  ORDERPROCESSING_LIMITS_RATE_SIGN_INS_PER_MINUTE: '100000',
  ORDERPROCESSING_LIMITS_RATE_REFRESHES_PER_MINUTE: '100000',
  ORDERPROCESSING_LIMITS_RATE_REGISTRATIONS_PER_MINUTE: '100000',
};

/** `npm start`: the compiled command in its own process. */
export class Shop {
  output = '';

  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
    readonly ledgerUrl: string,
    readonly dataFolder: string,
  ) {
    const collect = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    process.stdout?.on('data', collect);
    process.stderr?.on('data', collect);
  }

  /** Spawns the command without waiting. */
  static async spawn(
    dataFolder: string,
    settings: Record<string, string> = {},
    topology: Topology = 'one process',
    project?: string,
  ): Promise<Shop> {
    return Shop.#spawn(commands[topology], dataFolder, settings, project);
  }

  static async #spawn(
    { name, args, settings: ofCommand }: Command,
    dataFolder: string,
    settings: Record<string, string>,
    project?: string,
  ): Promise<Shop> {
    const port = settings.ORDERPROCESSING_SERVER_PORT ?? String(await freePort());
    const sandboxPort = settings.ORDERPROCESSING_PAYMENTS_SANDBOX_PORT ?? String(await freePort());
    const given = {
      ...ofJourneys,
      NODE_COMPILE_CACHE: compileCache,
      ...(await ofCommand()),
      ...settings,
      ORDERPROCESSING_SERVER_PORT: port,
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: sandboxPort,
    };
    const child = spawnCommand(name, args, dataFolder, given, project);
    const local = 'http://127.0.0.1';
    return new Shop(child, `${local}:${port}`, `${local}:${sandboxPort}/ledger`, dataFolder);
  }

  /**
   * A shop that is ready to sell.
   * @param dataFolder null for a new folder with a copy of the demo shop; an empty folder for a
   * first start.
   * @param project a copy of the project to start it from, instead of this one.
   */
  static async start(
    settings: Record<string, string> = {},
    dataFolder: string | null = null,
    topology: Topology = 'one process',
    project?: string,
  ): Promise<Shop> {
    const folder = dataFolder ?? (await preparedFolder());
    const shop = await Shop.spawn(folder, settings, topology, project);
    await shop.ready();
    return shop;
  }

  /** `npm run dev` in a copy of the project, ready to sell. */
  static async startDev(project: string): Promise<Shop> {
    const dev = { name: 'dev', args: [], settings: async () => ({}) };
    const shop = await Shop.#spawn(dev, await preparedFolder(), {}, project);
    await shop.ready();
    return shop;
  }

  get client(): Client {
    return new Client(this.url);
  }

  get isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + startDeadlineMs;
    while (Date.now() < deadline && this.isRunning) {
      const signal = AbortSignal.timeout(readyAnswerMs);
      const answer = await fetch(`${this.url}/ready`, { signal }).catch(() => null);
      if (answer?.status === 200) return;
      await delay(pollMs);
    }
    // The caller has no reference yet and could not stop it.
    if (this.isRunning) await this.stop();
    throw new Error(`The shop did not open:\n${this.output}`);
  }

  /** Waits until the process exits by itself. */
  async ended(): Promise<number | null> {
    if (!this.isRunning) return this.process.exitCode;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The process did not end:\n${this.output}`)),
        stopDeadlineMs,
      );
      this.process.once('exit', (code) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
  }

  /** Sends SIGINT and waits until all processes have exited. */
  async stop(): Promise<number | null> {
    if (this.isRunning) this.process.kill('SIGINT');
    return this.ended();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.dataFolder, { recursive: true, force: true });
  }

  /** Runs another command on the shop's data, with the same ports. */
  run(command: string, ...given: string[]): Promise<Ended> {
    return runCommand(command, given, this.dataFolder, {
      ORDERPROCESSING_SERVER_PORT: new URL(this.url).port,
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(this.ledgerUrl).port,
    });
  }

  /** A direct connection to one of its databases. */
  async database(name: string): Promise<Connection> {
    const connectionString = findEmbeddedPostgres(path.join(this.dataFolder, 'data'))?.(name);
    const connection = new Connection({ connectionString });
    await connection.connect();
    return connection;
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

/** With the data of a first start. */
export async function preparedFolder(): Promise<string> {
  const folder = newFolder();
  await copyPrepared(folder, async (first) => {
    const shop = await Shop.start({}, first);
    await shop.stop();
  });
  return folder;
}

export function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'shop-'));
}

/**
 * Polls until the check gives a value.
 * @throws Error at the deadline, with a description of what was awaited.
 */
export async function eventually<Value>(
  what: string,
  check: () => Promise<Value | null | undefined | false>,
  deadlineMs = soonMs,
): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    const value = await check();
    if (value) return value;
    await delay(pollMs);
  }
  throw new Error(`It did not happen in time: ${what}`);
}
