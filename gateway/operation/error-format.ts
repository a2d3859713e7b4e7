import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type ErrorDisplay, isVariableError, maskError } from '../errors';

/** Formats an error for the response; the request id is added when it is sent. */
export function errorFormat(display: ErrorDisplay) {
  return (formatted: GraphQLFormattedError, raw: unknown): GraphQLFormattedError => {
    const error =
      raw instanceof GraphQLError && isVariableError(raw)
        ? { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_USER_INPUT' } }
        : formatted;
    return maskError(error, display);
  };
}

export type ErrorFormat = ReturnType<typeof errorFormat>;
