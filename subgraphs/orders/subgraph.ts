import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type FeatureFlags, fixedFeatureFlags } from '../../config/feature-flags';
import type { ScheduledBackups } from '../../config/process/open-backups';
import { dataKeySettings } from '../../config/schema/encryption';
import { guardedProvider } from '../../payments/guarded-provider';
import type { PaymentProvider } from '../../payments/provider';
import { currentRights } from '../../platform/auth/current-rights';
import { directConnectionOf } from '../../platform/database/direct-connection';
import { openNotifications } from '../../platform/database/notifications';
import type { Database } from '../../platform/database/pool';
import { redisBus } from '../../platform/events/bus';
import { notifyBus } from '../../platform/events/notify-bus';
import { createExecutor } from '../../platform/graphql/execute';
import { guardedCall } from '../../platform/graphql/guarded-call';
import { internalSchema } from '../../platform/graphql/internal-schema';
import { lateExecutor } from '../../platform/graphql/late-executor';
import type { FieldRateLimits } from '../../platform/graphql/rate-limit';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import type { Mailbox } from '../../platform/mail/mailbox';
import type { Redis } from '../../platform/redis/redis';
import type { Ledger } from '../../verify/ledger';
import { ordersContext } from './context';
import { shards as shardCount } from './domain/shard';
import { assertSoundStates } from './domain/state-table';
import * as internalOperations from './internal';
import { internalRules } from './internal/callers';
import { measureOpenWork, measureOutboxes, measureStoppedShards, ordersMetrics } from './metrics';
import { ordersStore, type ShardRange, spreadOrdersStore } from './store';
import { orderWorkflows } from './workflows';
import {
  type DatabaseWorkDependencies,
  databaseWork,
  inEveryDatabase,
} from './workflows/database-work';
import type { OrdersConfiguration } from './workflows/dependencies';
import { inventoryCalls } from './workflows/inventory';
import { databaseJobs, type OrderJobs, orderJobs, shopJobs } from './workflows/jobs';
import { disputeReporter } from './workflows/report-dispute';
import { RunBulkActions } from './workflows/run-bulk-actions';

/** A database of orders and the shards that it has. */
export interface OrdersDatabasePool {
  /** The name in logs and metrics: `orders`, `orders-2`. */
  readonly name: string;
  readonly ranges: readonly ShardRange[];
  readonly database: Database;
}

export interface OrdersOptions {
  /** The feature flags; if absent, every flag has its default value. */
  readonly flags?: FeatureFlags;
  /** The home database, or the only one. */
  readonly database: Database;
  /** All databases of orders, the home first; absent if there is one. */
  readonly shards?: readonly OrdersDatabasePool[];
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

/** The databases of orders; without shards, one that has all of them. */
const databasesOf = ({ database, shards }: OrdersOptions): readonly OrdersDatabasePool[] =>
  shards ?? [{ name: 'orders', ranges: [{ from: 0, to: shardCount - 1 }], database }];

/** A database with its store and its connection for notifications. */
const openDatabase = (
  { name, ranges, database }: OrdersDatabasePool,
  { configuration, logger, registry }: OrdersOptions,
) => ({
  name,
  ranges,
  database,
  store: ordersStore(database, dataKeySettings(configuration.encryption, 'orders')),
  notifications: openNotifications({
    connection: directConnectionOf(database),
    name: `${name}-notifications`,
    logger,
    registry,
  }),
});

type OpenDatabase = ReturnType<typeof openDatabase>;

/** The home first. */
function openDatabases(options: OrdersOptions): readonly [OpenDatabase, ...OpenDatabase[]] {
  const [home, ...others] = databasesOf(options);
  if (home === undefined) throw new Error('Orders need a database.');
  return [openDatabase(home, options), ...others.map((other) => openDatabase(other, options))];
}

/** What operations and background work share. */
function coreOf(options: OrdersOptions) {
  const { configuration, database, logger, paymentCallbackUrl, registry, users } = options;
  const { flags = fixedFeatureFlags(), redis = null } = options;
  const { resilience: settings } = configuration;
  const payments = guardedProvider(options.payments, registry, settings);
  const databases = openDatabases(options);
  const store = spreadOrdersStore(databases, logger);
  const guarded = guardedCall(options.inventory, { name: 'inventory', registry, settings });
  const inventory = inventoryCalls(guarded);
  const metrics = ordersMetrics(registry);
  const bus = redis ? redisBus(redis, logger) : notifyBus(database, logger);
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
    databases,
    bus,
  });
  return { bus, databases, flags, inventory, metrics, payments, store, workflows };
}

type Core = ReturnType<typeof coreOf>;

/** The schemas of orders, which background work calls too. */
interface OwnSchemas {
  readonly internal: ServiceCall;
  readonly public: ServiceCall;
}

type DatabaseWithJobs = OpenDatabase &
  OrderJobs &
  Pick<DatabaseWorkDependencies, 'bulkTextsElsewhere'>;

/** Each database with its jobs, the home first. */
function withJobs(
  options: OrdersOptions,
  { databases: [home, ...others], store: shop }: Core,
  orders: ServiceCall,
): readonly [DatabaseWithJobs, ...DatabaseWithJobs[]] {
  return [
    { ...home, ...orderJobs({ ...options, ...home, shop, orders }) },
    ...others.map((other) => {
      const own = { ...other, bulkTextsElsewhere: { home: home.store } };
      return { ...own, ...databaseJobs({ ...options, ...own, shop }) };
    }),
  ];
}

/** The background work, in the order in which it starts. */
function workOf(options: OrdersOptions, core: Core, orders: OwnSchemas) {
  const { logger, redis = null, registry } = options;
  const { bus, metrics, store, workflows } = core;
  const databases = withJobs(options, core, orders.internal);
  const [home, ...others] = databases;
  const works = databases.map((one) => databaseWork({ ...options, ...one, bus, redis, metrics }));
  // Bulk actions are in the home database.
  const { store: ofHome, notifications } = home;
  const bulkActions = new RunBulkActions({
    store: ofHome,
    notifications,
    logger,
    orders: orders.public,
  });
  const start = () => {
    measureOpenWork(registry, store.openWork.summary, logger);
    measureStoppedShards(registry, databases, logger);
    measureOutboxes(registry, databases, logger);
    workflows.startWork();
    for (const work of works) work.start();
    bulkActions.start();
  };
  const stop = async () => {
    // They enqueue jobs.
    await Promise.all([...works.map((work) => work.stopRelay()), bulkActions.stop()]);
    await Promise.all([workflows.stop(), ...works.map((work) => work.stop())]);
    await bus.close();
    await store.close();
  };
  return {
    erasure: inEveryDatabase(works.map(({ erasure }) => erasure)),
    lockedOwners: inEveryDatabase(works.map(({ lockedOwners }) => lockedOwners)),
    jobs: shopJobs([home.jobs, ...others.map(({ jobs }) => jobs)], logger),
    start,
    stop,
  };
}

const schemaOfCalls = internalSchema(internalOperations, internalRules);

export function ordersSubgraph(options: OrdersOptions): Subgraph {
  assertSoundStates();
  const { configuration, logger, rateLimits, registry, users } = options;
  const core = coreOf(options);
  const work = workOf(options, core, {
    internal: (...call) => serviceCall(executeInternal, 'orders')(...call),
    public: (...call) => serviceCall(api.execute)(...call),
  });
  const { flags, inventory, metrics, payments, store, workflows } = core;
  const { erasure, jobs, lockedOwners } = work;
  const dependencies = {
    store,
    workflows,
    inventory,
    payments,
    erasure,
    lockedOwners,
    users,
    rights: currentRights(users, logger),
    jobs,
    configuration,
    flags,
  };
  const createContext = (scope: RequestScope) => ordersContext(scope, dependencies);
  const reportDispute = disputeReporter(metrics, logger);
  const executeInternal = createExecutor({
    schema: schemaOfCalls(),
    createContext: (scope) => ({ ...createContext(scope), payments, reportDispute }),
    logger,
    name: 'orders-internal',
    registry,
  });
  const api = lateExecutor(async () => {
    const { publicSchema } = await import('./public-schema.js');
    return createExecutor({
      schema: publicSchema(rateLimits),
      createContext,
      logger,
      name: 'orders',
      registry,
      answerLimits: configuration.limits.operation,
    });
  });
  return {
    name: 'orders',
    execute: api.execute,
    internal: executeInternal,
    loadApi: api.create,
    warmUp: store.warmUp,
    startWork: work.start,
    stop: work.stop,
  };
}
