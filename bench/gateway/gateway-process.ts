import '../../platform/config/telemetry-off';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Registry } from 'prom-client';
import type { fixedFeatureFlags } from '../../config/feature-flags';
import type { parseConfiguration } from '../../config/schema';
import type { startGateway } from '../../gateway/server';
import type { createSigningKey } from '../../platform/auth/signing-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { remoteSubgraph } from '../../platform/remote/remote-execute';
import type { readTlsFiles } from '../../platform/remote/tls';
import type { createLogger } from '../../platform/telemetry/logger';

/** What the measuring process sends first. */
export interface GatewayOrder {
  /** The build of ours in this folder; null: @apollo/server and @apollo/gateway as they come. */
  readonly folder: string | null;
  readonly supergraphSdl: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly certificates: {
    readonly authorityFile: string;
    readonly certificateFile: string;
    readonly keyFile: string;
  };
}

async function startStock({ supergraphSdl }: GatewayOrder): Promise<string> {
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  return url;
}

/** The modules of a build, which may be another than this one. */
function modulesIn(folder: string) {
  const load = createRequire(path.join(folder, 'dist', 'cli', 'orderprocessing.js'));
  const from = <Module>(file: string) => load(`../${file}.js`) as Module;
  return {
    ...from<{ startGateway: typeof startGateway }>('gateway/server'),
    ...from<{ parseConfiguration: typeof parseConfiguration }>('config/schema/index'),
    ...from<{ fixedFeatureFlags: typeof fixedFeatureFlags }>('config/feature-flags'),
    ...from<{ createSigningKey: typeof createSigningKey }>('platform/auth/signing-key'),
    ...from<{ createLogger: typeof createLogger }>('platform/telemetry/logger'),
    ...from<{ remoteSubgraph: typeof remoteSubgraph }>('platform/remote/remote-execute'),
    ...from<{ readTlsFiles: typeof readTlsFiles }>('platform/remote/tls'),
  };
}

const unlimited = 1_000_000_000;

async function startOurs(folder: string, order: GatewayOrder): Promise<string> {
  const build = modulesIn(folder);
  const registry = new Registry();
  const configuration = build.parseConfiguration({
    environment: 'test',
    limits: { rate: { anonymousPerMinute: unlimited }, operation: { cost: unlimited } },
    server: { port: 0 },
  });
  const logger = build.createLogger({ level: 'info', pretty: false, name: 'gateway' });
  const key = await build.createSigningKey();
  const users = (async () => ({
    endedTokens: { ends: [], more: false, asOf: new Date().toISOString() },
    signingKeys: [{ kid: key.kid, publicJwk: key.publicJwk }],
  })) as unknown as ServiceCall;
  const common = {
    tls: build.readTlsFiles(order.certificates),
    viewerSecret: () => 'a secret of this run, long enough',
    logger,
    registry,
  };
  const subgraphs = Object.entries(order.urls).map(([name, url]) => [
    name,
    build.remoteSubgraph({ ...common, url, name }).public,
  ]);
  const { url } = await build.startGateway({
    configuration,
    supergraphSdl: order.supergraphSdl,
    subgraphs: Object.fromEntries(subgraphs),
    users,
    orders: users,
    redis: null,
    readiness: async () => ({ ready: true, checks: {} }),
    flags: build.fixedFeatureFlags({ 'compiled-executor': true }),
    registry,
    logger,
  });
  return `${url}/graphql`;
}

process.once('message', async (order: GatewayOrder) => {
  const url =
    order.folder === null ? await startStock(order) : await startOurs(order.folder, order);
  process.send?.(url);
});
process.once('disconnect', () => process.exit());
