import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type FeatureFlags, fixedFeatureFlags } from '../../config/feature-flags';
import type { ScheduledBackups } from '../../config/process/open-backups';
import { dataKeySettings } from '../../config/schema/encryption';
import { guardedProvider } from '../../payments/guarded-provider';
import type { PaymentProvider } from '../../payments/provider';
import { AuditRelay } from '../../platform/audit/relay';
import { currentRights } from '../../platform/auth/current-rights';
import { openNotifications } from '../../platform/database/notifications';
import type { Database } from '../../platform/database/pool';
import { resealLoop } from '../../platform/encryption/reseal-loop';
import { redisBus } from '../../platform/events/bus';
import { notifyBus } from '../../platform/events/notify-bus';
import { createExecutor } from '../../platform/graphql/execute';
import { federatedSchema, internalSchema } from '../../platform/graphql/federated-schema';
import { guardedCall } from '../../platform/graphql/guarded-call';
import type { FieldRateLimits } from '../../platform/graphql/rate-limit';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import type { Mailbox } from '../../platform/mail/mailbox';
import type { Ledger } from '../../verify/ledger';
import { ordersContext } from './context';
import { assertSoundStates } from './domain/state-table';
import { internalOperations, internalRules } from './internal';
import { measureOpenWork, ordersMetrics } from './metrics';
import { operations } from './operations';
import { references } from './references';
import { rules } from './rules';
import { ordersStore } from './store';
import { orderWorkflows } from './workflows';
import { disableLockedOwners, eraseCustomers, queueAccountMails } from './workflows/accounts';
import type { OrdersConfiguration } from './workflows/dependencies';
import { EventDelivery } from './workflows/events';
import { inventoryCalls } from './workflows/inventory';
import { orderJobs } from './workflows/jobs';
import { recountStats } from './workflows/recount-stats';
import { RunBulkActions } from './workflows/run-bulk-actions';

export interface OrdersOptions {
  /** The feature flags; if absent, every flag has its default value. */
  readonly flags?: FeatureFlags;
  readonly database: Database;
  /**
   * The connection to Redis; if absent, there is no event stream, and processes notify each other
   * by NOTIFY.
   */
  readonly redis?: Redis | null;
  /** Shows mails to a developer; null or left out outside development. */
  readonly mailbox?: Mailbox | null;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  readonly payments: PaymentProvider;
  /** URL for callbacks of the provider; without it, open payments are polled. */
  readonly paymentCallbackUrl?: string;
  /** The provider's ledger; without it, as in tests, the nightly comparison fails. */
  readonly ledger?: Ledger;
  /** Backups of all databases; absent where nothing is backed up, as in tests. */
  readonly backups?: ScheduledBackups;
  readonly rateLimits: FieldRateLimits;
  readonly configuration: OrdersConfiguration;
  readonly logger: Logger;
  readonly registry: Registry;
}

const ordersNotifications = ({ database, logger, registry }: OrdersOptions) =>
  openNotifications({
    connection: database.options,
    name: 'orders-notifications',
    logger,
    registry,
  });

export function ordersSubgraph(options: OrdersOptions): Subgraph {
  assertSoundStates();
  const { database, paymentCallbackUrl, rateLimits, configuration, logger } = options;
  const { redis = null, users, flags = fixedFeatureFlags() } = options;
  const payments = guardedProvider(options.payments, options.registry);
  const store = ordersStore(database, dataKeySettings(configuration.encryption, 'orders'));
  const resealing = resealLoop({ store, logger });
  const inventory = inventoryCalls(guardedCall(options.inventory, 'inventory', options.registry));
  const metrics = ordersMetrics(options.registry);
  const notifications = ordersNotifications(options);
  const workflows = orderWorkflows({
    ...{ store, inventory, users, payments, paymentCallbackUrl, configuration },
    ...{ flags, metrics, logger, notifications },
  });
  const bus = redis ? redisBus(redis, logger) : notifyBus(database, logger);
  const erasure = eraseCustomers({ store, users, logger });
  const lockedOwners = disableLockedOwners({ store, users, logger });
  const auditRelay = new AuditRelay({ outbox: store.auditOutbox, log: users, logger });
  store.workSignal.on('audit', auditRelay.schedule);
  const { jobs, notifyOwner, sendAccountMail, mailBuyers } = orderJobs({
    ...options,
    ...{ store, notifications },
    orders: (...call) => serviceCall(executeInternal, 'orders')(...call),
  });
  const statsRecount = recountStats({ store, logger });
  const bulkActions = new RunBulkActions({
    ...{ store, notifications, logger },
    orders: (...call) => serviceCall(execute)(...call),
  });
  const accountMails = queueAccountMails({ users, enqueue: sendAccountMail, logger });
  const eventDelivery = new EventDelivery({
    ...options,
    ...{ store, bus, redis, notifyOwner, mailBuyers, metrics },
  });
  const dependencies = {
    ...{ store, workflows, inventory, erasure, lockedOwners, accountMails },
    ...{ users, rights: currentRights(users, logger), jobs, configuration, flags },
  };
  const createContext = (scope: RequestScope) => ordersContext(scope, dependencies);
  const schema = federatedSchema({ resolvers: operations, references, rules, rateLimits });
  const executeInternal = createExecutor({
    schema: internalSchema(internalOperations, internalRules),
    createContext: (scope) => ({ ...createContext(scope), payments }),
    logger,
    name: 'orders-internal',
    registry: options.registry,
  });
  const execute = createExecutor({
    ...{ schema, createContext, logger, name: 'orders', registry: options.registry },
    answerLimits: configuration.limits.operation,
  });
  return {
    name: 'orders',
    execute,
    internal: executeInternal,
    warmUp: store.warmUp,
    startWork: () => {
      measureOpenWork(options.registry, store.openWork.summary, logger);
      workflows.startWork();
      jobs.startWork();
      eventDelivery.start();
      erasure.start();
      lockedOwners.start();
      accountMails.start();
      statsRecount.start();
      bulkActions.start();
      resealing.start();
      auditRelay.start();
    },
    stop: async () => {
      // They enqueue jobs.
      await Promise.all([accountMails.stop(), eventDelivery.relay.stop(), bulkActions.stop()]);
      await Promise.all([workflows.stop(), jobs.stop()]);
      await notifications.close();
      await eventDelivery.stop();
      await Promise.all([erasure.stop(), lockedOwners.stop(), auditRelay.stop()]);
      await Promise.all([statsRecount.stop(), resealing.stop()]);
      await store.close();
    },
  };
}
