import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';

/** A result as it arrives from another process, parsed. */
export interface WireResult extends Omit<ExecutionResult, 'errors'> {
  /** Servers of others also write null for none. */
  readonly errors?: readonly GraphQLFormattedError[] | null;
}

/**
 * Restores the class of errors, which arrive as plain objects: callers recognise them by class and
 * code.
 */
export function restoredResult(result: WireResult): ExecutionResult {
  if (!result.errors) return result as Omit<WireResult, 'errors'>;
  return {
    ...result,
    errors: result.errors.map(
      ({ message, path, extensions }) => new GraphQLError(message, { path, extensions }),
    ),
  };
}
