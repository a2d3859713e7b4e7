import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client as Connection } from 'pg';
import { Agent, request } from 'undici';
import { subgraphNames } from '../config/subgraphs';
import { adminPortVariables, portVariables } from '../config/testing/subgraph-variables';
import { findEmbeddedPostgres } from '../platform/database/embedded-running';
import { type Child, type ChildExit, resolvesWithin, startChild } from '../platform/process/child';
import { repositoryRoot } from '../platform/process/repository-root';
import { freePort } from '../platform/testing/free-port';

/** The system in one process, in two equal ones, or each service as a process of its own. */
export type Topology = 'one process' | 'two copies' | 'many processes';

/** Environment variables; undefined removes one. */
export type Settings = Readonly<Record<string, string | undefined>>;

export interface ShopOptions {
  /** HOME of its processes. Its data is in `data/`. */
  readonly folder: string;
  readonly topology?: Topology;
  /** A compiled script instead of the program, e.g. `tools/dev/dev.js`. */
  readonly script?: string;
  readonly gateways?: number;
  /** Instances of every process but the gateway, in the topology of many processes. */
  readonly instances?: number;
  /** Flags of Node, e.g. `--cpu-prof`. */
  readonly nodeFlags?: readonly string[];
  /** Ports that are not set are free ones. */
  readonly settings?: Settings;
  /** The CA of its public port, if that has a certificate, which is one of localhost. */
  readonly authority?: string | undefined;
  /** Compiled code; that of this project by default. */
  readonly dist?: string;
  /** Called with each line that it prints; `output` keeps them, too. */
  readonly onLine?: (line: string) => void;
  /** Called with the lines of standard error instead. */
  readonly onErrorLine?: (line: string) => void;
}

export type ShopConnection = Connection & AsyncDisposable;

interface Question {
  readonly url: string;
  /** How long an answer may take. */
  readonly answerMs: number;
}

const startArguments: Readonly<Record<Topology, readonly string[]>> = {
  'one process': ['start'],
  'two copies': ['start', '--copies', '2'],
  'many processes': ['start', '--distributed'],
};

/** The program in the folder `cli` of compiled code. */
export const program = 'cli/orderprocessing.js';

export const compiledCode: string = path.join(repositoryRoot, 'dist');

const pollMs = 100;
/** The deadline of one answer of /ready. */
const readyAnswerMs = 10_000;

/** The settings of rates, each with the given limit. */
export function rateLimits(perMinute: number): Record<string, string> {
  const rates = ['ANONYMOUS', 'USER', 'SIGN_INS', 'REFRESHES', 'REGISTRATIONS', 'PASSWORD_RESETS'];
  return Object.fromEntries(
    rates.map((rate) => [`ORDERPROCESSING_LIMITS_RATE_${rate}_PER_MINUTE`, String(perMinute)]),
  );
}

/** Ports that a shop listens on, all of them free. */
async function freePorts(topology: Topology): Promise<Record<string, string>> {
  const publicPorts = {
    ORDERPROCESSING_SERVER_PORT: String(await freePort()),
    ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: String(await freePort()),
  };
  if (topology === 'one process') {
    return { ...publicPorts, ORDERPROCESSING_SERVER_ADMIN_PORT: String(await freePort()) };
  }
  const ports = new Map<string, number>();
  for (const name of subgraphNames) ports.set(name, await freePort());
  return {
    ...publicPorts,
    ORDERPROCESSING_SERVER_ADMIN_PORT: '0',
    ...portVariables((name) => ports.get(name) ?? 0),
    ...adminPortVariables(() => 0),
  };
}

/** The options of `start` that say how many of each process there are. */
function countsOf({ gateways, instances = 1 }: ShopOptions): string[] {
  const counts: [string, number][] = gateways === undefined ? [] : [['gateways', gateways]];
  if (instances > 1) {
    for (const name of [...subgraphNames, 'jobs']) counts.push([name, instances]);
  }
  return counts.flatMap(([name, count]) => [`--${name}`, String(count)]);
}

/** A command that starts the shop, compiled, as its users run it. It dies with this process. */
export class StartedShop {
  #exit: ChildExit | null = null;

  private constructor(
    readonly child: Child,
    private readonly printed: readonly string[],
    /** Origin of the public port. */
    readonly url: string,
    readonly ledgerUrl: string,
    readonly folder: string,
    private readonly authority: string | undefined,
  ) {
    void child.exited.then((exit) => {
      this.#exit = exit;
    });
  }

  /** Resolves when the process runs, which is before the shop is ready. */
  static async start(options: ShopOptions): Promise<StartedShop> {
    const { folder, topology = 'one process', nodeFlags = [] } = options;
    const environment: Settings = {
      HOME: folder,
      ORDERPROCESSING_DATA_FOLDER: path.join(folder, 'data'),
      ...(await freePorts(topology)),
      ...options.settings,
    };
    const script = path.join(options.dist ?? compiledCode, options.script ?? program);
    const given =
      options.script === undefined ? [...startArguments[topology], ...countsOf(options)] : [];
    const { onLine, onErrorLine = onLine } = options;
    const printed: string[] = [];
    const child = await startChild({
      command: process.execPath,
      args: [...nodeFlags, script, ...given],
      deathSignal: 'SIGTERM',
      environment: withoutUndefined(environment),
      workingFolder: folder,
      onLine: (line) => {
        printed.push(line);
        onLine?.(line);
      },
      onErrorLine: (line) => {
        printed.push(line);
        onErrorLine?.(line);
      },
    });
    const { authority } = options;
    const publicHost = authority === undefined ? 'http://127.0.0.1' : 'https://localhost';
    return new StartedShop(
      child,
      printed,
      `${publicHost}:${environment.ORDERPROCESSING_SERVER_PORT}`,
      `http://127.0.0.1:${environment.ORDERPROCESSING_PAYMENTS_SANDBOX_PORT}/ledger`,
      folder,
      authority,
    );
  }

  /** What it has printed so far. */
  get output(): string {
    return this.printed.map((line) => `${line}\n`).join('');
  }

  get isRunning(): boolean {
    return this.#exit === null;
  }

  /**
   * @param asked where and how long each question is asked; by default at its public port.
   * @throws Error with its output when it has ended, or is not ready in time.
   */
  async untilReady(deadlineMs: number, asked: Partial<Question> = {}): Promise<void> {
    const { url = this.url, answerMs = readyAnswerMs } = asked;
    const deadline = Date.now() + deadlineMs;
    const dispatcher = new Agent({ connect: { ca: this.authority } });
    try {
      while (Date.now() < deadline && this.isRunning) {
        const signal = AbortSignal.timeout(answerMs);
        const answer = await request(`${url}/ready`, { dispatcher, signal }).catch(() => null);
        await answer?.body.dump();
        if (answer?.statusCode === 200) return;
        await delay(pollMs);
      }
    } finally {
      await dispatcher.destroy();
    }
    throw new Error(`The shop did not start:\n${this.output}`);
  }

  /**
   * @returns its exit code; null when a signal ended it.
   * @throws Error with its output when it runs on.
   */
  async untilEnded(deadlineMs: number): Promise<number | null> {
    if (await resolvesWithin(this.child.exited, deadlineMs)) return this.#exit?.code ?? null;
    throw new Error(`The process did not end:\n${this.output}`);
  }

  /** @throws Error when its embedded PostgreSQL does not run. */
  databaseUrl(name: string): string {
    const url = findEmbeddedPostgres(path.join(this.folder, 'data'))?.(name);
    if (!url) throw new Error('The database is not running.');
    return url;
  }

  /** A direct connection to one of its databases. */
  async database(name: string): Promise<ShopConnection> {
    const connection = new Connection({ connectionString: this.databaseUrl(name) });
    await connection.connect();
    return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.end() });
  }
}

function withoutUndefined(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
