import { systemScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';

const deadlineMs = 30_000;

/** Calls the internal schema of users for a command of the audit log. */
export const callAudit = <Data>(
  users: ServiceCall,
  query: string,
  variables: Record<string, unknown>,
): Promise<Data> => users<Data>(query, variables, systemScope('audit', deadlineMs));
