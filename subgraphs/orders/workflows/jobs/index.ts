import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ScheduledBackups } from '../../../../config/process/open-backups';
import { mailServerOf } from '../../../../config/schema/mail';
import type { Notifications } from '../../../../platform/database/notifications';
import type { Database } from '../../../../platform/database/pool';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { Jobs } from '../../../../platform/jobs/jobs';
import type { Queue } from '../../../../platform/jobs/queue';
import type { Mailbox } from '../../../../platform/mail/mailbox';
import { openMailer } from '../../../../platform/mail/mailer';
import type { Ledger } from '../../../../verify/ledger';
import { mailKindOf } from '../../domain/order-mail';
import type { OrdersStore } from '../../store';
import type { Announce } from '../../store/webhook-disabling';
import type { MailBuyers } from '../events';
import { backUpJob } from './back-up';
import {
  type CleanupDependencies,
  eraseOldOrdersJob,
  expireBulkActionsJob,
  expireErasuresJob,
  expireKeysJob,
  expireMovementsJob,
  expireSessionsJob,
  expireWebhooksJob,
} from './cleanups';
import { type FinishErasuresDependencies, finishErasuresJob } from './finish-erasures';
import { type ForecastDemandDependencies, forecastDemandJob } from './forecast-demand';
import { type NotifyOwnerDependencies, notifyOwnerQueue } from './notify-webhook-owner';
import { rotateSigningKeys } from './rotate-signing-keys';
import { type SendOrderMailDependencies, sendOrderMailQueue } from './send-order-mail';
import { verifyMetrics, verifyShop } from './verify-shop';

export { newestJobFirst, type ShopJobs, shopJobs } from './shop-jobs';

/** What a database needs for the jobs about its own rows. */
export interface DatabaseJobsDependencies extends CleanupDependencies {
  readonly store: CleanupDependencies['store'] & FinishErasuresDependencies['store'];
  /** All databases: a mail is about an order that may have moved since the job was stored. */
  readonly shop: NotifyOwnerDependencies['store'] & SendOrderMailDependencies['store'];
  /** The bulk actions with orders of this database, if another one has them. */
  readonly bulkTextsElsewhere?: FinishErasuresDependencies['bulkTextsElsewhere'];
  readonly database: Database;
  readonly notifications: Notifications;
  readonly mailbox?: Mailbox | null;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** The home database has the jobs of the whole shop besides. */
export interface OrderJobsDependencies extends DatabaseJobsDependencies {
  readonly store: DatabaseJobsDependencies['store'] & Pick<OrdersStore, 'bulkActions'>;
  readonly shop: DatabaseJobsDependencies['shop'] & ForecastDemandDependencies['store'];
  readonly orders: ServiceCall;
  /** Absent in tests. */
  readonly ledger?: Ledger;
  /** Absent where nothing is backed up, as in tests. */
  readonly backups?: ScheduledBackups;
}

export interface OrderJobs {
  readonly jobs: Jobs;
  /** Enqueues the notification of an owner in the given transaction. */
  readonly notifyOwner: Announce;
  readonly mailBuyers: MailBuyers;
}

/** Whether buyers get mail. Without a server and a mailbox, every order would only fill the log. */
function hasMail({ configuration, mailbox }: DatabaseJobsDependencies): boolean {
  const { orders, url } = configuration.mail;
  return orders && (url !== null || mailbox != null);
}

/** The background jobs of the system, stored in the home database of orders. */
export function orderJobs(dependencies: OrderJobsDependencies): OrderJobs {
  const { backups, registry, shop, users } = dependencies;
  const made = databaseJobs(dependencies, [
    verifyShop(dependencies),
    rotateSigningKeys(users),
    expireBulkActionsJob(dependencies.store),
    expireSessionsJob(users),
    expireMovementsJob(dependencies),
    forecastDemandJob({ store: shop, configuration: dependencies.configuration }),
    ...(backups === undefined ? [] : [backUpJob(backups)]),
  ]);
  verifyMetrics(registry, made.jobs.rows, dependencies.logger);
  return made;
}

/**
 * The jobs about the orders of one database: a job is stored in the transaction of what it is about,
 * and the database that is down misses only its own.
 */
export function databaseJobs(
  dependencies: DatabaseJobsDependencies,
  ofShop: readonly Queue[] = [],
): OrderJobs {
  const { configuration, shop: store } = dependencies;
  const mailer = openMailer({ ...dependencies, server: mailServerOf(configuration.mail) });
  const notifyOwnerJobs = notifyOwnerQueue({ ...dependencies, store, mailer });
  const { order: orderPage } = configuration.mail.links;
  const orderMailJobs = sendOrderMailQueue({ ...dependencies, store, mailer, orderPage });
  const nightly = [
    expireKeysJob(dependencies),
    expireWebhooksJob(dependencies),
    finishErasuresJob(dependencies),
    eraseOldOrdersJob(dependencies),
    expireErasuresJob(dependencies),
  ];
  const jobs = new Jobs({
    ...dependencies,
    queues: [...ofShop, ...nightly, notifyOwnerJobs, orderMailJobs],
  });
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
