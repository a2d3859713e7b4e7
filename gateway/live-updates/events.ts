import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { print } from 'graphql-sse';

/** An answer of GraphQL as it goes over the wire. */
export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export function nextEvent(result: Result): string {
  // The protocol's own type wants errors as they are before they are formatted.
  return print({ event: 'next', data: result as ExecutionResult });
}

/** That there will be no other event; a client does not come again after it. */
export const completeEvent = print({ event: 'complete', data: null });
