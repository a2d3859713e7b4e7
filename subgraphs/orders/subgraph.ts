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
import type { Redis } from '../../platform/redis/redis';
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
import { disableLockedOwners, eraseCustomers } from './workflows/accounts';
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

/** What operations and background work share. */
function coreOf(options: OrdersOptions) {
  const { configuration, database, logger, paymentCallbackUrl, registry, users } = options;
  const { flags = fixedFeatureFlags() } = options;
  const payments = guardedProvider(options.payments, registry);
  const store = ordersStore(database, dataKeySettings(configuration.encryption, 'orders'));
  const inventory = inventoryCalls(guardedCall(options.inventory, 'inventory', registry));
  const metrics = ordersMetrics(registry);
  const notifications = ordersNotifications(options);
  const workflows = orderWorkflows({
    store,
    inventory,
    users,
    payments,
    paymentCallbackUrl,
    configuration,
    flags,
    metrics,
    logger,
    notifications,
  });
  return { flags, inventory, metrics, notifications, payments, store, workflows };
}

type Core = ReturnType<typeof coreOf>;

/** The schemas of orders, which background work calls too. */
interface OwnSchemas {
  readonly internal: ServiceCall;
  readonly public: ServiceCall;
}

/** The background work, in the order in which it starts. */
function workOf(options: OrdersOptions, core: Core, orders: OwnSchemas) {
  const { database, logger, redis = null, registry, users } = options;
  const { metrics, notifications, store, workflows } = core;
  const { jobs, notifyOwner, mailBuyers } = orderJobs({
    ...options,
    store,
    notifications,
    orders: orders.internal,
  });
  const eventDelivery = new EventDelivery({
    ...options,
    store,
    bus: redis ? redisBus(redis, logger) : notifyBus(database, logger),
    redis,
    notifyOwner,
    mailBuyers,
    metrics,
  });
  const erasure = eraseCustomers({ store, users, logger });
  const lockedOwners = disableLockedOwners({ store, users, logger });
  const statsRecount = recountStats({ store, logger });
  const bulkActions = new RunBulkActions({ store, notifications, logger, orders: orders.public });
  const resealing = resealLoop({ store, logger });
  const auditRelay = new AuditRelay({ outbox: store.auditOutbox, log: users, logger });
  store.workSignal.on('audit', auditRelay.schedule);
  const loops = [erasure, lockedOwners, statsRecount, bulkActions, resealing, auditRelay];
  const start = () => {
    measureOpenWork(registry, store.openWork.summary, logger);
    workflows.startWork();
    jobs.startWork();
    eventDelivery.start();
    for (const loop of loops) loop.start();
  };
  const stop = async () => {
    // They enqueue jobs.
    await Promise.all([eventDelivery.relay.stop(), bulkActions.stop()]);
    await Promise.all([workflows.stop(), jobs.stop()]);
    await notifications.close();
    await eventDelivery.stop();
    await Promise.all([erasure.stop(), lockedOwners.stop(), auditRelay.stop()]);
    await Promise.all([statsRecount.stop(), resealing.stop()]);
    await store.close();
  };
  return { erasure, jobs, lockedOwners, start, stop };
}

export function ordersSubgraph(options: OrdersOptions): Subgraph {
  assertSoundStates();
  const { configuration, logger, rateLimits, registry, users } = options;
  const core = coreOf(options);
  const work = workOf(options, core, {
    internal: (...call) => serviceCall(executeInternal, 'orders')(...call),
    public: (...call) => serviceCall(execute)(...call),
  });
  const { flags, inventory, payments, store, workflows } = core;
  const { erasure, jobs, lockedOwners } = work;
  const dependencies = {
    store,
    workflows,
    inventory,
    erasure,
    lockedOwners,
    users,
    rights: currentRights(users, logger),
    jobs,
    configuration,
    flags,
  };
  const createContext = (scope: RequestScope) => ordersContext(scope, dependencies);
  const executeInternal = createExecutor({
    schema: internalSchema(internalOperations, internalRules),
    createContext: (scope) => ({ ...createContext(scope), payments }),
    logger,
    name: 'orders-internal',
    registry,
  });
  const execute = createExecutor({
    schema: federatedSchema({ resolvers: operations, references, rules, rateLimits }),
    createContext,
    logger,
    name: 'orders',
    registry,
    answerLimits: configuration.limits.operation,
  });
  return {
    name: 'orders',
    execute,
    internal: executeInternal,
    warmUp: store.warmUp,
    startWork: work.start,
    stop: work.stop,
  };
}
