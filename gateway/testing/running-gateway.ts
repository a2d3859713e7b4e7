import { Registry } from 'prom-client';
import type { DemoAccounts } from '../../config/demo-accounts';
import { type FeatureFlags, fixedFeatureFlags } from '../../config/feature-flags';
import { parseConfiguration } from '../../config/schema';
import { signAccessToken } from '../../platform/auth/access-token';
import type { KeyRequestLog } from '../../platform/auth/key-requests';
import { createSigningKey, type SigningKey } from '../../platform/auth/signing-key';
import type { Bus } from '../../platform/events/bus';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Mailbox } from '../../platform/mail/mailbox';
import type { Redis } from '../../platform/redis/redis';
import { createLogger } from '../../platform/telemetry/logger';
import { openForFile } from '../../platform/testing/open-for-file';
import type { Readiness } from '../routes/health';
import { type RunningGateway, startGateway } from '../server';
import { gate, smallSubgraphs } from './small-subgraphs';

export interface TestGatewayOptions {
  /** Overrides of the test defaults: free port, environment test, high limits. */
  readonly configuration?: Record<string, unknown>;
  readonly redis?: Redis | null;
  readonly bus?: Bus;
  readonly mailbox?: Mailbox | null;
  readonly readiness?: () => Promise<Readiness>;
  readonly demoAccounts?: DemoAccounts;
  readonly orders?: ServiceCall;
  readonly idleGraceMs?: number;
  /** Replaces the default users, which knows the test's key. */
  readonly users?: ServiceCall;
  readonly keyRequests?: KeyRequestLog;
  readonly flags?: FeatureFlags;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: Record<string, unknown>;
    }[];
    readonly extensions?: { readonly cost?: { requested: number; budget: number } };
  };
}

export interface TestGateway extends RunningGateway, AsyncDisposable {
  readonly key: SigningKey;
  readonly gate: ReturnType<typeof gate>;
  readonly registry: Registry;
  /** Logged objects. */
  readonly logged: Record<string, unknown>[];
  /** Number of key queries to users. */
  readonly keyRequests: () => number;
  readonly token: (userId?: string, now?: Date, roles?: readonly string[]) => string;
  readonly post: (body: unknown, headers?: Record<string, string>) => Promise<TestAnswer>;
}

export const testUserId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';

const plenty = {
  anonymousPerMinute: 100_000,
  userPerMinute: 100_000,
  signInsPerMinute: 100_000,
  refreshesPerMinute: 100_000,
};

const nobodyEnded = { endedTokens: { ends: [], more: false, asOf: '2026-11-24T12:00:00.000Z' } };

const neverCalled: ServiceCall = async () => {
  throw new Error('not expected to be called');
};

/** A gateway on a free port, in front of three small subgraphs. */
export async function testGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const logged: Record<string, unknown>[] = [];
  const logger = createLogger({
    level: 'debug',
    pretty: false,
    name: 'gateway',
    destination: { write: (line: string) => void logged.push(JSON.parse(line)) },
  });
  const configuration = parseConfiguration({
    environment: 'test',
    limits: { rate: plenty },
    // Other tests keep the machine busy, and counts in Redis must be exact.
    redis: { requestWaitMs: 1_000 },
    ...options.configuration,
    server: { port: 0, ...(options.configuration?.server as object) },
  });
  const key = await createSigningKey();
  let keyRequests = 0;
  const users = (async (query) => {
    if (query.includes('endedTokens')) return nobodyEnded;
    keyRequests += 1;
    return { signingKeys: [{ kid: key.kid, publicJwk: key.publicJwk }] };
  }) as ServiceCall;
  const waiting = gate();
  const registry = new Registry();
  const gateway = await startGateway({
    ...smallSubgraphs(logger, waiting),
    configuration,
    users: options.users ?? users,
    orders: options.orders ?? neverCalled,
    redis: options.redis ?? null,
    bus: options.bus,
    keyRequests: options.keyRequests,
    mailbox: options.mailbox ?? null,
    readiness: options.readiness ?? (async () => ({ ready: true, checks: { postgresql: 'ok' } })),
    flags: options.flags ?? fixedFeatureFlags(),
    demoAccounts: options.demoAccounts ?? null,
    idleGraceMs: options.idleGraceMs,
    registry,
    logger,
  });
  const { issuer, audience } = configuration.auth;
  const terms = { issuer, audience, lifetimeSeconds: 900 };
  return {
    ...gateway,
    [Symbol.asyncDispose]: gateway.stop,
    key,
    gate: waiting,
    registry,
    logged,
    keyRequests: () => keyRequests,
    token: (userId = testUserId, now, roles = ['CUSTOMER']) =>
      signAccessToken({ userId, roles, generation: 0 }, key, terms, now).token,
    post: async (body, headers = {}) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const answer = await answerOf(response);
      if (configuration.server.docs) demandDocUrls(answer);
      return answer;
    },
  };
}

/** A gateway for the tests of a file. */
export const gatewayForFile = (options: TestGatewayOptions = {}): TestGateway =>
  openForFile(
    () => testGateway(options),
    (gateway) => gateway.stop(),
  );

/** @throws Error if an error of the answer does not say where it is documented. */
function demandDocUrls({ body }: TestAnswer): void {
  for (const { message, extensions } of body.errors ?? []) {
    if (extensions.docUrl === undefined) throw new Error(`No docUrl: ${message}`);
  }
}

export async function answerOf(response: Response): Promise<TestAnswer> {
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as TestAnswer['body'] };
}

/** The code of the first error. */
export const codeIn = ({ body }: TestAnswer) => body.errors?.[0]?.extensions.code;
