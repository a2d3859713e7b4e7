import type { Execute } from '../../platform/graphql/execute';
import { restoredResult, type WireResult } from '../../platform/graphql/wire-result';

/** A subgraph behind plain HTTP, as the GraphQL over HTTP specification has it. */
export function httpSubgraph(url: string): Execute {
  return async ({ query, variables, operationName }, { signal }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables, operationName }),
      signal,
    });
    return restoredResult((await response.json()) as WireResult);
  };
}
