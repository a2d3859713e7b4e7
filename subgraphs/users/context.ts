import type { FeatureFlags } from '../../config/feature-flags';
import type { AuditKeys } from '../../platform/audit/keys';
import type { KeyEnvironment } from '../../platform/auth/api-key';
import type { KeyRequestLog } from '../../platform/auth/key-requests';
import type { Passwords } from '../../platform/auth/password';
import { requestLoaders } from '../../platform/graphql/request-loaders';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { Mailbox } from '../../platform/mail/mailbox';
import type { Logger } from '../../platform/telemetry/logger';
import { type UsersLoaders, usersLoaders } from './loaders';
import type { UsersMetrics } from './metrics';
import type { UsersStore } from './store';
import type { auditChainCheck } from './workflows/audit-chain';
import type { ExportLimits } from './workflows/export-limits';
import type { Orders } from './workflows/orders';
import type { PrepareDataExports } from './workflows/prepare-data-exports';
import type { SecondFactorCodes } from './workflows/second-factor-codes';
import type { SendMails } from './workflows/send-mails';
import type { Sessions } from './workflows/sessions';
import type { SignInLimits } from './workflows/sign-in-limits';
import type { SigningKeys } from './workflows/signing-keys';

/** Shared by all requests of a process. */
export interface UsersDependencies {
  readonly store: UsersStore;
  readonly auditKeys: AuditKeys;
  readonly auditChain: ReturnType<typeof auditChainCheck>;
  readonly orders: Orders;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly signingKeys: SigningKeys;
  readonly signInLimits: SignInLimits;
  readonly secondFactorCodes: SecondFactorCodes;
  /** Whether staff has its roles only in sessions begun with a second factor. */
  readonly staffSecondFactor: boolean;
  /** How long a sign-in counts as recent. */
  readonly recentSignInMinutes: number;
  readonly exportLimits: ExportLimits;
  readonly dataExports: Pick<PrepareDataExports, 'wake' | 'open'>;
  readonly mails: Pick<SendMails, 'wake'>;
  readonly keyRequests: KeyRequestLog;
  /** Shows mails to developers; null outside development. */
  readonly mailbox: Mailbox | null;
  readonly logger: Logger;
  readonly metrics: UsersMetrics;
  readonly flags: FeatureFlags;
  /** Days after which expired sessions are deleted. */
  readonly expiredSessionDays: number;
  /** Requests per minute of an API key without its own quota; may change at runtime. */
  readonly apiKeyPerMinute: () => number;
  /** Which API keys are issued and accepted here. */
  readonly keyEnvironment: KeyEnvironment;
  /** An API key as stored. */
  readonly apiKeyHash: (key: string) => Buffer;
  /** Issues access tokens without a password (load scripts): development and tests only. */
  readonly tokensOnRequest: boolean;
}

/** The context of a resolver of users. */
export interface UsersContext extends RequestScope, UsersDependencies {
  readonly loaders: UsersLoaders;
}

export function usersContext(scope: RequestScope, dependencies: UsersDependencies): UsersContext {
  return { ...scope, ...dependencies, ...requestLoaders(() => usersLoaders(dependencies)) };
}
