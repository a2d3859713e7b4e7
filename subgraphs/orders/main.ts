import '../../platform/process/node-version';
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { internalCall } from '../../config/process/internal-call';
import { scheduledBackups } from '../../config/process/open-backups';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import { furtherOrderDatabases, namedPool, orderShards } from '../../config/process/order-shards';
import { gatewayUrl, paymentCallbackUrl, sandboxUrl } from '../../config/process/service-addresses';
import { subgraphProcess } from '../../config/process/subgraph-process';
import type { Configuration } from '../../config/schema';
import { openMailbox } from '../../config/schema/mail';
import { openProvider } from '../../payments/open-provider';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import type { Subgraph } from '../../platform/graphql/subgraph';
import {
  runSubgraphProcess,
  type SubgraphDependencies,
} from '../../platform/remote/subgraph-process';
import { openLedger } from '../../verify/open-ledger';
import { ordersSubgraph } from './subgraph';

/**
 * Runs orders as a process: API and background jobs, or with `--no-work` or `--no-api` only one of
 * them, so that each can be scaled separately.
 */
const { values } = parseArgs({
  options: {
    api: { type: 'boolean', default: true },
    work: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

function compose(dependencies: SubgraphDependencies<Configuration>): Subgraph {
  const { configuration, redis } = dependencies;
  const { limits, payments } = configuration;
  const sandbox = sandboxUrl(configuration);
  const users = internalCall(dependencies, 'users');
  return ordersSubgraph({
    ...dependencies,
    shards: orderShards(configuration, namedPool(dependencies.databases)),
    flags: openFeatureFlags({ ...dependencies, users }),
    mailbox: openMailbox(configuration, redis),
    backups: scheduledBackups(configuration),
    rateLimits: fieldRateLimits(dependencies, {
      get redeliverWebhook() {
        return limits.rate.webhookRedeliveriesPerMinute;
      },
    }),
    users,
    inventory: internalCall(dependencies, 'inventory'),
    payments: openProvider(
      payments,
      { sandbox, gateway: gatewayUrl(configuration) },
      dependencies.registry,
    ),
    paymentCallbackUrl: paymentCallbackUrl(configuration),
    ledger: openLedger(payments, sandbox),
  });
}

void runSubgraphProcess({
  ...subgraphProcess('orders'),
  furtherDatabases: furtherOrderDatabases,
  address: ({ services: { orders, jobs } }) => ({
    port: orders.port,
    adminPort: values.api ? orders.adminPort : jobs.adminPort,
  }),
  accounts: (dependencies) => internalCall(dependencies, 'users'),
  compose,
  api: values.api,
  work: values.work,
});
