import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { print } from 'graphql-sse';

/** A formatted GraphQL response. */
export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export function nextEvent(result: Result): string {
  // graphql-sse's type expects unformatted errors.
  return print({ event: 'next', data: result as ExecutionResult });
}

/** The final event; clients do not reconnect after it. */
export const completeEvent = print({ event: 'complete', data: null });
