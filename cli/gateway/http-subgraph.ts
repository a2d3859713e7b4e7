import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Execute } from '../../platform/graphql/execute';

interface Answer extends Omit<ExecutionResult, 'errors'> {
  readonly errors?: readonly GraphQLFormattedError[];
}

/** A subgraph behind plain HTTP, as the GraphQL over HTTP specification has it. */
export function httpSubgraph(url: string): Execute {
  return async ({ query, variables, operationName }, { signal }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables, operationName }),
      signal,
    });
    const { errors, ...result } = (await response.json()) as Answer;
    if (errors === undefined) return result;
    // Callers recognize errors by their class.
    const restored = errors.map(
      ({ message, path, extensions }) => new GraphQLError(message, { path, extensions }),
    );
    return { ...result, errors: restored };
  };
}
