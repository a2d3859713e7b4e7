import { type Answer, unreachable } from './answer';

const endpoint = '/graphql';

/** The server ends an operation after 10 s; the rest is for the network. */
const deadlineMs = 20_000;

/** One operation by POST, with at most one access token. Never throws, unless it was cancelled. */
export async function send(
  query: string,
  variables: unknown,
  accessToken: string | null,
  signal?: AbortSignal,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    const requestId = response.headers.get('x-request-id');
    const type = response.headers.get('content-type') ?? '';
    if (!type.includes('json')) return unreachable(`HTTP ${response.status}`, requestId);
    return { ...((await response.json()) as object), requestId };
  } catch (error) {
    if (signal?.aborted) throw error;
    return unreachable(error instanceof Error ? error.message : String(error));
  }
}
