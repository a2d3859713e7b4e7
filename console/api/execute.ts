import { createClient } from 'graphql-sse';
import { type Answer, type ApiError, isUnauthenticated, unreachable } from './answer';
import { send } from './send';
import { session } from './session';

/** An operation as the viewer; a token that the server refuses is renewed once. */
export async function execute(
  query: string,
  variables: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const accessToken = await session.accessToken();
  if (session.viewer && accessToken === null) return unreachable('The session was not renewed.');
  const answer = await send(query, variables, accessToken, signal);
  if (accessToken === null || !isUnauthenticated(answer)) return answer;
  session.drop(accessToken);
  const renewed = await session.accessToken();
  return renewed === null ? answer : send(query, variables, renewed, signal);
}

export interface LiveSink {
  next(data: unknown, errors?: readonly ApiError[]): void;
  /** Whether messages arrive now. */
  connected(isConnected: boolean): void;
}

const reconnectMaxMs = 30_000;

/** Half of the wait is random, so that tabs do not return together after a restart. */
const reconnectWait = (retries: number): Promise<void> => {
  const waitMs = Math.min(1000 * 2 ** retries, reconnectMaxMs) * (0.5 + Math.random() / 2);
  return new Promise((resolve) => setTimeout(resolve, waitMs));
};

const liveUpdates = createClient({
  url: '/graphql/stream',
  headers: async (): Promise<Record<string, string>> => {
    const accessToken = await session.accessToken();
    return accessToken === null ? {} : { authorization: `Bearer ${accessToken}` };
  },
  // Attempts continue for as long as the page shows the data.
  retryAttempts: Number.POSITIVE_INFINITY,
  retry: reconnectWait,
});

/** Live updates as server-sent events. @returns a function that ends them. */
export function subscribe(query: string, variables: object, sink: LiveSink): () => void {
  return liveUpdates.subscribe<Record<string, unknown>>(
    { query, variables: variables as Record<string, unknown> },
    {
      next: ({ data, errors }) => {
        sink.connected(true);
        sink.next(data, errors as readonly ApiError[] | undefined);
      },
      error: () => sink.connected(false),
      complete: () => sink.connected(false),
    },
    {
      connecting: (isReconnecting) => {
        if (isReconnecting) sink.connected(false);
      },
      connected: () => sink.connected(true),
    },
  );
}
