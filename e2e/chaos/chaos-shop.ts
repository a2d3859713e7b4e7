import { execFile, execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { type Child, endChild, startChild } from '../../platform/process/child';
import type { Logger } from '../../platform/telemetry/logger';
import { freePort } from '../harness/free-port';
import { Caller } from './caller';
import { FaultProxy } from './fault-proxy';
import type { Random } from './random';

/** The connections that faults are done to, by who is at their other end. */
export const proxied = [
  'gateway',
  'users',
  'inventory',
  'orders',
  'sandbox',
  'database of orders',
  'database of inventory',
] as const;
export type Proxied = (typeof proxied)[number];
export type Proxies = Readonly<Record<Proxied, FaultProxy>>;

/** Parts that are processes, by what stands in their command lines. */
export const processCommands = {
  'gateway-1': 'gateway/main.js',
  'gateway-2': 'gateway/main.js',
  users: 'subgraphs/users/main.js',
  inventory: 'subgraphs/inventory/main.js',
  orders: 'subgraphs/orders/main.js --no-work',
  'orders-jobs': 'subgraphs/orders/main.js --no-api',
  sandbox: 'payments/sandbox/main.js',
  redis: 'redis-server',
} as const;
export type ProcessName = keyof typeof processCommands;

const readyDeadlineMs = 90_000;
const stopDeadlineMs = 60_000;
const verifyDeadlineMs = 120_000;
const pollMs = 100;
const silentAnswerMs = 3_000;
/** Of TLS and of PostgreSQL's sign-in; behind them an answer is that of a call. */
const greetingTurns = { plain: 0, tls: 2, database: 5 };

export interface ChaosShopOptions {
  /** Compiled code, with its prisma migrations beside it. */
  readonly dist: string;
  readonly random: Random;
  readonly logger: Logger;
  /** Where what the shop says is written to. */
  readonly logFile: string;
}

type Urls = Readonly<Record<'orders' | 'users' | 'inventory', string>>;

/** The shop as many processes, every connection between them through a proxy that can do harm. */
export class ChaosShop {
  private isOver = false;

  private constructor(
    private readonly child: Child,
    readonly postgres: EmbeddedPostgres,
    readonly proxies: Proxies,
    private readonly folder: string,
    private readonly sandboxPort: number,
  ) {
    void child.exited.then(() => {
      this.isOver = true;
    });
  }

  static async start(options: ChaosShopOptions): Promise<ChaosShop> {
    const folder = mkdtempSync(path.join(tmpdir(), 'chaos-'));
    const { logger, random } = options;
    const postgres = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'pg'), logger });
    const names = ['server', 'users', 'inventory', 'orders', 'sandbox'] as const;
    const ports = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await freePort()])),
    ) as Record<(typeof names)[number], number>;
    const targets: Record<Proxied, readonly [port: number, greetingTurns: number]> = {
      gateway: [ports.server, greetingTurns.plain],
      users: [ports.users, greetingTurns.tls],
      inventory: [ports.inventory, greetingTurns.tls],
      orders: [ports.orders, greetingTurns.tls],
      sandbox: [ports.sandbox, greetingTurns.plain],
      'database of orders': [postgres.port, greetingTurns.database],
      'database of inventory': [postgres.port, greetingTurns.database],
    };
    const proxies = {} as Record<Proxied, FaultProxy>;
    for (const name of proxied) {
      const [targetPort, turns] = targets[name];
      const proxy = new FaultProxy({ name, targetPort, random, greetingTurns: turns });
      await proxy.listen();
      proxies[name] = proxy;
    }
    const settings = settingsOf(folder, ports, proxies, urlsOf(postgres, proxies));
    const entry = path.join(options.dist, 'cli/start-distributed.js');
    const log = createWriteStream(options.logFile);
    const child = await startChild({
      command: process.execPath,
      args: [entry, '--gateways', '2'],
      deathSignal: 'SIGTERM',
      environment: { HOME: folder, ...settings },
      workingFolder: folder,
      onLine: (line) => void log.write(`${line}\n`),
    });
    const shop = new ChaosShop(child, postgres, proxies, folder, ports.sandbox);
    await shop.ready();
    return shop;
  }

  /** As a client reaches it, through its proxy. */
  get client(): Caller {
    return new Caller(`http://127.0.0.1:${this.proxies.gateway.port}`);
  }

  /** The database itself, for the checks. */
  databaseUrl(room: keyof Urls): string {
    return this.postgres.tcpUrl(room);
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Waits until everything answers. @throws Error when that takes too long. */
  async ready(deadlineMs = readyDeadlineMs): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (Date.now() < deadline && !this.hasEnded) {
      const signal = AbortSignal.timeout(silentAnswerMs);
      const answer = await fetch(`${this.client.url}/ready`, { signal }).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.status === 200 && this.pidsOf('sandbox').length > 0) return;
      await delay(pollMs);
    }
    throw new Error('The shop is not ready.');
  }

  /** The processes of a part that run now; gateways share their entry and so their processes. */
  pidsOf(name: ProcessName): number[] {
    if (this.hasEnded) return [];
    const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
    return list.split('\n').flatMap((line) => {
      const [, pid, parent, command = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
      const isMatch = Number(parent) === this.child.pid && command.includes(processCommands[name]);
      return isMatch ? [Number(pid)] : [];
    });
  }

  get redisSocket(): string {
    return path.join(this.folder, 'data', 'redis', 'redis.sock');
  }

  /** One object a line. @throws Error while the sandbox is away. */
  async ledger(): Promise<string> {
    const url = `http://127.0.0.1:${this.sandboxPort}/ledger`;
    return (await fetch(url, { signal: AbortSignal.timeout(silentAnswerMs * 10) })).text();
  }

  /** `npm run verify`, as its user runs it. @returns its lines, one a disagreement. */
  async verify(dist: string): Promise<string[]> {
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      ORDERPROCESSING_DATA_FOLDER: path.join(this.folder, 'data'),
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: String(this.sandboxPort),
      ORDERPROCESSING_DATABASE_ORDERS_URL: this.databaseUrl('orders'),
      ORDERPROCESSING_DATABASE_INVENTORY_URL: this.databaseUrl('inventory'),
      ORDERPROCESSING_DATABASE_USERS_URL: this.databaseUrl('users'),
    };
    const args = [path.join(dist, 'cli/verify.js'), '--json'];
    const options = { cwd: this.folder, env, timeout: verifyDeadlineMs };
    return new Promise((resolve) => {
      execFile(process.execPath, args, options, (error, out, err) => {
        const lines = out.split('\n').filter((line) => line !== '');
        // Disagreements are its exit 1; anything else is that it could not look.
        const isClean = error === null || error.code === 1;
        resolve(isClean ? lines : [...lines, `verify could not look: ${err || error.message}`]);
      });
    });
  }

  async close(): Promise<void> {
    await endChild(this.child, [['SIGINT', stopDeadlineMs]]);
    for (const name of proxied) await this.proxies[name].close();
    await this.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function urlsOf(postgres: EmbeddedPostgres, proxies: Proxies): Urls {
  const through = (room: string, port: number) => {
    const url = new URL(postgres.tcpUrl(room));
    url.port = String(port);
    return url.href;
  };
  return {
    orders: through('orders', proxies['database of orders'].port),
    users: postgres.tcpUrl('users'),
    inventory: through('inventory', proxies['database of inventory'].port),
  };
}

/** No limit of rates is met, signing in is cheap, and a token lasts as long as a run. */
function settingsOf(
  folder: string,
  ports: Record<string, number>,
  proxies: Proxies,
  urls: Urls,
): Record<string, string> {
  const settings: Record<string, string | number> = {
    DATA_FOLDER: path.join(folder, 'data'),
    SERVER_PORT: ports.server ?? 0,
    SERVER_ADMIN_PORT: 0,
    DATABASE_ORDERS_URL: urls.orders,
    DATABASE_USERS_URL: urls.users,
    DATABASE_INVENTORY_URL: urls.inventory,
    LIMITS_RATE_ANONYMOUS_PER_MINUTE: 1_000_000,
    LIMITS_RATE_USER_PER_MINUTE: 1_000_000,
    LIMITS_RATE_SIGN_INS_PER_MINUTE: 1_000_000,
    LIMITS_RATE_REFRESHES_PER_MINUTE: 1_000_000,
    LIMITS_RATE_REGISTRATIONS_PER_MINUTE: 1_000_000,
    LIMITS_RATE_SIGN_IN_FAILURES_PER_MINUTE: 1_000_000,
    ORDERS_AWAITING_BUYER_MAX: 1_000,
    AUTH_PASSWORD_COST: 4,
    AUTH_ACCESS_TOKEN_MINUTES: 1_440,
    PAYMENTS_SANDBOX_PORT: ports.sandbox ?? 0,
    SERVICES_USERS_PORT: ports.users ?? 0,
    SERVICES_USERS_ADMIN_PORT: 0,
    SERVICES_USERS_URL: `https://127.0.0.1:${proxies.users.port}`,
    SERVICES_INVENTORY_PORT: ports.inventory ?? 0,
    SERVICES_INVENTORY_ADMIN_PORT: 0,
    SERVICES_INVENTORY_URL: `https://127.0.0.1:${proxies.inventory.port}`,
    SERVICES_ORDERS_PORT: ports.orders ?? 0,
    SERVICES_ORDERS_ADMIN_PORT: 0,
    SERVICES_ORDERS_URL: `https://127.0.0.1:${proxies.orders.port}`,
    SERVICES_JOBS_ADMIN_PORT: 0,
    SERVICES_SANDBOX_URL: `http://127.0.0.1:${proxies.sandbox.port}`,
    SERVICES_GATEWAY_URL: `http://127.0.0.1:${proxies.gateway.port}`,
    LOG_LEVEL: 'info',
    LOG_PRETTY: 'false',
  };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`ORDERPROCESSING_${name}`, String(value)]),
  );
}
