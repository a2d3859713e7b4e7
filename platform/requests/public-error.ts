import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** Codes of GraphQL errors, explained in `docs/failures.md`. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'OPERATION_TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'SERVICE_UNAVAILABLE'
  | 'TIMEOUT'
  | 'INTERNAL_SERVER_ERROR';

/** An error whose message and code are shown to the client. */
export function publicError(
  code: ErrorCode,
  message: string,
  extensions: GraphQLErrorExtensions = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}
