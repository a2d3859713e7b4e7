import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { FieldProblem } from '../platform/graphql/errors';
import type { ErrorCode } from '../platform/requests/public-error';
import type { Requirement } from '../platform/requests/requirement';
import { executionErrorsMax, messageCharactersMax } from './limits';

/** The media types of a response. */
export type MediaType = 'application/json' | 'application/graphql-response+json';

/** Codes of the gateway, in addition to those of the subgraphs. */
export type GatewayErrorCode =
  | ErrorCode
  | 'BAD_REQUEST'
  | 'NOT_FOUND'
  | 'PAYLOAD_TOO_LARGE'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'OPERATION_TOO_COMPLEX'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_REQUIRED';

interface CodeStatus {
  /** Status if nothing was executed. `byMediaType`: 400, but 200 for application/json. */
  readonly refused: number | 'byMediaType';
  /** Whether it also sets the status if every root field failed with it. */
  readonly executed: boolean;
  /**
   * What `extensions` says besides: `fields`, the problems of the input (`literals`: if a literal in
   * the text is one); `requires`, what would allow it; `retryable`, that the same request may succeed
   * later, a mutation with its idempotency key.
   */
  readonly detail?: 'fields' | 'literals' | 'requires' | 'retryable';
}

/** The HTTP status of every code. Any other code is an internal fault and is masked. */
export const statusByCode: Readonly<Record<GatewayErrorCode, CodeStatus>> = {
  UNAUTHENTICATED: { refused: 401, executed: true },
  RATE_LIMITED: { refused: 429, executed: true, detail: 'retryable' },
  SERVICE_UNAVAILABLE: { refused: 503, executed: true, detail: 'retryable' },
  TIMEOUT: { refused: 504, executed: true, detail: 'retryable' },
  FORBIDDEN: { refused: 200, executed: false, detail: 'requires' },
  INTERNAL_SERVER_ERROR: { refused: 500, executed: false },
  BAD_USER_INPUT: { refused: 'byMediaType', executed: false, detail: 'fields' },
  GRAPHQL_PARSE_FAILED: { refused: 'byMediaType', executed: false },
  GRAPHQL_VALIDATION_FAILED: { refused: 'byMediaType', executed: false, detail: 'literals' },
  OPERATION_RESOLUTION_FAILURE: { refused: 'byMediaType', executed: false },
  OPERATION_TOO_COMPLEX: { refused: 400, executed: false },
  PAYLOAD_TOO_LARGE: { refused: 413, executed: false },
  BAD_REQUEST: { refused: 400, executed: false },
  NOT_FOUND: { refused: 404, executed: false },
  PERSISTED_QUERY_NOT_FOUND: { refused: 200, executed: false },
  PERSISTED_QUERY_REQUIRED: { refused: 400, executed: false },
};

export const faultSentence = 'Something went wrong on our side.';

function isKnownCode(code: unknown): code is GatewayErrorCode {
  return typeof code === 'string' && Object.hasOwn(statusByCode, code);
}

/** The code shown to the client. */
export function codeOf(error: { readonly extensions?: Record<string, unknown> }): GatewayErrorCode {
  const code = error.extensions?.code;
  return isKnownCode(code) ? code : 'INTERNAL_SERVER_ERROR';
}

/** An error of the gateway; code and message are public. */
export function gatewayError(
  code: GatewayErrorCode,
  message: string,
  extensions: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}

/** @param status 400, or the more specific 404, 405, 406, 408, 415 or 431. */
export const badRequest = (message: string, status = 400): GraphQLError =>
  gatewayError('BAD_REQUEST', message, { http: { status } });

/** The text is not a valid operation, for one or several reasons. */
export class InvalidOperation extends Error {
  constructor(readonly errors: readonly [GraphQLError, ...GraphQLError[]]) {
    super(errors[0].message);
  }

  static of(found: readonly GraphQLError[], code: GatewayErrorCode): InvalidOperation {
    const [first, ...others] = found.map(
      ({ message, nodes, source, positions, extensions }) =>
        new GraphQLError(message, {
          nodes,
          source,
          positions,
          extensions: { ...extensions, code },
        }),
    );
    if (!first) throw new Error('An invalid operation needs an error.');
    return new InvalidOperation([first, ...others]);
  }
}

/** Messages of Apollo Server's errors that have HTTP status 400 but no code. */
const errorsWithoutCode = new Set([
  'provided sha does not match query',
  'Unsupported persisted query version',
]);

/** Removes graphql-js's suggestions. Not a regular expression, since messages quote the client. */
const suggestionStart = 'Did you mean ';

function withoutSuggestion(message: string): string {
  const start = message.endsWith('?') ? message.lastIndexOf(suggestionStart) : -1;
  return start === -1 ? message : message.slice(0, start).trimEnd();
}

const isHighSurrogate = (unit: number) => unit >= 0xd8_00 && unit <= 0xdb_ff;

/** Messages quote values and names, which may be as long as the request. */
function shortened(message: string): string {
  if (message.length <= messageCharactersMax) return message;
  const end = messageCharactersMax - 1;
  const whole = isHighSurrogate(message.charCodeAt(end - 1)) ? end - 1 : end;
  return `${message.slice(0, whole)}…`;
}

/** What an error may say besides its code; nothing else in its extensions is public. */
interface ErrorDetails {
  readonly fields?: readonly FieldProblem[];
  readonly requires?: Requirement;
  readonly retryable?: true;
}

const nothing: Requirement = { roles: [], scopes: [] };

function publicDetails(
  code: GatewayErrorCode,
  { message: whole, extensions = {} }: GraphQLFormattedError,
  publicText: (text: string) => string,
): ErrorDetails {
  const given = extensions as ErrorDetails;
  switch (statusByCode[code].detail) {
    case 'fields': {
      const fields = given.fields ?? [{ path: [], message: whole }];
      return {
        fields: fields.map(({ path, message }) => ({ path, message: publicText(message) })),
      };
    }
    case 'literals':
      return given.fields
        ? publicDetails('BAD_USER_INPUT', { message: whole, extensions }, publicText)
        : {};
    case 'requires': {
      const { roles, scopes, recentSignIn } = given.requires ?? nothing;
      return { requires: { roles, scopes, ...(recentSignIn === true && { recentSignIn }) } };
    }
    case 'retryable':
      return { retryable: true };
    default:
      return {};
  }
}

/** What the configuration of a gateway shows of its errors. */
export interface ErrorDisplay {
  readonly hideSuggestions: boolean;
  /** URL of the page that explains every code; null if it is not served. */
  readonly docs: string | null;
}

/** The page has a section for each code. */
export const docUrlOf = (code: GatewayErrorCode, { docs }: ErrorDisplay): object =>
  docs === null ? {} : { docUrl: `${docs}#${code.toLowerCase()}` };

/** The code that clients see, also of errors of Apollo Server without one. */
export function shownCodeOf(error: GraphQLFormattedError): GatewayErrorCode {
  return errorsWithoutCode.has(error.message) ? 'BAD_REQUEST' : codeOf(error);
}

/**
 * The part of an error that clients see: message, location, path, code and its details. The request
 * id is added when the response is sent.
 */
export function maskError(error: GraphQLFormattedError, display: ErrorDisplay, path = error.path) {
  const { hideSuggestions } = display;
  const code = shownCodeOf(error);
  const sentence = code === 'INTERNAL_SERVER_ERROR' ? faultSentence : error.message;
  const { locations } = error;
  const publicText = (text: string) => shortened(hideSuggestions ? withoutSuggestion(text) : text);
  const details = publicDetails(code, error, publicText);
  return {
    message: publicText(sentence),
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { code, ...details, ...docUrlOf(code, display) } as Record<string, unknown>,
  };
}

/** Limits the number of errors, keeping the first of each failed root field. */
export function limitErrors<Shown extends Pick<GraphQLFormattedError, 'path'>>(
  errors: readonly Shown[],
): readonly Shown[] {
  if (errors.length <= executionErrorsMax) return errors;
  const firsts = new Map<unknown, Shown>();
  for (const error of errors) {
    const root = error.path?.[0];
    if (!firsts.has(root)) firsts.set(root, error);
  }
  const shown = new Set([...firsts.values(), ...errors].slice(0, executionErrorsMax));
  return errors.filter((error) => shown.has(error));
}

/** Errors of variable coercion have no code; those of validation may concern a variable, too. */
export function isVariableError({ nodes, extensions }: GraphQLError): boolean {
  if (extensions.code !== undefined) return false;
  return nodes?.length === 1 && nodes[0]?.kind === 'VariableDefinition';
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

function statusOfRefusal(code: GatewayErrorCode, mediaType: MediaType): number {
  const { refused } = statusByCode[code];
  if (refused !== 'byMediaType') return refused;
  return mediaType === 'application/json' ? 200 : 400;
}

/** The common code, if every root field failed with the same one. */
function statusOfExecuted({ data, errors = [] }: Answer): number {
  const [first] = errors;
  if (!first) return 200;
  const code = codeOf(first);
  if (!statusByCode[code].executed) return 200;
  if (errors.some((error) => codeOf(error) !== code)) return 200;
  const failed = new Set(errors.map((error) => error.path?.[0]));
  const fields = Object.entries(data ?? {});
  const allFailed = fields.every(([name, value]) => value === null && failed.has(name));
  return allFailed ? statusOfRefusal(code, 'application/json') : 200;
}

/** @param given Apollo Server's status for a bad request: 400, 405 or 415. */
export function statusOf(answer: Answer, mediaType: MediaType, given?: number): number {
  const { data, errors = [] } = answer;
  const [first] = errors;
  if (!first) return 200;
  if (data !== undefined) return statusOfExecuted(answer);
  const code = codeOf(first);
  if (code === 'BAD_REQUEST' && given !== undefined && given !== 500) return given;
  return statusOfRefusal(code, mediaType);
}

/** Seconds to wait before a retry, if an error states them. */
export function retryAfterSeconds(errors: readonly GraphQLError[]): number | null {
  const seconds = errors.map((error) => error.extensions.retryAfterSeconds).filter(isNumber);
  return seconds.length === 0 ? null : Math.max(...seconds);
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
