import { ValidationError } from '../../../platform/graphql/errors';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { OrdersConfiguration } from './dependencies';

const isEmailVerified = 'query ($userId: ID!) { verified: isEmailVerified(userId: $userId) }';

interface Context extends RequestScope {
  readonly users: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

const message =
  'Verify the e-mail address of your account first: requestEmailVerification mails you a link.';

/**
 * Why an account may not place orders yet; null if it may, or if `auth.requireVerifiedEmail` is off.
 * @throws SERVICE_UNAVAILABLE if users does not answer.
 */
export async function unverifiedProblem(
  customerId: string,
  { users, configuration, requestId, signal }: Context,
): Promise<ValidationError | null> {
  if (!configuration.auth.requireVerifiedEmail) return null;
  const viewer = { kind: 'system', cause: requestId } as const;
  const variables = { userId: customerId };
  const scope = { viewer, requestId, signal };
  const { verified } = await users<{ verified: boolean }>(isEmailVerified, variables, scope);
  return verified ? null : new ValidationError([{ path: [], message }]);
}
