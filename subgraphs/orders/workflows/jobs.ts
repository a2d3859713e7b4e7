import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Notifications } from '../../../platform/database/notifications';
import type { Database } from '../../../platform/database/pool';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { Jobs } from '../../../platform/jobs/jobs';
import type { LedgerAddress } from '../../../verify/ledger';
import { type ExpireKeysParts, expireKeysJob } from './expire-keys';
import { type ExpireWebhooksParts, expireWebhooksJob } from './expire-webhooks';
import type { OrdersConfiguration } from './parts';
import { rotateSigningKeys } from './rotate-signing-keys';
import { verifyMetrics, verifyShop } from './verify-shop';

export interface OrderJobsParts {
  readonly store: ExpireKeysParts['store'] & ExpireWebhooksParts['store'];
  readonly database: Database;
  readonly notifications: Notifications;
  readonly orders: ServiceCall;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  readonly ledger?: LedgerAddress | null;
  readonly configuration: OrdersConfiguration;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** The background jobs of the system, which stand in this room's database. */
export function orderJobs(parts: OrderJobsParts): Jobs {
  const { ledger = null, registry, users } = parts;
  const expiring = [expireKeysJob(parts), expireWebhooksJob(parts)];
  const queues = [verifyShop({ ...parts, ledger }), rotateSigningKeys(users), ...expiring];
  const jobs = new Jobs({ ...parts, queues });
  verifyMetrics(registry, jobs.rows);
  return jobs;
}
