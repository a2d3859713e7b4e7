import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { mailServerOf } from '../../../../config/mail';
import type { Notifications } from '../../../../platform/database/notifications';
import type { Database } from '../../../../platform/database/pool';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { Jobs } from '../../../../platform/jobs/jobs';
import type { Mailbox } from '../../../../platform/mail/mailbox';
import { openMailer } from '../../../../platform/mail/mailer';
import type { LedgerAddress } from '../../../../verify/ledger';
import type { Announce } from '../../store/webhook-disabling';
import type { OrdersConfiguration } from '../dependencies';
import { type ExpireKeysDependencies, expireKeysJob } from './expire-keys';
import { type ExpireWebhooksDependencies, expireWebhooksJob } from './expire-webhooks';
import { type NotifyOwnerDependencies, notifyOwnerQueue } from './notify-webhook-owner';
import { rotateSigningKeys } from './rotate-signing-keys';
import { sendAccountMailQueue } from './send-account-mail';
import { verifyMetrics, verifyShop } from './verify-shop';

export interface OrderJobsDependencies {
  readonly store: ExpireKeysDependencies['store'] &
    ExpireWebhooksDependencies['store'] &
    NotifyOwnerDependencies['store'];
  readonly database: Database;
  readonly notifications: Notifications;
  readonly orders: ServiceCall;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  readonly mailbox?: Mailbox | null;
  readonly ledger?: LedgerAddress | null;
  readonly configuration: OrdersConfiguration;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface OrderJobs {
  readonly jobs: Jobs;
  /** Enqueues the notification of an owner in the given transaction. */
  readonly notifyOwner: Announce;
  /** Enqueues a mail that users has stored. */
  readonly sendAccountMail: (mailId: string) => Promise<unknown>;
}

/** The background jobs of the system, stored in the database of orders. */
export function orderJobs(dependencies: OrderJobsDependencies): OrderJobs {
  const { ledger = null, registry, users, configuration } = dependencies;
  const mailer = openMailer({ ...dependencies, server: mailServerOf(configuration.mail) });
  const notifyOwnerJobs = notifyOwnerQueue({ ...dependencies, mailer });
  const { links } = configuration.mail;
  const accountMailJobs = sendAccountMailQueue({ ...dependencies, mailer, links });
  const expiring = [expireKeysJob(dependencies), expireWebhooksJob(dependencies)];
  const nightly = [verifyShop({ ...dependencies, ledger }), rotateSigningKeys(users), ...expiring];
  const jobs = new Jobs({
    ...dependencies,
    queues: [...nightly, notifyOwnerJobs, accountMailJobs],
  });
  verifyMetrics(registry, jobs.rows);
  return {
    jobs,
    notifyOwner: (disabled, within) => jobs.send(notifyOwnerJobs, disabled, { within }),
    sendAccountMail: (mailId) => jobs.send(accountMailJobs, { mailId }, { key: mailId }),
  };
}
