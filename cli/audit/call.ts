import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';

const deadlineMs = 30_000;

const scope = (): RequestScope => ({
  viewer: { kind: 'system', cause: 'audit' },
  requestId: 'audit',
  signal: AbortSignal.timeout(deadlineMs),
});

/** Calls the internal schema of users for a command of the audit log. */
export const callAudit = <Data>(
  users: ServiceCall,
  query: string,
  variables: Record<string, unknown>,
): Promise<Data> => users<Data>(query, variables, scope());
