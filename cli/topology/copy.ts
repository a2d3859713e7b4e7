import '../../platform/process/node-version';
import 'reflect-metadata';
import { configurationSource } from '../../config/loading/open-configuration';
import type { Configuration } from '../../config/schema';
import { bySubgraph } from '../../config/subgraphs';
import { idleGraceMs } from '../../gateway/http/limits';
import {
  type OpenedProcess,
  type RunningProcess,
  runProcess,
} from '../../platform/remote/run-process';
import type { FactsOfCopy } from './copies';
import { startShop } from './one-process';
import { openPools } from './open-pools';
import { connectToRedis } from './servers';

/** Runs the whole shop as one of several equal processes, on databases that are migrated. */
async function open(copy: RunningProcess<Configuration>): Promise<OpenedProcess> {
  const { settings: configuration, refreshSettings: refresh, logger, lifecycle, registry } = copy;
  const { database, redis, server } = configuration;
  const starting = { configuration, refresh, logger, lifecycle };
  const urls = bySubgraph((name) => {
    const { url } = database[name];
    if (url === null) throw new Error(`Set database.${name}.url: it has no default here.`);
    return url;
  });
  if (redis.url === null)
    throw new Error('Set redis.url: several processes count together, in Redis.');
  // The supervisor has divided the connections, and a process that starts again needs no server.
  const pools = openPools(urls, database.pool.max, starting);
  const { checks, accounts, addresses } = await startShop({
    ...starting,
    ...pools,
    redis: await connectToRedis(redis.url, starting, { isRequired: false }),
    sandbox: null,
    registry,
    idleGraceMs,
  });
  const facts: FactsOfCopy = { hasDemoShop: addresses.hasDemoShop };
  return { adminPort: server.adminPort, ...checks, accounts, facts };
}

void runProcess({ name: 'shop', settings: configurationSource(), open });
