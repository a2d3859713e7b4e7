import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Dispatcher, Pool } from 'undici';
import { resolvesWithin } from '../platform/process/child';
import { type Ended, ended, startCommand } from '../testing/command';
import { rateLimits, type ShopConnection, StartedShop } from '../testing/started-shop';
import { processesOf } from './measure/processes';

const startDeadlineMs = 60_000;
const stopDeadlineMs = 30_000;
const callDeadlineMs = 60_000;
/** A restore of a large shop takes minutes. */
const commandDeadlineMs = 3_600_000;
const freely = 1_000_000_000;
/**
 * The size of the connection pool: more than the load uses, so that no call waits for a connection.
 */
const connectionsMax = 256;

/** Raises limits that would distort the measurement, and makes password hashing cheap. */
const profile = {
  ...rateLimits(freely),
  ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
  ORDERPROCESSING_AUTH_ACCESS_TOKEN_MINUTES: '120',
  ORDERPROCESSING_LOG_LEVEL: 'warn',
  // The development mailbox would otherwise get a mail for every order.
  ORDERPROCESSING_MAIL_ORDERS: 'false',
  // Packages run in production mode; the settings stay those of development, for the demo accounts.
  NODE_ENV: 'production',
  ORDERPROCESSING_ENVIRONMENT: 'development',
};

/** What the values of the option `--topology` start. */
const shapes = {
  'one-process': { topology: 'one process' },
  'two-copies': { topology: 'two copies' },
  distributed: { topology: 'many processes' },
  'two-of-each': { topology: 'many processes', gateways: 2, instances: 2 },
} as const;
export type Topology = keyof typeof shapes;
export const topologies = Object.keys(shapes) as Topology[];

export interface GraphqlAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { code: string } }[];
}

/**
 * Collects the text of a response at little cost, because the load shares the cores with the shop.
 */
class BufferedResponse implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];

  constructor(
    private readonly resolve: (text: string) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  /** Required by undici and not needed here. */
  onRequestStart(): void {}
  onResponseStart(): void {}

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.resolve(Buffer.concat(this.chunks).toString('utf8'));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const pidsBelow = (pid: number): number[] => processesOf(pid).map((found) => found.pid);

/** Servers that a benchmark starts in place of those that the shop would start itself. */
export interface BenchServers {
  /** HOME of the shop; the data of PostgreSQL are in `data/`, as if the shop had started it. */
  readonly folder: string;
  readonly pids: readonly number[];
  /** Environment variables of the shop, with the URLs of these servers. */
  readonly settings: Readonly<Record<string, string>>;
  /** The CA of the shop's public port, if that has a certificate. */
  readonly authority?: string | undefined;
  close(): Promise<void>;
}

export const newBenchFolder = (): string => mkdtempSync(path.join(tmpdir(), 'bench-'));

/** The whole system, started like `npm start` on an empty folder, with limits for benchmarks. */
export class BenchShop implements AsyncDisposable {
  private constructor(
    private readonly started: StartedShop,
    private readonly http: Pool,
    private readonly servers: BenchServers | undefined,
  ) {}

  /**
   * @param nodeFlags flags for the started process, e.g. `--cpu-prof`.
   * @param settings environment variables; undefined removes a default of the benchmarks.
   * @param servers instead of those that it would start itself; closed with it.
   */
  static async start(
    topology: Topology,
    nodeFlags: readonly string[] = [],
    settings: Readonly<Record<string, string | undefined>> = {},
    servers?: BenchServers,
  ): Promise<BenchShop> {
    const authority = servers?.authority;
    const started = await StartedShop.start({
      folder: servers?.folder ?? newBenchFolder(),
      ...shapes[topology],
      nodeFlags,
      authority,
      settings: { ...profile, ...servers?.settings, ...settings },
      onLine: () => undefined,
      onErrorLine: (line) => void process.stderr.write(`${line}\n`),
    });
    const http = new Pool(started.url, {
      connections: connectionsMax,
      pipelining: 1,
      bodyTimeout: callDeadlineMs,
      headersTimeout: callDeadlineMs,
      connect: { ca: authority },
    });
    const shop = new BenchShop(started, http, servers);
    try {
      await started.untilReady(startDeadlineMs);
    } catch (error) {
      // The caller has no reference yet to stop it with.
      await shop.stop();
      throw error;
    }
    return shop;
  }

  get pid(): number {
    return this.started.child.pid;
  }

  /** The ids of its process and of servers that it did not start. */
  get pids(): readonly number[] {
    return [this.pid, ...(this.servers?.pids ?? [])];
  }

  /** HOME of its processes; deleted on stop. */
  get folder(): string {
    return this.started.folder;
  }

  get url(): string {
    return this.started.url;
  }

  /** Sends a GraphQL request. */
  async ask(
    query: string,
    variables: object,
    token: string | null,
    more: Readonly<Record<string, string>> = {},
  ): Promise<GraphqlAnswer> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...more,
    };
    if (token !== null) headers.authorization = `Bearer ${token}`;
    const body = JSON.stringify({ query, variables });
    const text = await new Promise<string>((resolve, reject) => {
      const call = { method: 'POST', path: '/graphql', headers, body } as const;
      this.http.dispatch(call, new BufferedResponse(resolve, reject));
    });
    return JSON.parse(text) as GraphqlAnswer;
  }

  private async session(mutation: string, input: object): Promise<string> {
    const input$ = mutation === 'login' ? 'LoginInput!' : 'RegisterInput!';
    const query = `mutation ($input: ${input$}) { ${mutation}(input: $input) {
      ... on Session { accessToken } ... on UserError { message } } }`;
    const answer = await this.ask(query, { input }, null);
    const { accessToken } = (answer.data?.[mutation] ?? {}) as { accessToken?: string };
    if (!accessToken) throw new Error(`No session: ${JSON.stringify(answer)}`);
    return accessToken;
  }

  /** Signs in as a demo account, e.g. `warehouse`. */
  signIn(name: string): Promise<string> {
    return this.session('login', { email: `${name}@example.com`, password: 'demo-password' });
  }

  async newCustomers(count: number): Promise<string[]> {
    const tokens: string[] = [];
    while (tokens.length < count) {
      const email = `buyer-${randomUUID()}@example.com`;
      const input = { email, password: 'a long enough phrase', name: 'Ada Buyer' };
      tokens.push(await this.session('register', input));
    }
    return tokens;
  }

  /** Opens a direct connection to one of its databases. */
  database(name: string): Promise<ShopConnection> {
    return this.started.database(name);
  }

  databaseUrl(name: string): string {
    return this.started.databaseUrl(name);
  }

  /** Runs a command of the program on its data, e.g. `import orders FILE`. */
  async run(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.runToEnd(...args);
    if (code === 0) return output;
    throw new Error(`${args.join(' ')} ended with exit code ${code}: ${output}`);
  }

  /** Runs a command as `run` does, and accepts every exit code. */
  runToEnd(...args: readonly string[]): Promise<Ended> {
    const child = startCommand(args, { folder: this.folder });
    child.stderr?.pipe(process.stderr, { end: false });
    return ended(child, commandDeadlineMs);
  }

  async stop(): Promise<void> {
    const pids = pidsBelow(this.pid);
    this.started.child.kill('SIGINT');
    await resolvesWithin(this.started.child.exited, stopDeadlineMs);
    // A process that does not stop would outlive its supervisor.
    for (const pid of pids) kill(pid);
    await this.http.destroy();
    await this.servers?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
