import { GraphQLError } from 'graphql';
import type { RequestScope } from '../graphql/request-scope';
import type { ServiceCall } from '../graphql/service-call';
import { publicError } from '../requests/public-error';
import type { Viewer } from '../requests/viewer';
import { withDeadline } from '../resilience/deadline';
import type { Logger } from '../telemetry/logger';

/** The viewer's rights at this moment, which may differ from those in its token. */
export interface CurrentRights {
  /** The viewer with its current roles and scopes; null if the account or key is no longer valid. */
  readonly viewer: Viewer | null;
  /** Whether the session of the token has ended. */
  readonly hasEnded: boolean;
}

/**
 * @throws SERVICE_UNAVAILABLE when users does not answer, because the rights are then unknown.
 */
export type LookupRights = (scope: RequestScope) => Promise<CurrentRights>;

const query = `query ($userId: ID!, $generation: Int, $key: ActorKeyInput) {
  actorRights(userId: $userId, generation: $generation, key: $key) { roles scopes hasEnded }
}`;

interface ActorRights {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly hasEnded: boolean;
}

interface Answer {
  readonly actorRights: ActorRights | null;
}

const deadlineMs = 3_000;

/** Ends the wait with the signal: within one process nothing else does. */
function abortable<Value>(signal: AbortSignal, call: Promise<Value>): Promise<Value> {
  const ended = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([call, ended]);
}

function variablesOf(viewer: Viewer): Record<string, unknown> | null {
  switch (viewer.kind) {
    case 'user':
      return { userId: viewer.userId, generation: viewer.generation };
    case 'apiKey':
      return { userId: viewer.userId, key: { id: viewer.keyId, secretId: viewer.secretId } };
    case 'anonymous':
    case 'system':
      return null;
  }
}

function withRights(viewer: Viewer, { roles, scopes }: ActorRights): Viewer {
  if (viewer.kind === 'user') {
    // A session that was begun without a second factor has fewer roles than its account.
    return { ...viewer, roles: roles.filter((role) => viewer.roles.includes(role)) };
  }
  return viewer.kind === 'apiKey' ? { ...viewer, roles, scopes } : viewer;
}

/** Asks users each time, without a cache. */
export function currentRights(users: ServiceCall, logger: Logger): LookupRights {
  return async ({ viewer, requestId, signal: outer }) => {
    const variables = variablesOf(viewer);
    if (variables === null) return { viewer, hasEnded: false };
    const asSystem = { viewer: { kind: 'system', cause: requestId }, requestId } as const;
    try {
      const { actorRights } = await withDeadline(
        deadlineMs,
        (signal) => abortable(signal, users<Answer>(query, variables, { ...asSystem, signal })),
        outer,
      );
      if (actorRights === null) return { viewer: null, hasEnded: true };
      return { viewer: withRights(viewer, actorRights), hasEnded: actorRights.hasEnded };
    } catch (error) {
      // An expired deadline or a disconnected client has its own error.
      if (outer.aborted && outer.reason instanceof GraphQLError) throw outer.reason;
      logger.error({ err: error, requestId }, 'checking rights failed');
      throw publicError('SERVICE_UNAVAILABLE', 'Your rights cannot be checked now. Try again.');
    }
  };
}
