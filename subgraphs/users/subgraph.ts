import 'reflect-metadata';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type FeatureFlags, fixedFeatureFlags } from '../../config/feature-flags';
import type { Configuration } from '../../config/schema';
import { dataKeySettings } from '../../config/schema/encryption';
import { mailServerOf } from '../../config/schema/mail';
import { type HeadFiles, headFiles } from '../../platform/audit/head-files';
import { auditKeys } from '../../platform/audit/keys';
import { apiKeyHashing, keyEnvironmentIn } from '../../platform/auth/api-key';
import { createDeviceTokens } from '../../platform/auth/device-token';
import { type KeyRequestLog, keyRequestLog } from '../../platform/auth/key-requests';
import { createPasswords } from '../../platform/auth/password';
import { refreshSuccessors } from '../../platform/auth/refresh-successor';
import type { Database } from '../../platform/database/pool';
import { resealLoop } from '../../platform/encryption/reseal-loop';
import { createExecutor } from '../../platform/graphql/execute';
import { internalSchema } from '../../platform/graphql/internal-schema';
import { lateExecutor } from '../../platform/graphql/late-executor';
import type { FieldRateLimits } from '../../platform/graphql/rate-limit';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import { jobMetrics } from '../../platform/jobs/metrics';
import type { Mailbox } from '../../platform/mail/mailbox';
import { openMailer } from '../../platform/mail/mailer';
import type { Redis } from '../../platform/redis/redis';
import { type UsersDependencies, usersContext } from './context';
import * as internalOperations from './internal';
import { internalRules } from './internal/callers';
import { usersMetrics } from './metrics';
import { type UsersStore, usersStore } from './store';
import { auditChainCheck } from './workflows/audit-chain';
import { AuditHeads } from './workflows/audit-heads';
import { createExportLimits } from './workflows/export-limits';
import { ordersCalls } from './workflows/orders';
import { PrepareDataExports } from './workflows/prepare-data-exports';
import { secondFactorCodes } from './workflows/second-factor-codes';
import { SendMails } from './workflows/send-mails';
import { createSessions } from './workflows/sessions';
import { createSignInLimits } from './workflows/sign-in-limits';
import { createSigningKeys } from './workflows/signing-keys';

export interface UsersOptions {
  /** The feature flags; if absent, every flag has its default value. */
  readonly flags?: FeatureFlags;
  readonly database: Database;
  /** The rate limits of `register` and `requestPasswordReset`. */
  readonly rateLimits: FieldRateLimits;
  /** Shares the counters of failed sign-ins between processes; without it they are in memory. */
  readonly redis: Redis | null;
  /** Where the gateway of this process records requests, if there is no Redis between them. */
  readonly keyRequests?: KeyRequestLog;
  /** Shows mails to developers, until their account is erased. */
  readonly mailbox?: Mailbox | null;
  /** The published heads that the audit log is compared with; if absent, the data folder's. */
  readonly auditHeads?: Pick<HeadFiles, 'all'>;
  /** The internal schema of orders, which also stores personal data. */
  readonly orders: ServiceCall;
  readonly configuration: Pick<
    Configuration,
    'environment' | 'auth' | 'dataFolder' | 'encryption' | 'limits' | 'mail'
  >;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** The audit log's keys, and the files of its published heads. */
function auditPublication({ auth, dataFolder }: UsersOptions['configuration']) {
  return {
    keys: auditKeys(auth.keySecret, auth.formerKeySecrets),
    heads: headFiles(dataFolder),
  };
}

type AuditPublication = ReturnType<typeof auditPublication>;

interface ComposedDependencies extends UsersDependencies {
  readonly dataExports: PrepareDataExports;
  readonly mails: SendMails;
}

function sendMails(options: UsersOptions, store: UsersStore): SendMails {
  const { configuration, logger, registry } = options;
  const { deadlineMs, links } = configuration.mail;
  return new SendMails({
    store,
    mailer: openMailer({ ...options, server: mailServerOf(configuration.mail) }),
    deadlineMs,
    links,
    metrics: jobMetrics(registry),
    logger,
  });
}

function usersDependencies(options: UsersOptions, audit: AuditPublication): ComposedDependencies {
  const { configuration, logger, redis, registry } = options;
  const { auth, encryption, environment, limits } = configuration;
  const data = dataKeySettings(encryption, 'users');
  const store = usersStore(options.database, { audit: audit.keys, data });
  const orders = ordersCalls(options.orders, logger);
  const passwords = createPasswords(auth.passwordCost, auth.hashingThreads);
  const devices = createDeviceTokens([auth.keySecret, ...auth.formerKeySecrets]);
  const signingKeys = createSigningKeys({
    store: store.signingKeys,
    secret: auth.keySecret,
    accessTokenMinutes: auth.accessTokenMinutes,
    maxDays: auth.signingKeyDays,
    logger,
  });
  return {
    store,
    auditKeys: audit.keys,
    auditChain: auditChainCheck({
      store: store.auditChain,
      keys: audit.keys,
      heads: options.auditHeads ?? audit.heads,
    }),
    orders,
    dataExports: new PrepareDataExports({ store, orders, keySecret: auth.keySecret, logger }),
    mails: sendMails(options, store),
    passwords,
    signingKeys,
    sessions: createSessions({
      store,
      signingKeys,
      terms: auth,
      refreshSuccessor: refreshSuccessors(auth.keySecret),
      devices,
    }),
    signInLimits: createSignInLimits({
      redis,
      failuresPerMinute: () => limits.rate.signInFailuresPerMinute,
      devices,
      logger,
    }),
    secondFactorCodes: secondFactorCodes(auth),
    staffSecondFactor: auth.staffSecondFactor,
    recentSignInMinutes: auth.recentSignInMinutes,
    expiredSessionDays: auth.expiredSessionDays,
    exportLimits: createExportLimits({ redis, logger }),
    logger,
    keyRequests: options.keyRequests ?? keyRequestLog(redis, logger),
    mailbox: options.mailbox ?? null,
    apiKeyPerMinute: () => limits.rate.apiKeyPerMinute,
    keyEnvironment: keyEnvironmentIn(environment),
    apiKeyHash: apiKeyHashing(auth.keySecret),
    metrics: usersMetrics(registry, () => passwords.waiting),
    flags: options.flags ?? fixedFeatureFlags(),
    tokensOnRequest: environment !== 'production',
  };
}

const schemaOfCalls = internalSchema(internalOperations, internalRules);

export function usersSubgraph(options: UsersOptions): Subgraph {
  const { logger, rateLimits } = options;
  const audit = auditPublication(options.configuration);
  const dependencies = usersDependencies(options, audit);
  const { dataExports, mails, metrics, store } = dependencies;
  const auditHeads = new AuditHeads({
    store: store.auditChain,
    keys: audit.keys,
    files: audit.heads,
    logger,
    metrics,
  });
  const resealing = resealLoop({ store, logger });
  const createContext = (scope: RequestScope) => usersContext(scope, dependencies);
  const executing = { createContext, logger, registry: options.registry };
  const api = lateExecutor(async () => {
    const { publicSchema } = await import('./public-schema.js');
    return createExecutor({
      schema: publicSchema(rateLimits),
      name: 'users',
      answerLimits: options.configuration.limits.operation,
      ...executing,
    });
  });
  return {
    name: 'users',
    execute: api.execute,
    internal: createExecutor({ schema: schemaOfCalls(), name: 'users-internal', ...executing }),
    loadApi: api.create,
    warmUp: store.warmUp,
    startWork: () => {
      auditHeads.start();
      dataExports.start();
      mails.start();
      resealing.start();
    },
    stop: async () => {
      await Promise.all([dataExports.stop(), mails.stop(), resealing.stop()]);
      await auditHeads.stop();
      await store.close();
    },
  };
}
