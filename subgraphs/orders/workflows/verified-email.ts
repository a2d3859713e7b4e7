import { ValidationError } from '../../../platform/graphql/errors';
import {
  asSystem,
  type CallScope,
  type RequestScope,
} from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { OrdersConfiguration } from './dependencies';

const query = 'query ($userId: ID!) { verified: isEmailVerified(userId: $userId) }';

interface Context extends RequestScope {
  readonly users: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

const message =
  'Verify the e-mail address of your account first: requestEmailVerification mails you a link.';

/** @throws SERVICE_UNAVAILABLE if users does not answer. */
export async function isEmailVerified(
  customerId: string,
  users: ServiceCall,
  scope: CallScope,
): Promise<boolean> {
  const variables = { userId: customerId };
  return (await users<{ verified: boolean }>(query, variables, asSystem(scope))).verified;
}

/**
 * Why an account may not place orders yet; null if it may, or if `auth.requireVerifiedEmail` is off.
 * @throws SERVICE_UNAVAILABLE if users does not answer.
 */
export async function unverifiedProblem(
  customerId: string,
  scope: Context,
): Promise<ValidationError | null> {
  if (!scope.configuration.auth.requireVerifiedEmail) return null;
  const isVerified = await isEmailVerified(customerId, scope.users, scope);
  return isVerified ? null : new ValidationError([{ path: [], message }]);
}
