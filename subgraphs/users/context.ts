import type { FeatureFlags } from '../../config/feature-flags';
import type { Passwords } from '../../platform/auth/password';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type UsersLoaders, usersLoaders } from './loaders';
import type { UsersMetrics } from './metrics';
import type { UsersStore } from './store';
import type { ExportLimits } from './workflows/export-limits';
import type { Orders } from './workflows/orders';
import type { Sessions } from './workflows/sessions';
import type { SignInLimits } from './workflows/sign-in-limits';
import type { SigningKeys } from './workflows/signing-keys';

/** What lives as long as the process. */
export interface UsersParts {
  readonly store: UsersStore;
  readonly orders: Orders;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly signingKeys: SigningKeys;
  readonly signInLimits: SignInLimits;
  readonly exportLimits: ExportLimits;
  readonly metrics: UsersMetrics;
  readonly flags: FeatureFlags;
  /** What an API key without a quota of its own may send a minute; it may change. */
  readonly apiKeyPerMinute: () => number;
  /** What is stored of an API key. */
  readonly apiKeyHash: (key: string) => Buffer;
  /** Access tokens for the asking (load scripts): development and tests only. */
  readonly tokensOnRequest: boolean;
}

/** What a resolver of users receives. */
export interface UsersContext extends RequestScope, UsersParts {
  readonly loaders: UsersLoaders;
}

export function usersContext(scope: RequestScope, parts: UsersParts): UsersContext {
  return { ...scope, ...parts, loaders: usersLoaders(parts.store) };
}
