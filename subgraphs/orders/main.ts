import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../../config/load-configuration';
import type { Configuration } from '../../config/schema';
import {
  paymentCallbackUrl,
  type SubgraphName,
  sandboxUrl,
  subgraphUrl,
  tlsFiles,
} from '../../config/service-addresses';
import { SandboxProvider } from '../../payments/sandbox-provider';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import { remoteSubgraph } from '../../platform/remote/remote-execute';
import { runSubgraph, type SubgraphParts } from '../../platform/remote/subgraph-part';
import { readTlsFiles } from '../../platform/remote/tls';
import { ordersSubgraph } from './subgraph';

/**
 * Orders as a process: API and background jobs, or with `--no-work` and `--no-api` one of them, so
 * that each has machines of its own.
 */
const { values } = parseArgs({
  options: {
    api: { type: 'boolean', default: true },
    work: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

function compose(parts: SubgraphParts<Configuration>): Subgraph {
  const { configuration, logger, redis } = parts;
  const tls = readTlsFiles(tlsFiles(configuration));
  const { viewerSecret } = configuration.auth;
  const call = (name: SubgraphName): ServiceCall => {
    const url = subgraphUrl(configuration, name);
    return serviceCall(remoteSubgraph({ url, name, tls, viewerSecret, logger }).internal);
  };
  const { apiSecret, callbackSecret } = configuration.payments.sandbox;
  return ordersSubgraph({
    ...parts,
    rateLimits: fieldRateLimits(redis, {}),
    users: call('users'),
    inventory: call('inventory'),
    payments: new SandboxProvider({ url: sandboxUrl(configuration), apiSecret, callbackSecret }),
    paymentCallbackUrl: paymentCallbackUrl(configuration),
  });
}

void runSubgraph({
  name: 'orders',
  load: loadConfiguration,
  databaseUrl: ({ database }) => database.orders.url,
  tls: tlsFiles,
  address: ({ services: { orders, jobs } }) => ({
    port: orders.port,
    adminPort: values.api ? orders.adminPort : jobs.adminPort,
  }),
  internalCallers: ['gateway', 'cli'],
  compose,
  api: values.api,
  work: values.work,
});
