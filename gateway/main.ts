import '../platform/config/telemetry-off';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openFeatureFlags } from '../config/feature-flags';
import { configurationSource } from '../config/open-configuration';
import type { Configuration } from '../config/schema';
import { subgraphUrl, tlsFiles } from '../config/service-addresses';
import { bySubgraph, subgraphNames } from '../config/subgraphs';
import { redisBus } from '../platform/events/bus';
import { serviceCall } from '../platform/graphql/service-call';
import { measureRedis } from '../platform/redis/metrics';
import { connectRedis } from '../platform/redis/redis';
import { readinessOf } from '../platform/remote/admin-server';
import { measureCertificates } from '../platform/remote/metrics';
import { type RemoteSubgraph, remoteSubgraph } from '../platform/remote/remote-execute';
import {
  type OpenedProcess,
  type RunningProcess,
  runProcess,
} from '../platform/remote/run-process';
import { readTlsFiles } from '../platform/remote/tls';
import { drainDeadlineMs, readinessDeadlineMs } from './limits';
import { startGateway } from './server';

/** The gateway as a process of its own: any number of them may serve side by side. */

async function checkReady(subgraph: RemoteSubgraph): Promise<void> {
  if (!(await subgraph.isReady())) throw new Error('It says that its database is away.');
}

/** @throws Error when a subgraph says that its database is away, or none of them says anything. */
async function checkDatabases(subgraphs: readonly RemoteSubgraph[]): Promise<void> {
  const said = await Promise.allSettled(subgraphs.map((subgraph) => subgraph.isReady()));
  const answers = said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (answers.includes(false)) throw new Error('A subgraph has lost its database.');
  if (answers.length === 0) throw new Error('No subgraph can be reached.');
}

function reach({ settings, logger, lifecycle, registry }: RunningProcess<Configuration>) {
  const tls = readTlsFiles(tlsFiles(settings));
  measureCertificates(registry, tls);
  const viewerSecret = () => settings.auth.viewerSecret;
  return bySubgraph((name) => {
    const url = subgraphUrl(settings, name);
    const subgraph = remoteSubgraph({ url, name, tls, viewerSecret, logger, registry });
    lifecycle.onStop(`connections to ${name}`, drainDeadlineMs, subgraph.close);
    return subgraph;
  });
}

async function open(part: RunningProcess<Configuration>): Promise<OpenedProcess> {
  const { settings: configuration, logger, lifecycle, registry } = part;
  const { url } = configuration.redis;
  // Limits and persisted operations of several gateways would not be the same ones in memory.
  if (url === null) throw new Error('Set redis.url: gateways share their counters in Redis.');
  const redis = await connectRedis({ url, logger, name: 'gateway' });
  lifecycle.onStop('connection to Redis', drainDeadlineMs, () => redis.disconnect());
  measureRedis(registry, redis);
  const bus = redisBus(redis, logger);
  lifecycle.onStop('bus', drainDeadlineMs, bus.close);
  const subgraphs = reach(part);
  const { users, orders } = subgraphs;
  // A subgraph that is away takes its own fields away, and not the gateway with all the others: so
  // one can be started anew. Without a database nothing can be promised, as in one process.
  const required = { database: () => checkDatabases(Object.values(subgraphs)) };
  const optional = {
    redis: () => redis.ping(),
    ...Object.fromEntries(
      subgraphNames.map((name) => [`subgraph.${name}`, () => checkReady(subgraphs[name])]),
    ),
  };
  const flags = openFeatureFlags({ configuration, logger, registry });
  lifecycle.onStop('feature flags', drainDeadlineMs, flags.stop);
  const gateway = await startGateway({
    configuration,
    supergraphSdl: readFileSync(path.join(__dirname, 'supergraph.graphql'), 'utf8'),
    subgraphs: bySubgraph((name) => subgraphs[name].public),
    users: serviceCall(users.internal),
    orders: serviceCall(orders.internal),
    redis,
    bus,
    readiness: () => readinessOf({ required, optional }),
    flags,
    registry,
    logger,
  });
  lifecycle.onStop('gateway', drainDeadlineMs + readinessDeadlineMs, () => gateway.stop());
  const { adminPort } = configuration.server;
  return { adminPort, required, optional, accounts: serviceCall(users.internal) };
}

void runProcess({ name: 'gateway', settings: configurationSource, open });
