import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  bySubgraph,
  isSubgraphName,
  processesOf,
  type SubgraphName,
  subgraphNames,
} from '../../config/subgraphs';
import {
  adminPortVariables,
  databaseVariables,
  portVariables,
  urlVariables,
} from '../../config/testing/subgraph-variables';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { endChild } from '../../platform/process/child';
import type { Logger } from '../../platform/telemetry/logger';
import { freePort } from '../../platform/testing/free-port';
import type { Random } from '../../platform/testing/random';
import { rateLimits, type Settings, StartedShop } from '../../testing/started-shop';
import { Client } from '../harness/client';
import { childrenOf } from '../harness/process-children';
import { type OrderDatabaseCount, orderDatabaseNames, spreadOver } from './order-databases';
import {
  databaseUrlOf,
  openProxies,
  type Proxied,
  type Proxies,
  proxied,
  secondDatabase,
} from './proxies';
import { runVerify } from './run-verify';

/** Longer than any client waits: only prevents abandoned calls from accumulating. */
const callDeadlineMs = 20_000;

const commandsBesideSubgraphs = {
  'gateway-1': 'gateway/main.js',
  'gateway-2': 'gateway/main.js',
  sandbox: 'payments/sandbox/main.js',
  redis: 'redis-server',
} as const;
export type ProcessName = keyof typeof commandsBesideSubgraphs | SubgraphName | 'orders-jobs';

const commandsOfSubgraphs = subgraphNames.flatMap((name) =>
  processesOf(name).map((process) => [
    process.name,
    [`subgraphs/${name}/main.js`, ...process.args].join(' '),
  ]),
);
/** Text that identifies each process in its command line. */
export const processCommands: Readonly<Record<ProcessName, string>> = {
  ...commandsBesideSubgraphs,
  ...Object.fromEntries(commandsOfSubgraphs),
};

/** The processes of all subgraphs. */
const processNames = subgraphNames.flatMap((name) => processesOf(name).map((one) => one.name));

const readyDeadlineMs = 90_000;
const stopDeadlineMs = 60_000;
const pollMs = 100;
const silentAnswerMs = 3_000;
/** Round trips of TLS and PostgreSQL's sign-in; later responses belong to calls. */
const handshakeRoundTrips = { plain: 0, tls: 2, database: 5 };

export interface ChaosShopOptions {
  /** Compiled code with its prisma migrations. */
  readonly dist: string;
  readonly random: Random;
  readonly logger: Logger;
  /** The log file of the shop. */
  readonly logFile: string;
  /** Flags of Node for the process that starts the others. */
  readonly nodeFlags?: readonly string[];
  /** Further variables for PostgreSQL. */
  readonly postgresEnvironment?: Readonly<Record<string, string>>;
  readonly settings?: Settings;
  /** One unless it is given. */
  readonly databases?: OrderDatabaseCount;
  /** Instances of each process but the gateway, which has two. One unless it is given. */
  readonly instances?: number;
  /** Called with the folder of PostgreSQL before it is started. */
  readonly prepare?: (folder: string) => void;
}

/** The distributed shop, with a fault-injecting proxy on every connection between processes. */
export class ChaosShop {
  private constructor(
    private readonly started: StartedShop,
    readonly postgres: EmbeddedPostgres,
    readonly proxies: Proxies,
    private readonly adminPorts: ReadonlyMap<string, number>,
    private readonly orderDatabases: readonly string[],
    readonly instances: number,
  ) {}

  static async start(options: ChaosShopOptions): Promise<ChaosShop> {
    const folder = mkdtempSync(path.join(tmpdir(), 'chaos-'));
    const { logger, random, instances = 1 } = options;
    const postgresFolder = path.join(folder, 'pg');
    options.prepare?.(postgresFolder);
    const postgres = await startEmbeddedPostgres({
      dataFolder: postgresFolder,
      environment: options.postgresEnvironment,
      logger,
    });
    const adminPorts = new Map<string, number>();
    for (const name of ['gateway-1', ...processNames]) adminPorts.set(name, await freePort());
    const names = ['server', ...subgraphNames, 'sandbox'] as const;
    const ports = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await freePort()])),
    ) as Record<(typeof names)[number], number>;
    const targets: Record<Proxied, readonly [port: number, greetingTurns: number]> = {
      gateway: [ports.server, handshakeRoundTrips.plain],
      ...bySubgraph((name) => [ports[name], handshakeRoundTrips.tls] as const),
      sandbox: [ports.sandbox, handshakeRoundTrips.plain],
      'database of orders': [postgres.port, handshakeRoundTrips.database],
      'database of inventory': [postgres.port, handshakeRoundTrips.database],
      [secondDatabase]: [postgres.port, handshakeRoundTrips.database],
    };
    const proxies = await openProxies(targets, random);
    const orderDatabases = orderDatabaseNames(options.databases ?? 1);
    const settings = {
      ...settingsOf(ports, proxies, postgres, adminPorts),
      ...spreadOver(orderDatabases.map((name) => databaseUrlOf(postgres, proxies, name))),
      ...options.settings,
    };
    const log = createWriteStream(options.logFile);
    const started = await StartedShop.start({
      folder,
      topology: 'many processes',
      gateways: 2,
      instances,
      nodeFlags: options.nodeFlags,
      settings,
      dist: options.dist,
      onLine: (line) => void log.write(`${line}\n`),
    });
    const shop = new ChaosShop(started, postgres, proxies, adminPorts, orderDatabases, instances);
    try {
      await shop.ready();
    } catch (error) {
      // Its servers would keep this process alive.
      await shop.close();
      throw error;
    }
    return shop;
  }

  /** The URL for clients, through its proxy. */
  get client(): Client {
    return new Client(`http://127.0.0.1:${this.proxies.gateway.port}`, null, callDeadlineMs);
  }

  /** The connections that can have faults. Several instances are called at ports of their own. */
  get proxied(): readonly Proxied[] {
    const all: readonly Proxied[] =
      this.orderDatabases.length === 1 ? proxied : [...proxied, secondDatabase];
    return this.instances === 1 ? all : all.filter((name) => !isSubgraphName(name));
  }

  /** The databases of orders without a proxy, for the checks. */
  get orderUrls(): string[] {
    return this.orderDatabases.map((name) => this.postgres.tcpUrl(name));
  }

  /** The database without a proxy, for the checks; of orders the home. */
  databaseUrl(room: SubgraphName): string {
    return this.postgres.tcpUrl(room);
  }

  get inventoryUrl(): string {
    return this.databaseUrl('inventory');
  }

  /** HOME of its processes. */
  get folder(): string {
    return this.started.folder;
  }

  /** The folder of the data; that of PostgreSQL is `pg` beside it. */
  get dataFolder(): string {
    return path.join(this.started.folder, 'data');
  }

  get postgresFolder(): string {
    return path.join(this.started.folder, 'pg');
  }

  /** The metrics of the first gateway or a process of a subgraph, as text. */
  async metrics(name: string): Promise<string> {
    const url = `http://127.0.0.1:${this.adminPorts.get(name)}/metrics`;
    return (await fetch(url, { signal: AbortSignal.timeout(silentAnswerMs) })).text();
  }

  get hasEnded(): boolean {
    return !this.started.isRunning;
  }

  /** Waits until all processes are ready. @throws Error if that takes too long. */
  async ready(deadlineMs = readyDeadlineMs): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    await this.started.untilReady(deadlineMs, { url: this.client.url, answerMs: silentAnswerMs });
    while (this.pidsOf('sandbox').length === 0) {
      if (Date.now() > deadline || this.hasEnded) throw new Error('The shop is not ready in time.');
      await delay(pollMs);
    }
  }

  /** The processes of a part that run now; gateways share their entry and so their processes. */
  pidsOf(name: ProcessName): number[] {
    if (this.hasEnded) return [];
    return childrenOf(this.started.child.pid)
      .filter(({ command }) => command.includes(processCommands[name]))
      .map(({ pid }) => pid);
  }

  get redisSocket(): string {
    return path.join(this.dataFolder, 'redis', 'redis.sock');
  }

  /** One JSON object per line. @throws Error while the sandbox is down. */
  async ledger(): Promise<string> {
    return (
      await fetch(this.started.ledgerUrl, { signal: AbortSignal.timeout(silentAnswerMs * 10) })
    ).text();
  }

  /** Runs `npm run verify`. @returns its lines, one per disagreement. */
  async verify(dist: string): Promise<readonly string[]> {
    const { lines } = await runVerify({
      dist,
      folder: this.started.folder,
      databaseUrl: (name) => this.databaseUrl(name),
      settings: spreadOver(this.orderUrls),
      sandboxPort: new URL(this.started.ledgerUrl).port,
    });
    return lines;
  }

  /** Ends its processes; PostgreSQL continues. */
  async end(): Promise<void> {
    await endChild(this.started.child, [['SIGINT', stopDeadlineMs]]);
  }

  async close(): Promise<void> {
    await this.end();
    for (const proxy of Object.values(this.proxies)) await proxy.close();
    await this.postgres.stop();
    rmSync(this.started.folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Settings without rate limits, with cheap password hashes and tokens that outlast a run. */
function settingsOf(
  ports: Record<string, number>,
  proxies: Proxies,
  postgres: EmbeddedPostgres,
  adminPorts: ReadonlyMap<string, number>,
): Record<string, string> {
  const settings: Record<string, string | number> = {
    SERVER_PORT: ports.server ?? 0,
    SERVER_ADMIN_PORT: adminPorts.get('gateway-1') ?? 0,
    LIMITS_RATE_SIGN_IN_FAILURES_PER_MINUTE: 1_000_000,
    ORDERS_AWAITING_BUYER_MAX: 1_000,
    AUTH_PASSWORD_COST: 4,
    AUTH_ACCESS_TOKEN_MINUTES: 1_440,
    PAYMENTS_SANDBOX_PORT: ports.sandbox ?? 0,
    SERVICES_SANDBOX_URL: `http://127.0.0.1:${proxies.sandbox.port}`,
    SERVICES_GATEWAY_URL: `http://127.0.0.1:${proxies.gateway.port}`,
    LOG_LEVEL: 'info',
    LOG_PRETTY: 'false',
  };
  const beside = Object.entries(settings).map(([name, value]) => [
    `ORDERPROCESSING_${name}`,
    String(value),
  ]);
  return {
    ...rateLimits(1_000_000),
    ...Object.fromEntries(beside),
    ...databaseVariables((name) => databaseUrlOf(postgres, proxies, name)),
    ...portVariables((name) => ports[name] ?? 0),
    ...adminPortVariables((name) => adminPorts.get(name) ?? 0),
    ...urlVariables((name) => `https://127.0.0.1:${proxies[name].port}`),
  };
}
