import '../platform/process/node-version';
import '../platform/config/telemetry-off';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { offeredDemoAccounts } from '../config/demo-accounts';
import { configurationSource } from '../config/loading/open-configuration';
import { openFeatureFlags } from '../config/process/open-feature-flags';
import { tlsFiles } from '../config/process/service-addresses';
import { subgraphInstances } from '../config/process/subgraph-instances';
import type { Configuration } from '../config/schema';
import { openMailbox } from '../config/schema/mail';
import { bySubgraph, subgraphNames } from '../config/subgraphs';
import { redisBus } from '../platform/events/bus';
import { serviceCall } from '../platform/graphql/service-call';
import { checkRedis } from '../platform/redis/cluster';
import { measureRedis } from '../platform/redis/metrics';
import { connectRedis, type Redis } from '../platform/redis/redis';
import { readinessOf } from '../platform/remote/admin-server';
import { followTls } from '../platform/remote/follow-tls';
import { measureCertificates } from '../platform/remote/metrics';
import { type RemoteSubgraph, remoteSubgraph } from '../platform/remote/remote-execute';
import { followRevoked } from '../platform/remote/revoked-list';
import {
  type OpenedProcess,
  type RunningProcess,
  runProcess,
} from '../platform/remote/run-process';
import { drainDeadlineMs, idleGraceMs } from './http/limits';
import { readinessDeadlineMs } from './limits';
import { startGateway } from './server';

/** Runs the gateway as a separate process; any number of them may run side by side. */

async function checkReady(subgraph: RemoteSubgraph): Promise<void> {
  if (!(await subgraph.isReady())) throw new Error('Its database is unavailable.');
}

/** @throws Error if a subgraph reports that its database is unavailable, or if none answers. */
async function checkDatabases(subgraphs: readonly RemoteSubgraph[]): Promise<void> {
  const said = await Promise.allSettled(subgraphs.map((subgraph) => subgraph.isReady()));
  const answers = said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (answers.includes(false)) throw new Error('The database of a subgraph is unavailable.');
  if (answers.length === 0) throw new Error('No subgraph is reachable.');
}

async function reach(
  { settings, logger, lifecycle, registry }: RunningProcess<Configuration>,
  redis: Redis,
) {
  const revoked = await followRevoked(redis, logger);
  lifecycle.onStop('revoked certificates', drainDeadlineMs, async () => revoked.stop());
  const tls = followTls(tlsFiles(settings), logger, revoked);
  lifecycle.onStop('certificates', drainDeadlineMs, async () => tls.stop());
  measureCertificates(registry, tls);
  const viewerSecret = () => settings.auth.viewerSecret;
  return bySubgraph((name) => {
    const address = subgraphInstances(settings, name, logger);
    const subgraph = remoteSubgraph({ ...address, tls, viewerSecret, logger, registry });
    lifecycle.onStop(`connections to ${name}`, drainDeadlineMs, subgraph.close);
    return subgraph;
  });
}

async function open(part: RunningProcess<Configuration>): Promise<OpenedProcess> {
  const { settings: configuration, logger, lifecycle, registry } = part;
  const { url } = configuration.redis;
  // Counters in memory would not be shared by several gateways, nor would persisted operations.
  if (url === null) throw new Error('Set redis.url: gateways share their counters in Redis.');
  const servers = { ...configuration.redis, url, isRequired: false };
  const redis = await connectRedis({ ...servers, logger, name: 'gateway' });
  lifecycle.onStop('connection to Redis', drainDeadlineMs, () => redis.disconnect());
  measureRedis(registry, redis);
  const bus = redisBus(redis, logger);
  lifecycle.onStop('bus', drainDeadlineMs, bus.close);
  const subgraphs = await reach(part, redis);
  const { users, orders } = subgraphs;
  // An unreachable subgraph only affects its own fields, so that it can be restarted while the
  // gateway stays ready. Without a database the gateway is not ready, as in one process.
  const required = { database: () => checkDatabases(Object.values(subgraphs)) };
  const optional = {
    redis: () => checkRedis(redis),
    ...Object.fromEntries(
      subgraphNames.map((name) => [`subgraph.${name}`, () => checkReady(subgraphs[name])]),
    ),
  };
  const usersCall = serviceCall(users.internal);
  const flags = openFeatureFlags({ configuration, logger, registry, users: usersCall });
  lifecycle.onStop('feature flags', drainDeadlineMs, flags.stop);
  const gateway = await startGateway({
    configuration,
    supergraphSdl: readFileSync(path.join(__dirname, 'supergraph.graphql'), 'utf8'),
    subgraphs: bySubgraph((name) => subgraphs[name].public),
    users: usersCall,
    orders: serviceCall(orders.internal),
    redis,
    bus,
    mailbox: openMailbox(configuration, redis),
    readiness: () => readinessOf({ required, optional }),
    idleGraceMs,
    flags,
    demoAccounts: offeredDemoAccounts(configuration),
    registry,
    logger,
  });
  const stopDeadlineMs = idleGraceMs + drainDeadlineMs + readinessDeadlineMs;
  lifecycle.onStop('gateway', stopDeadlineMs, () => gateway.stop());
  const { adminPort } = configuration.server;
  return { adminPort, required, optional, accounts: usersCall };
}

void runProcess({ name: 'gateway', settings: configurationSource('gateway'), open });
