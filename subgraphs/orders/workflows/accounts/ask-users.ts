import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { uuidV7 } from '../../../../platform/values/uuid';

const callDeadlineMs = 10_000;

/**
 * Asks users on behalf of no one, from a poll loop.
 * @param cause what the system viewer is logged with.
 * @throws what the call rejects with, also after 10 s without an answer.
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
