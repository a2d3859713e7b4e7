import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ScheduledBackups } from '../../../../config/process/open-backups';
import { mailServerOf } from '../../../../config/schema/mail';
import type { Notifications } from '../../../../platform/database/notifications';
import type { Database } from '../../../../platform/database/pool';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { Jobs } from '../../../../platform/jobs/jobs';
import type { Mailbox } from '../../../../platform/mail/mailbox';
import { openMailer } from '../../../../platform/mail/mailer';
import type { Ledger } from '../../../../verify/ledger';
import { mailKindOf } from '../../domain/order-mail';
import type { Announce } from '../../store/webhook-disabling';
import type { OrdersConfiguration } from '../dependencies';
import type { MailBuyers } from '../events';
import { backUpJob } from './back-up';
import { type EraseOldOrdersDependencies, eraseOldOrdersJob } from './erase-old-orders';
import { type ExpireBulkActionsDependencies, expireBulkActionsJob } from './expire-bulk-actions';
import { expireErasuresJob } from './expire-erasures';
import { type ExpireKeysDependencies, expireKeysJob } from './expire-keys';
import { expireMovementsJob } from './expire-movements';
import { expireSessionsJob } from './expire-sessions';
import { type ExpireWebhooksDependencies, expireWebhooksJob } from './expire-webhooks';
import { type FinishErasuresDependencies, finishErasuresJob } from './finish-erasures';
import { type ForecastDemandDependencies, forecastDemandJob } from './forecast-demand';
import { type NotifyOwnerDependencies, notifyOwnerQueue } from './notify-webhook-owner';
import { rotateSigningKeys } from './rotate-signing-keys';
import { sendAccountMailQueue } from './send-account-mail';
import { type SendOrderMailDependencies, sendOrderMailQueue } from './send-order-mail';
import { verifyMetrics, verifyShop } from './verify-shop';

export interface OrderJobsDependencies {
  readonly store: ExpireKeysDependencies['store'] &
    ExpireWebhooksDependencies['store'] &
    ExpireBulkActionsDependencies['store'] &
    EraseOldOrdersDependencies['store'] &
    FinishErasuresDependencies['store'] &
    ForecastDemandDependencies['store'] &
    NotifyOwnerDependencies['store'] &
    SendOrderMailDependencies['store'];
  readonly database: Database;
  readonly notifications: Notifications;
  readonly orders: ServiceCall;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  readonly mailbox?: Mailbox | null;
  /** Absent in tests. */
  readonly ledger?: Ledger;
  /** Absent where nothing is backed up, as in tests. */
  readonly backups?: ScheduledBackups;
  readonly configuration: OrdersConfiguration;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface OrderJobs {
  readonly jobs: Jobs;
  /** Enqueues the notification of an owner in the given transaction. */
  readonly notifyOwner: Announce;
  readonly mailBuyers: MailBuyers;
}

/** Whether buyers get mail. Without a server and a mailbox, every order would only fill the log. */
function hasMail({ configuration, mailbox }: OrderJobsDependencies): boolean {
  const { orders, url } = configuration.mail;
  return orders && (url !== null || mailbox != null);
}

/** The background jobs of the system, stored in the database of orders. */
export function orderJobs(dependencies: OrderJobsDependencies): OrderJobs {
  const { registry, users, configuration } = dependencies;
  const mailer = openMailer({ ...dependencies, server: mailServerOf(configuration.mail) });
  const notifyOwnerJobs = notifyOwnerQueue({ ...dependencies, mailer });
  const { order: orderPage } = configuration.mail.links;
  const orderMailJobs = sendOrderMailQueue({ ...dependencies, mailer, orderPage });
  const nightly = [
    verifyShop(dependencies),
    rotateSigningKeys(users),
    expireKeysJob(dependencies),
    expireWebhooksJob(dependencies),
    expireBulkActionsJob(dependencies),
    expireSessionsJob(users),
    finishErasuresJob(dependencies),
    eraseOldOrdersJob(dependencies),
    expireErasuresJob(dependencies),
    expireMovementsJob(dependencies),
    forecastDemandJob(dependencies),
  ];
  const backups = dependencies.backups === undefined ? [] : [backUpJob(dependencies.backups)];
  const jobs = new Jobs({
    ...dependencies,
    queues: [
      ...nightly,
      ...backups,
      notifyOwnerJobs,
      orderMailJobs,
      sendAccountMailQueue({ users }),
    ],
  });
  verifyMetrics(registry, jobs.rows);
  return {
    jobs,
    notifyOwner: (disabled, within) => jobs.send(notifyOwnerJobs, disabled, { within }),
    async mailBuyers(events, within) {
      if (!hasMail(dependencies)) return;
      const mailed = events.filter(({ type }) => mailKindOf(type) !== null);
      const about = mailed.map(({ orderId, version }) => ({ orderId, version }));
      await jobs.sendAll(orderMailJobs, about, { within });
    },
  };
}
