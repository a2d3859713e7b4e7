import 'reflect-metadata';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type FeatureFlags, fixedFeatureFlags } from '../../config/feature-flags';
import type { Configuration } from '../../config/schema';
import { dataKeySettings } from '../../config/schema/encryption';
import { headFiles } from '../../platform/audit/head-files';
import { auditKeys } from '../../platform/audit/keys';
import { apiKeyHashing, keyEnvironmentIn } from '../../platform/auth/api-key';
import { createDeviceTokens } from '../../platform/auth/device-token';
import { type KeyRequestLog, keyRequestLog } from '../../platform/auth/key-requests';
import { createPasswords } from '../../platform/auth/password';
import { refreshSuccessors } from '../../platform/auth/refresh-successor';
import type { Database } from '../../platform/database/pool';
import { ResealLoop } from '../../platform/encryption/reseal-loop';
import { createExecutor } from '../../platform/graphql/execute';
import { federatedSchema, internalSchema } from '../../platform/graphql/federated-schema';
import type { FieldRateLimits } from '../../platform/graphql/rate-limit';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import type { Mailbox } from '../../platform/mail/mailbox';
import { type UsersDependencies, usersContext } from './context';
import { internalOperations, internalRules } from './internal';
import { usersMetrics } from './metrics';
import { ApiKeyFields, ApiKeysOperation } from './operations/api-keys';
import { AssignRolesOperation } from './operations/assign-roles';
import { AuditLogOperation } from './operations/audit-log';
import { ChangePasswordOperation } from './operations/change-password';
import { ConfirmSecondFactorOperation } from './operations/confirm-second-factor';
import { ConfirmTotpOperation } from './operations/confirm-totp';
import { CreateApiKeyOperation } from './operations/create-api-key';
import { DataExportsOperation } from './operations/data-exports';
import { DeleteAddressOperation } from './operations/delete-address';
import { DeleteViewOperation } from './operations/delete-view';
import { EndSessionsOperation } from './operations/end-sessions';
import { EnrolTotpOperation } from './operations/enrol-totp';
import { EraseAccountOperation } from './operations/erase-account';
import { ExportMyDataOperation } from './operations/export-my-data';
import { FeatureFlagsOperation } from './operations/feature-flags';
import { LockAccountOperation } from './operations/lock-account';
import { LoginOperation } from './operations/login';
import { LogoutOperation } from './operations/logout';
import { LogoutEverywhereOperation } from './operations/logout-everywhere';
import { MeOperation } from './operations/me';
import { RefreshSessionOperation } from './operations/refresh-session';
import { RegisterOperation } from './operations/register';
import { RemoveSecondFactorOperation } from './operations/remove-second-factor';
import { RequestDataExportOperation } from './operations/request-data-export';
import { RequestEmailVerificationOperation } from './operations/request-email-verification';
import { RequestPasswordResetOperation } from './operations/request-password-reset';
import { ResetFeatureFlagOperation } from './operations/reset-feature-flag';
import { ResetPasswordOperation } from './operations/reset-password';
import { ResetSecondFactorOperation } from './operations/reset-second-factor';
import { RevokeApiKeyOperation } from './operations/revoke-api-key';
import { RotateApiKeyOperation } from './operations/rotate-api-key';
import { SaveAddressOperation } from './operations/save-address';
import { SaveViewOperation } from './operations/save-view';
import { SavedViewsOperation } from './operations/saved-views';
import { SetFeatureFlagOperation } from './operations/set-feature-flag';
import { UnlockAccountOperation } from './operations/unlock-account';
import { UpdateProfileOperation } from './operations/update-profile';
import { UserFields, UserOperation } from './operations/user';
import { UsersOperation } from './operations/users';
import { VerifyEmailOperation } from './operations/verify-email';
import { references } from './references';
import { rules } from './rules';
import { usersStore } from './store';
import { auditChainCheck } from './workflows/audit-chain';
import { AuditHeads } from './workflows/audit-heads';
import { createExportLimits } from './workflows/export-limits';
import { ordersCalls } from './workflows/orders';
import { PrepareDataExports } from './workflows/prepare-data-exports';
import { secondFactorCodes } from './workflows/second-factor-codes';
import { createSessions } from './workflows/sessions';
import { createSignInLimits } from './workflows/sign-in-limits';
import { createSigningKeys } from './workflows/signing-keys';

/** The public operations of users. */
export const operations = [
  ApiKeyFields,
  ApiKeysOperation,
  AssignRolesOperation,
  AuditLogOperation,
  ChangePasswordOperation,
  ConfirmSecondFactorOperation,
  ConfirmTotpOperation,
  CreateApiKeyOperation,
  DataExportsOperation,
  DeleteAddressOperation,
  EndSessionsOperation,
  EnrolTotpOperation,
  EraseAccountOperation,
  ExportMyDataOperation,
  FeatureFlagsOperation,
  LockAccountOperation,
  LoginOperation,
  LogoutEverywhereOperation,
  LogoutOperation,
  MeOperation,
  RefreshSessionOperation,
  RegisterOperation,
  RemoveSecondFactorOperation,
  RequestDataExportOperation,
  RequestEmailVerificationOperation,
  RequestPasswordResetOperation,
  ResetPasswordOperation,
  ResetSecondFactorOperation,
  RevokeApiKeyOperation,
  RotateApiKeyOperation,
  SaveAddressOperation,
  DeleteViewOperation,
  ResetFeatureFlagOperation,
  SavedViewsOperation,
  SaveViewOperation,
  SetFeatureFlagOperation,
  UnlockAccountOperation,
  UpdateProfileOperation,
  UserFields,
  UserOperation,
  UsersOperation,
  VerifyEmailOperation,
];

export interface UsersOptions {
  /** If omitted, every flag has its default value. */
  readonly flags?: FeatureFlags;
  readonly database: Database;
  /** With the limits of `register` and `requestPasswordReset`. */
  readonly rateLimits: FieldRateLimits;
  /** Shares the counters of failed sign-ins between processes; without it they are in memory. */
  readonly redis: Redis | null;
  /** Where the gateway of this process records requests, if there is no Redis between them. */
  readonly keyRequests?: KeyRequestLog;
  /** Shows mails to developers, until their account is erased. */
  readonly mailbox?: Mailbox | null;
  /** The internal schema of orders, which also stores personal data. */
  readonly orders: ServiceCall;
  readonly configuration: Pick<
    Configuration,
    'environment' | 'auth' | 'dataFolder' | 'encryption' | 'limits'
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
    auditChain: auditChainCheck({ store: store.auditChain, ...audit }),
    orders,
    dataExports: new PrepareDataExports({ store, orders, keySecret: auth.keySecret, logger }),
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
    exportLimits: createExportLimits(redis),
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

export function usersSubgraph(options: UsersOptions): Subgraph {
  const { logger, rateLimits } = options;
  const audit = auditPublication(options.configuration);
  const dependencies = usersDependencies(options, audit);
  const { dataExports, metrics, store } = dependencies;
  const auditHeads = new AuditHeads({
    store: store.auditChain,
    keys: audit.keys,
    files: audit.heads,
    logger,
    metrics,
  });
  const resealLoop = new ResealLoop({ store, logger });
  const createContext = (scope: RequestScope) => usersContext(scope, dependencies);
  const schema = federatedSchema({ resolvers: operations, references, rules, rateLimits });
  const internal = internalSchema(internalOperations, internalRules);
  const executing = { createContext, logger, registry: options.registry };
  return {
    name: 'users',
    execute: createExecutor({
      schema,
      name: 'users',
      answerLimits: options.configuration.limits.operation,
      ...executing,
    }),
    internal: createExecutor({ schema: internal, name: 'users-internal', ...executing }),
    warmUp: store.warmUp,
    startWork: () => {
      auditHeads.start();
      dataExports.start();
      resealLoop.start();
    },
    stop: async () => {
      await Promise.all([dataExports.stop(), resealLoop.stop()]);
      await auditHeads.stop();
      await store.close();
    },
  };
}
