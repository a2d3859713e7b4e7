import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from './client';
import { freePort } from './free-port';

export const repositoryRoot = path.join(__dirname, '..', '..');

/** The contract gives a first start 20 s; a machine that is busy with other tests gets more. */
const startDeadlineMs = 60_000;
const stopDeadlineMs = 30_000;
const pollMs = 100;

/** The system in one process, or each part of it as a process of its own. */
export type Topology = 'one process' | 'many processes';

interface Command {
  readonly args: readonly string[];
  readonly settings: () => Promise<Record<string, string>>;
}

const dist = (file: string): string => path.join(repositoryRoot, 'dist', file);

const commands: Readonly<Record<Topology, Command>> = {
  'one process': { args: [dist('cli/start.js')], settings: async () => ({}) },
  'many processes': {
    args: [dist('cli/start-distributed.js'), '--gateways', '2'],
    settings: async () => ({
      ORDERPROCESSING_SERVER_ADMIN_PORT: '0',
      ORDERPROCESSING_SERVICES_USERS_PORT: String(await freePort()),
      ORDERPROCESSING_SERVICES_USERS_ADMIN_PORT: '0',
      ORDERPROCESSING_SERVICES_INVENTORY_PORT: String(await freePort()),
      ORDERPROCESSING_SERVICES_INVENTORY_ADMIN_PORT: '0',
      ORDERPROCESSING_SERVICES_ORDERS_PORT: String(await freePort()),
      ORDERPROCESSING_SERVICES_ORDERS_ADMIN_PORT: '0',
      ORDERPROCESSING_SERVICES_JOBS_ADMIN_PORT: '0',
    }),
  },
};

/** One line of the payment sandbox's ledger. */
export interface LedgerLine {
  readonly idempotencyKey: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly amount: string;
  readonly currency: string;
}

/** `npm start`, as its user runs it: the compiled command in a process of its own. */
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

  /** Spawns the command and does not wait. */
  static async spawn(
    dataFolder: string,
    settings: Record<string, string> = {},
    topology: Topology = 'one process',
  ): Promise<Shop> {
    const command = commands[topology];
    const port = settings.ORDERPROCESSING_SERVER_PORT ?? String(await freePort());
    const sandboxPort = settings.ORDERPROCESSING_PAYMENTS_SANDBOX_PORT ?? String(await freePort());
    const child = spawn(process.execPath, command.args, {
      cwd: dataFolder,
      env: {
        PATH: process.env.PATH,
        HOME: dataFolder,
        ORDERPROCESSING_DATA_FOLDER: path.join(dataFolder, 'data'),
        ORDERPROCESSING_LIMITS_RATE_ANONYMOUS_PER_MINUTE: '100000',
        ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: '100000',
        ORDERPROCESSING_LIMITS_RATE_REGISTRATIONS_PER_MINUTE: '100000',
        ...(await command.settings()),
        ...settings,
        ORDERPROCESSING_SERVER_PORT: port,
        ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: sandboxPort,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const local = 'http://127.0.0.1';
    return new Shop(child, `${local}:${port}`, `${local}:${sandboxPort}/ledger`, dataFolder);
  }

  /** A shop that is ready to sell, in a folder of its own unless one is given. */
  static async start(
    settings: Record<string, string> = {},
    dataFolder = newFolder(),
    topology: Topology = 'one process',
  ): Promise<Shop> {
    const shop = await Shop.spawn(dataFolder, settings, topology);
    await shop.ready();
    return shop;
  }

  get client(): Client {
    return new Client(this.url);
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + startDeadlineMs;
    while (Date.now() < deadline) {
      if (this.process.exitCode !== null) break;
      const answer = await fetch(`${this.url}/ready`).catch(() => null);
      if (answer?.status === 200) return;
      await delay(pollMs);
    }
    throw new Error(`The shop did not open:\n${this.output}`);
  }

  /** Waits until the process has ended by itself. */
  async ended(): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      return this.process.exitCode;
    }
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

  /** Ctrl-C, and the wait for everything to be down. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode === null) this.process.kill('SIGINT');
    return this.ended();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.dataFolder, { recursive: true, force: true });
  }

  /** What the payment provider did for one order, in the order it was done. */
  async ledgerOf(orderId: string): Promise<LedgerLine[]> {
    const text = await (await fetch(this.ledgerUrl)).text();
    const lines = text.split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as LedgerLine)
      .filter((line) => line.idempotencyKey.includes(orderId));
  }
}

export function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'shop-'));
}

/**
 * Polls until the check gives a value.
 * @throws Error at the deadline, with what was waited for.
 */
export async function eventually<Value>(
  what: string,
  check: () => Promise<Value | null | undefined | false>,
  deadlineMs = 10_000,
): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    const value = await check();
    if (value) return value;
    await delay(pollMs);
  }
  throw new Error(`It did not happen in time: ${what}`);
}
