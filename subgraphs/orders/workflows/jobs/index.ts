import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { mailServerOf } from '../../../../config/mail';
import type { Notifications } from '../../../../platform/database/notifications';
import type { Database } from '../../../../platform/database/pool';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { Jobs } from '../../../../platform/jobs/jobs';
import { openMailer } from '../../../../platform/mail/mailer';
import type { LedgerAddress } from '../../../../verify/ledger';
import type { Announce } from '../../store/webhook-disabling';
import type { OrdersConfiguration } from '../dependencies';
import { type ExpireKeysParts, expireKeysJob } from './expire-keys';
import { type ExpireWebhooksParts, expireWebhooksJob } from './expire-webhooks';
import { type TellOwnerParts, tellOwnerQueue } from './notify-webhook-owner';
import { rotateSigningKeys } from './rotate-signing-keys';
import { verifyMetrics, verifyShop } from './verify-shop';

export interface OrderJobsParts {
  readonly store: ExpireKeysParts['store'] & ExpireWebhooksParts['store'] & TellOwnerParts['store'];
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

export interface OrderJobs {
  readonly jobs: Jobs;
  /** Enqueues the notification of an owner in the given transaction. */
  readonly tellOwner: Announce;
}

/** The background jobs of the system, stored in the database of orders. */
export function orderJobs(parts: OrderJobsParts): OrderJobs {
  const { ledger = null, registry, users, configuration } = parts;
  const mailer = openMailer({ ...parts, server: mailServerOf(configuration.mail) });
  const ownerTold = tellOwnerQueue({ ...parts, mailer });
  const expiring = [expireKeysJob(parts), expireWebhooksJob(parts)];
  const nightly = [verifyShop({ ...parts, ledger }), rotateSigningKeys(users), ...expiring];
  const jobs = new Jobs({ ...parts, queues: [...nightly, ownerTold] });
  verifyMetrics(registry, jobs.rows);
  return {
    jobs,
    tellOwner: (disabled, within) => jobs.send(ownerTold, disabled, { within }),
  };
}
