import '../../platform/config/telemetry-off';
import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { fixedFeatureFlags } from '../../config/feature-flags';
import { parseConfiguration } from '../../config/schema';
import { startGateway } from '../../gateway/server';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { createLogger } from '../../platform/telemetry/logger';
import { httpSubgraph } from './http-subgraph';
import { subgraphUrls } from './subgraph-urls';

export interface AloneOptions {
  /** File of the supergraph. */
  readonly supergraph: string;
  readonly port: number;
  readonly executor: 'apollo' | 'compiled';
}

export interface AloneGateway {
  /** Where it answers operations. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Nobody is limited, because there are no accounts that could have limits of their own. */
const unlimited = 1_000_000_000;

/** There are no accounts: no credential is valid, and none has ended. */
const noAccounts: ServiceCall = async (query) => {
  if (query.includes('endedTokens')) {
    return { endedTokens: { ends: [], more: false, asOf: new Date().toISOString() } } as never;
  }
  if (query.includes('signingKeys')) return { signingKeys: [] } as never;
  throw new Error('This gateway has no accounts and no orders.');
};

const limits = {
  // Fields of others may be called like those that have counters of their own here.
  rate: {
    anonymousPerMinute: unlimited,
    signInsPerMinute: unlimited,
    refreshesPerMinute: unlimited,
  },
  operation: {
    cost: unlimited,
    textBytes: 1_000_000,
    bodyBytes: 5_000_000,
    bodyBytesAnonymous: 5_000_000,
    answerObjects: 10_000_000,
    answerBytes: 30_000_000,
    tokens: 1_000_000,
    depth: 1_000,
    aliases: 100_000,
    directives: 100_000,
    rootFields: 100_000,
  },
};

/**
 * Starts the gateway on any supergraph, on loopback, without accounts, limits and Redis.
 * @throws Error if the file cannot be read, or is no supergraph with URLs.
 */
export async function startAlone({
  supergraph,
  port,
  executor,
}: AloneOptions): Promise<AloneGateway> {
  const supergraphSdl = readFileSync(supergraph, 'utf8');
  const subgraphs = [...subgraphUrls(supergraphSdl)].map(([name, url]) => [
    name,
    httpSubgraph(url),
  ]);
  const configuration = parseConfiguration({
    environment: 'test',
    server: { port, docs: false, console: false, shop: false },
    graphql: { introspection: true },
    gateway: { executor },
    limits,
    // A type that is called Product may change at any time.
    cache: { catalogueSeconds: 0 },
  });
  const gateway = await startGateway({
    configuration,
    supergraphSdl,
    subgraphs: Object.fromEntries(subgraphs),
    // What a scalar of others takes, its subgraph says.
    scalars: [],
    users: noAccounts,
    orders: noAccounts,
    redis: null,
    readiness: async () => ({ ready: true, checks: {} }),
    flags: fixedFeatureFlags(),
    registry: new Registry(),
    logger: createLogger({ level: 'warn', pretty: false, name: 'gateway' }),
  });
  return { url: `${gateway.url}/graphql`, stop: () => gateway.stop() };
}

/** Runs it until this process receives a signal to stop. */
export async function runAlone(options: AloneOptions, onUrl: (url: string) => void): Promise<void> {
  const gateway = await startAlone(options);
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  onUrl(gateway.url);
  await stopped;
  await gateway.stop();
}
