import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client as Connection } from 'pg';
import { type Dispatcher, Pool } from 'undici';
import { subgraphNames } from '../config/subgraphs';
import { adminPortVariables, portVariables } from '../config/testing/subgraph-variables';
import { findEmbeddedPostgres } from '../platform/database/embedded-running';
import { freePorts } from './free-ports';
import { processesOf } from './measure/processes';

const repositoryRoot = path.join(__dirname, '..', '..');
const startDeadlineMs = 60_000;
const stopDeadlineMs = 30_000;
const callDeadlineMs = 60_000;
const pollMs = 100;
/** More than the load ever uses at once, so that no call waits for a connection. */
const connectionsMax = 256;

/** Raises limits that would distort the measurement, and makes password hashing cheap. */
const profile = {
  ORDERPROCESSING_LIMITS_RATE_ANONYMOUS_PER_MINUTE: '1000000000',
  ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: '1000000000',
  ORDERPROCESSING_LIMITS_RATE_SIGN_INS_PER_MINUTE: '1000000000',
  ORDERPROCESSING_LIMITS_RATE_REFRESHES_PER_MINUTE: '1000000000',
  ORDERPROCESSING_LIMITS_RATE_REGISTRATIONS_PER_MINUTE: '1000000000',
  ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
  ORDERPROCESSING_AUTH_ACCESS_TOKEN_MINUTES: '120',
  ORDERPROCESSING_LOG_LEVEL: 'warn',
  // Packages run in production mode; the settings stay those of development, for the demo accounts.
  NODE_ENV: 'production',
  ORDERPROCESSING_ENVIRONMENT: 'development',
};

export const topologies = ['one-process', 'distributed'] as const;
export type Topology = (typeof topologies)[number];

export interface GraphqlAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { code: string } }[];
}

async function environmentOf(folder: string, topology: Topology): Promise<NodeJS.ProcessEnv> {
  const [port, admin, sandbox, ...ports] = await freePorts(3 + subgraphNames.length);
  const distributed = {
    ORDERPROCESSING_SERVER_ADMIN_PORT: '0',
    ...portVariables((name) => ports[subgraphNames.indexOf(name)] ?? 0),
    ...adminPortVariables(() => 0),
  };
  return {
    PATH: process.env.PATH,
    HOME: folder,
    ...profile,
    ORDERPROCESSING_DATA_FOLDER: path.join(folder, 'data'),
    ORDERPROCESSING_SERVER_PORT: String(port),
    ORDERPROCESSING_SERVER_ADMIN_PORT: String(admin),
    ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: String(sandbox),
    ...(topology === 'distributed' ? distributed : {}),
  };
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

/** Stops the shop when the benchmark is stopped. */
function endWithUs(child: ChildProcess): void {
  const end = (): void => {
    for (const pid of pidsBelow(child.pid ?? 0)) kill(pid);
    process.exit(1);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, end);
  child.once('exit', () => {
    for (const signal of signals) process.off(signal, end);
  });
}

/** The whole system, started like `npm start` on an empty folder, with limits for benchmarks. */
export class BenchShop {
  private constructor(
    private readonly process: ChildProcess,
    private readonly http: Pool,
    /** HOME of its processes; deleted on stop. */
    readonly folder: string,
    readonly url: string,
  ) {}

  /**
   * @param nodeFlags flags for the started process, e.g. `--cpu-prof`.
   * @param settings environment variables; undefined removes a default of the benchmarks.
   */
  static async start(
    topology: Topology,
    nodeFlags: readonly string[] = [],
    settings: Readonly<Record<string, string | undefined>> = {},
  ): Promise<BenchShop> {
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
    const env = { ...(await environmentOf(folder, topology)), ...settings };
    const command = topology === 'distributed' ? 'start-distributed.js' : 'start.js';
    const script = path.join(repositoryRoot, 'dist/cli', command);
    const child = spawn(process.execPath, [...nodeFlags, script], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    endWithUs(child);
    const url = `http://127.0.0.1:${env.ORDERPROCESSING_SERVER_PORT}`;
    const http = new Pool(url, {
      connections: connectionsMax,
      pipelining: 1,
      bodyTimeout: callDeadlineMs,
      headersTimeout: callDeadlineMs,
    });
    const shop = new BenchShop(child, http, folder, url);
    try {
      await shop.ready();
    } catch (error) {
      // The caller has no reference yet to stop it with.
      await shop.stop();
      throw error;
    }
    return shop;
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + startDeadlineMs;
    while (Date.now() < deadline && this.process.exitCode === null) {
      const answer = await this.http.request({ method: 'GET', path: '/ready' }).catch(() => null);
      await answer?.body.dump();
      if (answer?.statusCode === 200) return;
      await pause(pollMs);
    }
    throw new Error('The shop did not start in time.');
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
  async database(name: string): Promise<Connection> {
    const connection = new Connection({ connectionString: this.databaseUrl(name) });
    await connection.connect();
    return connection;
  }

  databaseUrl(name: string): string {
    const url = findEmbeddedPostgres(path.join(this.folder, 'data'))?.(name);
    if (!url) throw new Error('The database is not running.');
    return url;
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
    const pids = pidsBelow(this.pid);
    this.process.kill('SIGINT');
    await Promise.race([ended, pause(stopDeadlineMs, undefined, { ref: false })]);
    // A process that does not stop would outlive its supervisor.
    for (const pid of pids) kill(pid);
    await this.http.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
