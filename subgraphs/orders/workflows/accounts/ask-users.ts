import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { uuidV7 } from '../../../../platform/values/uuid';

const callDeadlineMs = 10_000;

/**
 * Calls users as the system, from a poll loop.
 * @param cause the system viewer's cause in logs.
 * @throws the error of the call, also after 10 s without an answer.
 */
export function askUsers<Data>(
  users: ServiceCall,
  cause: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<Data> {
  return users<Data>(query, variables, {
    viewer: { kind: 'system', cause },
    requestId: uuidV7(),
    signal: AbortSignal.timeout(callDeadlineMs),
  });
}
