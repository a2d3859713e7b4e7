import { randomUUID } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { Registry } from 'prom-client';
import type { Role } from '../../../access/roles';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import { parseConfiguration } from '../../../config/schema';
import { signAccessToken } from '../../../platform/auth/access-token';
import { createSigningKey, type SigningKey } from '../../../platform/auth/signing-key';
import type { Bus } from '../../../platform/events/bus';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { createLogger } from '../../../platform/telemetry/logger';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { type RunningGateway, startGateway } from '../../server';
import type { WatchedOrders } from './watched-orders';

/** The deadline of a wait: the machine may be slow, and busy with other suites. */
export const soonMs = 30_000;

const plenty = { anonymousPerMinute: 100_000, userPerMinute: 100_000 };

/** Accounts with tokens, and revoked tokens. */
export class Accounts {
  private readonly ends = new Map<string, string>();

  private constructor(private readonly key: SigningKey) {}

  static async open(): Promise<Accounts> {
    return new Accounts(await createSigningKey());
  }

  token(userId: string, lifetimeSeconds = 900, roles: readonly Role[] = ['CUSTOMER']): string {
    const terms = { issuer: 'orderprocessing', audience: 'orderprocessing', lifetimeSeconds };
    return signAccessToken({ userId, roles, generation: 0 }, this.key, terms).token;
  }

  endTokensOf(userId: string): void {
    this.ends.set(userId, new Date().toISOString());
  }

  /** The part of users' internal schema that the gateway uses. */
  readonly call = (async (query: string) => {
    const { kid, publicJwk } = this.key;
    if (!query.includes('endedTokens')) return { signingKeys: [{ kid, publicJwk }] };
    const ends = [...this.ends].map(([userId, endedAt]) => ({
      userId,
      endedAt,
      belowGeneration: 1,
    }));
    return { endedTokens: { ends, more: false, asOf: new Date().toISOString() } };
  }) as ServiceCall;
}

export interface WatchGateway extends RunningGateway {
  readonly streamUrl: string;
  /** The limits, which the gateway reads on each use. */
  readonly rate: { userPerMinute: number };
  /** The messages in its log. */
  readonly logged: readonly string[];
  readonly metric: (name: string, labels?: Record<string, string>) => Promise<number>;
}

/** A gateway on a free port, in front of the test orders. */
export async function watchGateway(parts: {
  readonly orders: WatchedOrders;
  readonly accounts: Accounts;
  readonly bus: Bus;
  readonly limits?: Record<string, unknown>;
}): Promise<WatchGateway> {
  const { orders, accounts, bus, limits } = parts;
  const registry = new Registry();
  const parsed = parseConfiguration({
    environment: 'test',
    limits: { rate: plenty, ...limits },
    server: { port: 0 },
  });
  const rate = { ...parsed.limits.rate };
  const configuration = { ...parsed, limits: { ...parsed.limits, rate } };
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(JSON.parse(line).msg) };
  const gateway = await startGateway({
    ...orders.subgraphs(logger),
    configuration,
    users: accounts.call,
    orders: (async () => ({})) as ServiceCall,
    redis: null,
    bus,
    readiness: async () => ({ ready: true, checks: {} }),
    flags: fixedFeatureFlags(),
    registry,
    logger: createLogger({ level: 'info', pretty: false, name: 'gateway', destination }),
  });
  return {
    ...gateway,
    streamUrl: `${gateway.url}/graphql/stream`,
    rate,
    logged,
    metric: async (name, labels = {}) => {
      const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
      const labelled = Object.entries(labels);
      return values
        .filter((one) => labelled.every(([label, value]) => one.labels[label] === value))
        .reduce((sum, { value }) => sum + value, 0);
    },
  };
}

/** A stream that reads nothing until it is asked to. */
export function openUnread(url: string, token: string, body: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      // A separate connection, which is closed with it.
      agent: false,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
    });
    sent.once('response', resolve);
    sent.once('error', reject);
    sent.end(JSON.stringify(body));
  });
}

export const newId = (): string => randomUUID();
