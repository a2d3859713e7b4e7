import {
  type Answer,
  type AnswerError,
  ClientError,
  createClient,
  SessionEndedError,
} from '@orderprocessing/client';
import { sharedSession } from './shared-session';
import { tabSession } from './tab-session';

/** The API with the session of this tab. */
export const api = createClient({
  url: '/graphql',
  clientName: 'console',
  session: sharedSession(tabSession),
  // A person waits, and can try again.
  retries: { attemptsMax: 2 },
  // Live updates come back for as long as the page shows the data.
  live: { offlineMs: Number.POSITIVE_INFINITY },
});

/** Why there is no answer of the API, as an error that a page can show. */
export function errorOf(error: ClientError): AnswerError {
  const { message, requestId } = error;
  const code = error instanceof SessionEndedError ? 'UNAUTHENTICATED' : 'UNREACHABLE';
  return { message, extensions: { code, requestId, retryable: true } };
}

/** An operation as the viewer. Rejects only if it was cancelled. */
export async function execute<Data>(
  operation: { toString(): string },
  variables: object,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  try {
    return await api.execute<Data, object>(operation, variables, { signal });
  } catch (error) {
    if (error instanceof ClientError)
      return { errors: [errorOf(error)], requestId: error.requestId };
    throw error;
  }
}

export interface LiveSink {
  next(answer: Answer<unknown>): void;
  /** Whether messages arrive now. */
  connected(isConnected: boolean): void;
  /** Changes since the previous message may not have been sent. */
  missed(): void;
}

async function follow(
  operation: string,
  variables: object,
  sink: LiveSink,
  signal: AbortSignal,
): Promise<void> {
  let connections = 0;
  const onConnection = (isConnected: boolean): void => {
    sink.connected(isConnected);
    if (!isConnected) return;
    connections += 1;
    // A state is sent with each connection; of lists, only what changes from then on.
    if (connections > 1) sink.missed();
  };
  const options = { signal, onConnection };
  for await (const answer of api.subscribe(operation, variables, options)) {
    if (answer.extensions?.['changesMissed']) sink.missed();
    sink.next(answer);
  }
}

/** Follows live updates. @returns a function that ends them. */
export function subscribe(operation: string, variables: object, sink: LiveSink): () => void {
  const leaving = new AbortController();
  // The API refused it, or the page has left.
  follow(operation, variables, sink, leaving.signal).catch(() => sink.connected(false));
  return () => leaving.abort();
}
